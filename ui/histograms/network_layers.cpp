#include "ui/histograms/network_layers.h"

#include <algorithm>

namespace secateur {

namespace {

bool isWeighted(const Op& op) {
    return std::holds_alternative<Conv2d>(op) || std::holds_alternative<Linear>(op);
}

/// Nodes whose output has the scale of their input, or that are folded into it.
bool followsInput(const Op& op) {
    return movesValues(op) || std::holds_alternative<BatchNorm2d>(op) ||
           std::holds_alternative<Activation>(op) || std::holds_alternative<Dropout>(op);
}

const LayerCost* find(const GraphCost& network, const QString& name) {
    const std::string wanted = name.toStdString();
    const auto found = std::find_if(network.layers.begin(), network.layers.end(),
                                    [&](const LayerCost& layer) { return layer.name == wanted; });
    return found == network.layers.end() ? nullptr : &*found;
}

}  // namespace

QStringList rangedLayers(const GraphCost& network, ClipTarget target,
                         const ActivationHistograms* histograms) {
    QStringList names;
    for (const LayerCost& layer : network.layers) {
        const bool wanted = target == ClipTarget::Weights ? isWeighted(layer.op)
                            : histograms != nullptr
                                ? histograms->count(layer.name) > 0 && !movesValues(layer.op)
                                : !followsInput(layer.op);
        if (wanted) {
            names << QString::fromStdString(layer.name);
        }
    }
    return names;
}

QString rangedLayerOf(const GraphCost& network, const QStringList& layers, const QString& node) {
    const LayerCost* layer = find(network, node);
    while (layer != nullptr) {
        const QString name = QString::fromStdString(layer->name);
        if (layers.contains(name)) {
            return name;
        }
        if (!followsInput(layer->op) || layer->inputs.empty()) {
            return {};
        }
        layer = &network.layers[static_cast<size_t>(layer->inputs.front())];
    }
    return {};
}

QString blockOf(const GraphCost& network, const QString& layer) {
    const LayerCost* found = find(network, layer);
    return found == nullptr ? QString() : QString::fromStdString(found->block);
}

}  // namespace secateur
