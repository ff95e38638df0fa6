#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enum_names.h"
#include "core/quant/range_choice.h"

namespace secateur {

class Graph;
class Study;

/// What was done to a network to make it.
enum class VariantKind { Baseline, Trained, Pruned, Slimmed, Recalibrated, FineTuned, Int8 };
template <>
inline constexpr auto kEnumNames<VariantKind> =
    enumNames<VariantKind>("kind of network", {{VariantKind::Baseline, "baseline"},
                                               {VariantKind::Trained, "trained"},
                                               {VariantKind::Pruned, "pruned"},
                                               {VariantKind::Slimmed, "slimmed"},
                                               {VariantKind::Recalibrated, "recalibrated"},
                                               {VariantKind::FineTuned, "fine-tuned"},
                                               {VariantKind::Int8, "int8"}});

/// How a network's file holds its weights.
enum class Encoding {
    Fp32,
    Fp32Sparse,  ///< zeros left out
    Int8,
};
template <>
inline constexpr auto kEnumNames<Encoding> = enumNames<Encoding>(
    "encoding of a network",
    {{Encoding::Fp32, "fp32"}, {Encoding::Fp32Sparse, "fp32-sparse"}, {Encoding::Int8, "int8"}});

/// A network of a study and where it came from. `recipe` is the JSON text by which it can be made
/// again from its parent.
struct Variant {
    int64_t id = 0;
    std::optional<int64_t> parent;
    std::string name;  ///< unique in the study
    VariantKind kind = VariantKind::Baseline;
    std::string recipe;
    /// One line for the report; each further line is a remark: what went wrong, or was left out.
    std::string note;
    std::string digest;  ///< of the file's bytes
    Encoding encoding = Encoding::Fp32;
    int64_t sizeBytes = 0;
    std::optional<int64_t> gzipBytes;  ///< empty: not measured yet (measureGzipSizes)
    int64_t parameters = 0;
    int64_t weights = 0;  ///< of convolution and linear layers
    int64_t zeros = 0;    ///< of those
    std::string created;

    std::vector<std::string> remarks() const;
    bool quantized() const { return encoding == Encoding::Int8; }
    double sparsity() const {
        return weights > 0 ? static_cast<double>(zeros) / static_cast<double>(weights) : 0.0;
    }
};

/// What the maker of a variant says about it.
struct NewVariant {
    std::optional<int64_t> parent;
    std::string name;  ///< a number is added where it is taken
    VariantKind kind = VariantKind::Baseline;
    std::string recipe;
    std::string note;
    /// Of an INT8 network: why its tensors have the ranges that they have (rangeReasons).
    std::vector<RangeChoice> ranges = {};
};

/// Stores a network as the smaller of its dense and sparse file. Where the study has one of the
/// same parent, kind and recipe, that is given back and nothing is stored.
Variant addVariant(Study& study, const NewVariant& about, const Graph& graph);
/// Measures Variant::gzipBytes of those that are without: five seconds for 100 MB, so that whoever
/// only stores a network does not wait for it.
void measureGzipSizes(Study& study);
/// The variant of this parent, kind and recipe, if there is one.
std::optional<Variant> findVariant(Study& study, std::optional<int64_t> parent, VariantKind kind,
                                   const std::string& recipe);
/// In the order in which they were made. A parent comes before its children.
std::vector<Variant> listVariants(Study& study);
/// By id, or by name. Errors: NotFound, with the names there are.
Variant requireVariant(Study& study, int64_t id);
Variant requireVariant(Study& study, const std::string& idOrName);
/// The stored file, byte by byte.
std::vector<uint8_t> variantFile(Study& study, int64_t id);
Graph loadVariant(Study& study, int64_t id);
/// Also one with values that are not sound (requireSoundValues), which loadVariant refuses: for
/// looking at it.
Graph loadAnyVariant(Study& study, int64_t id);
/// Also Error(InvalidArgument) if it is INT8: for what is done to FP32 networks only.
Graph loadFloatVariant(Study& study, int64_t id);

}  // namespace secateur
