#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/paired_interval.h"
#include "core/base/enum_names.h"
#include "core/base/say.h"
#include "core/base/table.h"

namespace secateur {

/// What of a network is quantized while the rest is in FP32.
enum class QuantErrorMode {
    All,     ///< every layer; LayerQuantError::layer is then "all layers"
    Only,    ///< this layer: its weights and its output
    AllBut,  ///< every layer but this one
};
template <>
inline constexpr auto kEnumNames<QuantErrorMode> =
    enumNames<QuantErrorMode>("mode of quantization errors", {{QuantErrorMode::All, "all"},
                                                              {QuantErrorMode::Only, "only"},
                                                              {QuantErrorMode::AllBut, "all-but"}});

/// One measured point.
struct QuantErrorPoint {
    std::string layer;
    QuantErrorMode mode = QuantErrorMode::All;
    int64_t count = 0;
    int64_t correct = 0;
    int64_t lost = 0;    ///< right in FP32, wrong now
    int64_t gained = 0;  ///< the reverse

    double accuracy() const {
        return count > 0 ? static_cast<double>(correct) / static_cast<double>(count) : 0.0;
    }
    PairedDrop drop() const { return pairedDrop(lost, gained, count); }
};

/// SQNR of a layer as it is quantized, from its weights and its output's histogram.
struct LayerNoise {
    std::string layer;
    std::string kind;                    ///< opLabel
    std::optional<double> weightSqnrDb;  ///< none for nodes without quantized weights
    double activationSqnrDb = 0.0;       ///< infinite without noise
};

/// A line of the table: the three figures of a layer and what it costs.
struct LayerQuantError {
    LayerNoise noise;
    std::optional<QuantErrorPoint> only;
    std::optional<QuantErrorPoint> allBut;
};

/// One line a layer of `noises`, the one that costs most first: by the drop of "only", then by what
/// "all but" it wins back, then the noisier output. Layers without points come last.
std::vector<LayerQuantError> rankedErrors(const std::vector<LayerNoise>& noises,
                                          const std::vector<QuantErrorPoint>& points);

/// A row a layer of rankedErrors; its key is the layer. `rank,layer,kind,weight_sqnr_db,
/// activation_sqnr_db,count,only_correct,only_drop,only_drop_low,only_drop_high,all_but_correct,
/// all_but_drop,all_but_drop_low,all_but_drop_high`: figures that are not measured (or weights that
/// are not quantized) are empty, "inf" without noise.
Table quantErrorTable(const std::vector<LayerQuantError>& ranked, const Say& say = inEnglish);

}  // namespace secateur
