#pragma once

#include <optional>
#include <vector>

#include "core/exec/onednn.h"
#include "core/exec/step_nodes.h"
#include "core/graph/graph.h"

namespace secateur {

/// How the tensors of a compiled network lie in memory: [N, C, H, W], channels last, dense;
/// float32, or uint8 where the node's output is quantized.
struct ValueForm {
    int64_t batch = 1;
    FeatureShape shape{};
    std::optional<QuantParams> quant;
    bool flat = false;  ///< [N, C] to LibTorch's operators: behind a Flatten or Linear

    onednn::Desc desc() const;
    /// Of one of the images.
    onednn::Desc imageDesc() const;
    /// The same memory as a matrix [N, C * H * W].
    onednn::Desc matrix() const;
    int64_t bytes() const;
    bool operator==(const ValueForm&) const = default;
};

/// Of every node's output.
std::vector<ValueForm> valueForms(const Graph& graph, int64_t batch);

/// An argument that changes from image to image: the output of a node.
struct StepArgument {
    int index = 0;  ///< DNNL_ARG_...
    NodeId value = 0;
    onednn::Desc desc;
};

/// A chain of nodes as one primitive of oneDNN.
struct CompiledStep {
    onednn::Primitive primitive;
    std::vector<StepArgument> arguments;
    std::vector<std::pair<int, dnnl::memory>> constants;  ///< weights, biases, scales
    /// The primitive takes one image and runs once for each: its arguments' descriptions are those
    /// of one image.
    bool imageByImage = false;
};

/// The constants of a compiled step whose first node, a layer with weights, has those of `node`
/// instead: same shapes and types.
std::vector<std::pair<int, dnnl::memory>> withWeights(const CompiledStep& step, const Node& node);

/// Nothing where oneDNN lacks the form: LibTorch computes these nodes then.
std::optional<CompiledStep> compileStep(const Graph& graph, const StepNodes& nodes,
                                        const std::vector<ValueForm>& forms);

}  // namespace secateur
