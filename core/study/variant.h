#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace secateur {

class Graph;
class Study;

/// A network of a study and where it came from. `kind` is "baseline", "trained", "pruned",
/// "slimmed", "fine-tuned" or "int8"; `recipe` is the JSON text by which it can be made again from
/// its parent.
struct Variant {
    int64_t id = 0;
    std::optional<int64_t> parent;
    std::string name;  ///< unique in the study
    std::string kind;
    std::string recipe;
    std::string note;      ///< one line for the report
    std::string digest;    ///< of the file's bytes
    std::string encoding;  ///< "fp32", "fp32-sparse" or "int8"
    int64_t sizeBytes = 0;
    int64_t gzipBytes = 0;
    int64_t parameters = 0;
    int64_t weights = 0;  ///< of convolution and linear layers
    int64_t zeros = 0;    ///< of those
    std::string created;

    bool quantized() const { return encoding == "int8"; }
    double sparsity() const {
        return weights > 0 ? static_cast<double>(zeros) / static_cast<double>(weights) : 0.0;
    }
};

/// What the maker of a variant says about it.
struct NewVariant {
    std::optional<int64_t> parent;
    std::string name;  ///< a number is added where it is taken
    std::string kind;
    std::string recipe;
    std::string note;
};

/// Stores a network as the smaller of its dense and sparse file. Where the study has one of the
/// same parent, kind and recipe, that is given back and nothing is stored.
Variant addVariant(Study& study, const NewVariant& about, const Graph& graph);
/// The variant of this parent, kind and recipe, if there is one.
std::optional<Variant> findVariant(Study& study, std::optional<int64_t> parent,
                                   const std::string& kind, const std::string& recipe);
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
