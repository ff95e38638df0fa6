#include "core/analysis/shared_changes.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/json_text.h"
#include "core/io/safetensors.h"

namespace secateur {

namespace {

constexpr const char* kChanges = "secateur.changes";
constexpr const char* kSource = "the changes of rank 0";

std::string tensorName(size_t change, size_t node, const std::string& slot) {
    return fmt::format("{}.{}.{}", change, node, slot);
}

nlohmann::json describe(const OutputChange& change) {
    nlohmann::json json{{"low", change.low}, {"high", change.high}};
    if (change.params) {
        json["quant"] = {change.params->scale, change.params->zeroPoint, change.params->quantMin,
                         change.params->quantMax};
    }
    return json;
}

OutputChange outputChange(const nlohmann::json& json) {
    OutputChange change{json.at("low"), json.at("high"), {}};
    if (json.contains("quant")) {
        const nlohmann::json& quant = json.at("quant");
        change.params = QuantParams{quant.at(0), quant.at(1), quant.at(2), quant.at(3)};
    }
    return change;
}

}  // namespace

Bytes serializeChanges(const Graph& graph,
                       std::span<const std::vector<Replacement>* const> changes) {
    StateDict state;
    nlohmann::json all = nlohmann::json::array();
    for (size_t c = 0; c < changes.size(); ++c) {
        nlohmann::json nodes = nlohmann::json::array();
        for (const Replacement& replacement : *changes[c]) {
            nlohmann::json node{{"id", replacement.id}};
            if (replacement.node.change()) {
                node["output"] = describe(*replacement.node.change());
            }
            const Node& before = graph.node(replacement.id);
            for (const Parameter& p : replacement.node.node().parameters) {
                if (!p.value.equal(before.parameter(p.slot))) {
                    state.tensors.emplace_back(tensorName(c, nodes.size(), p.slot), p.value);
                    node["slots"].push_back(p.slot);
                }
            }
            nodes.push_back(std::move(node));
        }
        all.push_back(std::move(nodes));
    }
    state.metadata[kChanges] = jsonText(all);
    return serializeSafetensors(state);
}

std::vector<std::vector<Replacement>> parseChanges(const Graph& graph, const Bytes& bytes) {
    const StateDict state = parseSafetensors(bytes, kSource);
    const NamedTensors tensors = namedTensors(state);
    const nlohmann::json all = parseJson(state.metadata.at(kChanges), kSource);
    std::vector<std::vector<Replacement>> changes;
    for (size_t c = 0; c < all.size(); ++c) {
        std::vector<Replacement>& replacements = changes.emplace_back();
        for (size_t n = 0; n < all[c].size(); ++n) {
            const nlohmann::json& node = all[c][n];
            const NodeId id = node.at("id");
            Node changed = graph.node(id);
            for (const std::string slot : node.value("slots", nlohmann::json::array())) {
                changed.setParameter(slot, tensors.at(tensorName(c, n, slot)));
            }
            std::optional<OutputChange> output;
            if (node.contains("output")) {
                output = outputChange(node.at("output"));
            }
            replacements.push_back({id, PreparedNode(std::move(changed), output)});
        }
    }
    return changes;
}

}  // namespace secateur
