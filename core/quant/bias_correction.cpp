#include "core/quant/bias_correction.h"

#include <ATen/core/grad_mode.h>

#include <set>

#include "core/passes/lower_int8.h"

namespace secateur {

namespace {

/// What the layer makes of one input with these weights, without bias and activation, averaged over
/// the positions: [out].
at::Tensor meanOutput(const Node& node, const at::Tensor& weight, const at::Tensor& input) {
    if (const auto* conv = std::get_if<Conv2d>(&node.op)) {
        return at::conv2d(input.unsqueeze(0), weight, {}, conv->stride, conv->padding, 1,
                          conv->groups)
            .squeeze(0)
            .mean({1, 2});
    }
    return at::linear(input, weight);
}

/// `prepared` has the bias before it was rounded.
void subtractFromBias(const Node& prepared, const at::Tensor& error, Node& node) {
    const at::Tensor before = prepared.hasParameter("bias")
                                  ? prepared.parameter("bias").detach().to(at::kDouble)
                                  : at::zeros_like(error);
    node.setParameter("bias", (before - error).to(at::kFloat));
    if (auto* conv = std::get_if<Conv2d>(&node.op)) {
        conv->bias = true;
    } else {
        std::get<Linear>(node.op).bias = true;
    }
}

}  // namespace

std::vector<BiasError> correctBiases(const Graph& prepared,
                                     const std::map<NodeId, OutputMeans>& means, Graph& lowered) {
    const at::NoGradGuard noGrad;
    std::vector<BiasError> errors;
    for (const NodeId id : lowered.weightedNodes()) {
        Node& node = lowered.node(id);
        if (!node.hasIntegerWeight()) {
            continue;
        }
        const OutputMeans& input = means.at(node.inputs.front());
        const at::Tensor exact = prepared.node(id).parameter("weight").detach().to(at::kDouble);
        const at::Tensor rounded = node.parameter("weight").dequantize().to(at::kDouble);
        const at::Tensor error =
            meanOutput(node, rounded, input.quantized) - meanOutput(node, exact, input.exact);
        subtractFromBias(prepared.node(id), error, node);
        errors.push_back({node.name, error.abs().max().item<double>(),
                          error.square().mean().sqrt().item<double>()});
    }
    quantizeBiases(lowered);
    return errors;
}

std::vector<NodeId> weightedInputs(const Graph& graph) {
    std::set<NodeId> inputs;
    for (const NodeId id : graph.weightedNodes()) {
        inputs.insert(graph.node(id).inputs.front());
    }
    return {inputs.begin(), inputs.end()};
}

}  // namespace secateur
