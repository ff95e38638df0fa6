#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/analysis/sensitivity_curve.h"
#include "core/graph/cost.h"

namespace secateur {

/// One layer of a plan. Ratios are fractions of the layer's weights.
struct PlanRow {
    std::string layer;
    std::string block;
    std::string role;
    int64_t weights = 0;
    int64_t zeros = 0;               ///< before the plan: a pruned network can be pruned again
    int64_t macs = 0;                ///< of one image
    std::optional<SafeLevel> safe;   ///< empty: not measured
    bool untested = false;           ///< the sweep changed nothing of it
    std::optional<double> proposed;  ///< by the budget; empty: the safe ratio is
    std::optional<double> override;  ///< set by hand

    double ratio() const {
        return override.value_or(proposed.value_or(safe ? safe->level.number : 0.0));
    }
    /// l1Mask sets round(ratio * weights) of least magnitude to zero, the zeros that are there
    /// first; halves go to the even neighbour.
    int64_t kept() const;
    bool operator==(const PlanRow&) const = default;
};

struct PlanTotals {
    int64_t parameters = 0;
    int64_t parametersKept = 0;  ///< that are not a zero weight
    int64_t weights = 0;
    int64_t weightsKept = 0;
    int64_t macs = 0;  ///< multiply-adds of one image
    int64_t macsKept = 0;
    int64_t bytes = 0;      ///< of the weights, float32
    int64_t bytesKept = 0;  ///< each layer dense or sparse (weightBytes)
    double sparsity() const {
        return weights > 0 ? 1.0 - static_cast<double>(weightsKept) / static_cast<double>(weights)
                           : 0.0;
    }
};

/// How much of each layer to prune: what the curves call safe or what a budget proposes, and over
/// it what the user chose.
class EditablePlan {
 public:
    EditablePlan() = default;
    /// The layers of the network that have weights, in its order. Nothing planned.
    explicit EditablePlan(const GraphCost& network);

    const std::vector<PlanRow>& rows() const { return m_rows; }
    /// Replaces all; a layer that is absent has not been measured, or is one of `untested`.
    void setSafeLevels(const std::map<std::string, SafeLevel>& levels,
                       const std::set<std::string>& untested = {});
    /// Of all layers, those that are absent stay whole; empty: the safe ratios are proposed.
    void setProposal(const std::optional<std::map<std::string, double>>& ratios);
    /// Empty: back to what is proposed.
    void setOverride(const std::string& layer, std::optional<double> ratio);
    /// What was set by hand, by layer.
    std::map<std::string, double> overrides() const;
    /// Of all layers: those that are absent go back to what is proposed.
    void setOverrides(const std::map<std::string, double>& ratios);
    bool hasOverrides() const;
    const PlanRow* find(const std::string& layer) const;  ///< null: no such layer

    PlanTotals totals() const;
    /// Every layer of which something is pruned.
    std::map<std::string, double> ratios() const;

 private:
    std::vector<PlanRow> m_rows;
    int64_t m_parameters = 0;
};

}  // namespace secateur
