#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/enum_names.h"
#include "core/base/table.h"
#include "core/report/comparison.h"

namespace secateur {

/// What a network costs, to be weighed against its accuracy.
enum class CostKind { Bytes, Macs, Milliseconds };
template <>
inline constexpr auto kEnumNames<CostKind> = enumNames<CostKind>("cost of a network",
                                                                 {{CostKind::Bytes, "bytes"},
                                                                  {CostKind::Macs, "macs"},
                                                                  {CostKind::Milliseconds, "ms"}});

/// One network among others: what it costs and how often it is right.
struct ParetoPoint {
    const ComparedVariant* variant = nullptr;
    double cost = 0.0;  ///< bytes of its file, multiply-adds an image, or milliseconds an image
    bool dominated = false;  ///< another one costs no more and is right as often, and one is better
};

/// The compared networks whose accuracy and cost were measured, by rising cost; `macs` by variant.
/// Milliseconds are of the study's latest speed run. Which are dominated is said of the accuracies
/// as they are, not of their intervals.
std::vector<ParetoPoint> paretoPoints(const Comparison& comparison, CostKind kind,
                                      const std::map<int64_t, int64_t>& macs = {});

/// Multiply-adds of the compared networks, each loaded for it.
std::map<int64_t, int64_t> macsOf(Study& study, const Comparison& comparison);

/// A row a point: `variant`, the cost by the kind's name, `top1,top1_low,top1_high,dominated`.
Table paretoTable(const std::vector<ParetoPoint>& points, CostKind kind);

}  // namespace secateur
