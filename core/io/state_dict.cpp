#include "core/io/state_dict.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/io/weight_names.h"

namespace secateur {

namespace {

constexpr const char* kVariance = "running_var";

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

Graph loadStateDict(const Graph& graph, const StateDict& state, const NameMatch& match,
                    const std::string& source, Values values) {
    const NamedTensors tensors = namedTensors(state);
    Graph loaded = graph;
    for (NodeId id = 0; id < loaded.size(); ++id) {
        Node& node = loaded.node(id);
        for (Parameter& parameter : node.parameters) {
            const auto given = match.inFile.find(node.name + "." + parameter.slot);
            parameter.value = given == match.inFile.end()
                                  ? parameter.value.clone(at::MemoryFormat::Contiguous)
                                  : converted(parameter.value, tensors.at(given->second));
        }
    }
    if (values == Values::Sound) {
        requireSoundValues(loaded, source);
    }
    return loaded;
}

Graph loadStateDict(const Graph& graph, const StateDict& state, const std::string& source,
                    Values values) {
    const NameMatch match = matchNames(graph, state);
    if (!match.problems.empty()) {
        refuseMisfit(source, graph.spec.name, match, kMisfitLines);
    }
    return loadStateDict(graph, state, match, source, values);
}

}  // namespace secateur
