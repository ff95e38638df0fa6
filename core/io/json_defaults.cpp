#include "core/io/json_defaults.h"

#include <functional>
#include <map>

#include "core/graph/op.h"

namespace secateur {

namespace {

using nlohmann::json;

const json& nodeDefaults() {
    static const json defaults{{"role", ""}};
    return defaults;
}

const json& attributeDefaults(const std::string& op) {
    static const json fusing{{"fused", nullptr}};
    static const std::map<std::string, json> defaults{
        {"conv2d",
         {{"stride", {1, 1}},
          {"padding", {0, 0}},
          {"groups", 1},
          {"dilation", {1, 1}},
          {"fused", nullptr}}},
        {"linear", fusing},
        {"add", fusing},
        {"activation",
         {{"slope", Activation().slope}, {"low", Activation().low}, {"high", Activation().high}}},
        {"max_pool2d", {{"ceil_mode", false}}},
        {"avg_pool2d", {{"ceil_mode", false}, {"count_include_pad", true}}}};
    static const json none = json::object();
    const auto found = defaults.find(op);
    return found == defaults.end() ? none : found->second;
}

const json& parameterDefaults() {
    static const json defaults{{"trainable", true}};
    return defaults;
}

const json& quantDefaults() {
    static const json defaults{{"quant_min", 0}, {"quant_max", 255}};
    return defaults;
}

using Change = std::function<void(json& object, const json& defaults)>;

void forEachObject(json& graph, const Change& change) {
    if (!graph.is_object() || !graph.contains("nodes") || !graph["nodes"].is_array()) {
        return;
    }
    for (json& node : graph["nodes"]) {
        if (!node.is_object()) {
            continue;
        }
        change(node, nodeDefaults());
        if (node.contains("attributes") && node.contains("op") && node["op"].is_string()) {
            change(node["attributes"], attributeDefaults(node["op"].get<std::string>()));
        }
        if (node.contains("quant")) {
            change(node["quant"], quantDefaults());
        }
        if (node.contains("parameters") && node["parameters"].is_array()) {
            for (json& parameter : node["parameters"]) {
                change(parameter, parameterDefaults());
            }
        }
    }
}

}  // namespace

void dropDefaults(json& graph) {
    forEachObject(graph, [](json& object, const json& defaults) {
        for (const auto& [key, value] : defaults.items()) {
            if (object.contains(key) && object[key] == value) {
                object.erase(key);
            }
        }
    });
}

void addDefaults(json& graph) {
    forEachObject(graph, [](json& object, const json& defaults) {
        for (const auto& [key, value] : defaults.items()) {
            if (object.is_object() && !object.contains(key)) {
                object[key] = value;
            }
        }
    });
}

}  // namespace secateur
