#include <fmt/format.h>

#include <algorithm>

#include "app/cli/command.h"
#include "core/graph/quantized_tensor.h"
#include "core/stages/data_fit.h"

namespace secateur::cli {

namespace {

std::string shapeText(const FeatureShape& shape) {
    return fmt::format("{}x{}x{}", shape[0], shape[1], shape[2]);
}

nlohmann::ordered_json layerJson(const LayerCost& layer) {
    return {{"name", layer.name},
            {"kind", layer.kind},
            {"block", layer.block},
            {"role", layer.role},
            {"input", layer.input},
            {"output", layer.output},
            {"parameters", layer.parameters},
            {"macs", layer.macs},
            {"sparsity", layer.sparsity()}};
}

/// What an INT8 network says of a layer: how its output is rounded, and its weight.
struct LayerSteps {
    LayerSteps(const Node& node) : output(node.quant) {
        if (node.hasIntegerWeight()) {
            const at::Tensor scales = storedScales(node.parameter("weight")).contiguous();
            weight.assign(scales.data_ptr<double>(), scales.data_ptr<double>() + scales.numel());
        }
    }

    void addTo(nlohmann::ordered_json& layer) const {
        if (output) {
            layer["scale"] = output->scale;
            layer["zero_point"] = output->zeroPoint;
            layer["integers"] = {output->quantMin, output->quantMax};
        }
        if (!weight.empty()) {
            layer["weight_scales"] = weight;
        }
    }

    std::string text() const {
        if (!output) {
            return "  float";
        }
        std::string line = fmt::format("  {:>10.4g} {:>5} {:>8}", output->scale, output->zeroPoint,
                                       fmt::format("{}..{}", output->quantMin, output->quantMax));
        if (!weight.empty()) {
            const auto [least, most] = std::minmax_element(weight.begin(), weight.end());
            line += fmt::format("  {:.4g}", *least) +
                    (*most > *least ? fmt::format("..{:.4g}", *most) : std::string());
        }
        return line;
    }

    std::optional<QuantParams> output;
    std::vector<double> weight;
};

void inspect(Session& session) {
    const Graph network = openNetwork(session, nullptr, session.common.study.empty());
    const GraphCost cost = costOn(
        network, session.common.study.empty() ? std::nullopt : newestImageSize(openStudy(session)));
    const FeatureShape input = cost.layers.front().output;
    session.output["model"] = network.spec.name;
    session.output["input"] = input;
    session.output["parameters"] = cost.parameters;
    session.output["macs"] = cost.macs;
    session.output["sparsity"] = cost.sparsity();
    session.output["layers"] = nlohmann::ordered_json::array();
    const std::string row = "{:<28} {:<12} {:<9} {:>13} {:>13} {:>10} {:>12} {:>8}";
    const bool int8 = network.quantized();
    session.print(fmt::format(fmt::runtime(row), "layer", "kind", "block", "input", "output",
                              "parameters", "MACs", "sparsity") +
                  (int8 ? "       scale  zero integers  weight scales" : ""));
    for (const LayerCost& layer : cost.layers) {
        const LayerSteps steps(network.node(layer.node));
        session.output["layers"].push_back(layerJson(layer));
        steps.addTo(session.output["layers"].back());
        session.print(
            fmt::format(fmt::runtime(row), layer.name, layer.kind, layer.block,
                        shapeText(layer.input), shapeText(layer.output), layer.parameters,
                        layer.macs,
                        layer.weights > 0 ? fmt::format("{:.1f} %", 100 * layer.sparsity()) : "") +
            (int8 ? steps.text() : ""));
    }
    session.print(
        fmt::format("{}: {} parameters, {:.2f} M MACs on {} images, sparsity of weights {:.2f} %",
                    network.spec.name, cost.parameters, static_cast<double>(cost.macs) / 1e6,
                    fmt::format("{}x{}", input[1], input[2]), 100 * cost.sparsity()));
}

}  // namespace

void addInspect(Commands& commands) {
    CLI::App* command =
        commands
            .add<std::monostate>("inspect",
                                 "the network's layers: kind, shapes, parameters, MACs, sparsity",
                                 [](Session& session, std::monostate) { inspect(session); })
            .first;
    addCommonOptions(*command, commands.common);
    command->add_flag("--allow-nonfinite", commands.common.allowNonFinite,
                      "also a network with values that are infinite or not a number, or with "
                      "negative variances, which every other command refuses");
}

}  // namespace secateur::cli
