#include "core/io/state_dict.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/io/tensor_bytes.h"

namespace secateur {

namespace {

constexpr const char* kParallelPrefix = "module.";
constexpr const char* kBatchCounter = "num_batches_tracked";
constexpr const char* kVariance = "running_var";

/// Tensors by name, without the prefix that torch.nn.DataParallel puts before every name.
NamedTensors withoutPrefix(const StateDict& state) {
    const std::string prefix = kParallelPrefix;
    const bool prefixed =
        std::all_of(state.tensors.begin(), state.tensors.end(),
                    [&](const auto& entry) { return entry.first.starts_with(prefix); });
    NamedTensors tensors;
    for (const auto& [name, tensor] : state.tensors) {
        tensors[prefixed ? name.substr(prefix.size()) : name] = tensor;
    }
    return tensors;
}

/// Old files keep the counter as a tensor of one element; only there is the shape no matter.
bool shapesAgree(const Parameter& parameter, const at::Tensor& given) {
    if (parameter.slot == kBatchCounter) {
        return given.numel() == 1;
    }
    return parameter.value.sizes() == given.sizes();
}

/// Why `given` cannot become `parameter`, or an empty string.
std::string disagreement(const Parameter& parameter, const at::Tensor& given) {
    if (!shapesAgree(parameter, given)) {
        return fmt::format("expected {}, got {}", shapeText(parameter.value.sizes()),
                           shapeText(given.sizes()));
    }
    if (parameter.value.is_floating_point() && !given.is_floating_point()) {
        return fmt::format("expected a floating-point tensor, got {}",
                           at::toString(given.scalar_type()));
    }
    return "";
}

/// A fresh contiguous tensor; the type is float32 for what is floating, else the parameter's.
at::Tensor converted(const at::Tensor& expected, const at::Tensor& given) {
    const at::ScalarType type = expected.is_floating_point() ? at::kFloat : expected.scalar_type();
    return given.detach()
        .to(at::kCPU, type)
        .reshape(expected.sizes())
        .clone(at::MemoryFormat::Contiguous);
}

bool hasNonFinite(const at::Tensor& tensor) {
    return tensor.is_floating_point() && !at::isfinite(tensor).all().item<bool>();
}

/// One line for every tensor that is missing, misshaped or extra.
std::string mismatches(const Graph& graph, const NamedTensors& tensors) {
    std::string lines;
    std::set<std::string> known;
    for (const Node& node : graph.nodes()) {
        for (const Parameter& parameter : node.parameters) {
            if (!parameter.value.defined() || parameter.value.is_quantized()) {
                throw Error(ErrorCode::Internal, "the network has no float parameter to load into",
                            {node.name + "." + parameter.slot, "", ""});
            }
            const std::string name = node.name + "." + parameter.slot;
            known.insert(name);
            const auto given = tensors.find(name);
            if (given != tensors.end()) {
                const std::string reason = disagreement(parameter, given->second);
                lines += reason.empty() ? "" : fmt::format("\n{}: {}", name, reason);
            } else if (parameter.slot != kBatchCounter) {
                lines += fmt::format("\n{}: missing, expected {}", name,
                                     shapeText(parameter.value.sizes()));
            }
        }
    }
    for (const auto& [name, tensor] : tensors) {
        if (!known.contains(name)) {
            lines +=
                fmt::format("\n{}: not in the network, got {}", name, shapeText(tensor.sizes()));
        }
    }
    return lines;
}

}  // namespace

const at::Tensor* StateDict::find(const std::string& name) const {
    const auto found = std::find_if(tensors.begin(), tensors.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    return found == tensors.end() ? nullptr : &found->second;
}

NamedTensors namedTensors(const StateDict& state) {
    return {state.tensors.begin(), state.tensors.end()};
}

void requireSoundValues(const Graph& graph, const std::string& source) {
    std::string nonFinite;
    std::string negative;
    for (const Node& node : graph.nodes()) {
        for (const Parameter& parameter : node.parameters) {
            const std::string name = node.name + "." + parameter.slot;
            if (hasNonFinite(parameter.value)) {
                nonFinite += (nonFinite.empty() ? "" : ", ") + name;
            } else if (parameter.slot == kVariance &&
                       at::lt(parameter.value, 0).any().item<bool>()) {
                negative += (negative.empty() ? "" : ", ") + name;
            }
        }
    }
    if (!nonFinite.empty()) {
        throw Error(ErrorCode::CorruptData, "tensors with infinite or not-a-number values",
                    {source, "", nonFinite});
    }
    if (!negative.empty()) {
        throw Error(ErrorCode::CorruptData, "variances of batch normalisation below zero",
                    {source, "", negative});
    }
}

Graph loadStateDict(const Graph& graph, const StateDict& state, const std::string& source,
                    Values values) {
    const NamedTensors tensors = withoutPrefix(state);
    const std::string lines = mismatches(graph, tensors);
    if (!lines.empty()) {
        throw Error(ErrorCode::Mismatch, fmt::format("{} does not fit the network {}:{}", source,
                                                     graph.spec.name, lines));
    }
    Graph loaded = graph;
    for (NodeId id = 0; id < loaded.size(); ++id) {
        Node& node = loaded.node(id);
        for (Parameter& parameter : node.parameters) {
            const auto given = tensors.find(node.name + "." + parameter.slot);
            parameter.value = given == tensors.end()
                                  ? parameter.value.clone(at::MemoryFormat::Contiguous)
                                  : converted(parameter.value, given->second);
        }
    }
    if (values == Values::Sound) {
        requireSoundValues(loaded, source);
    }
    return loaded;
}

}  // namespace secateur
