#pragma once

#include <QMouseEvent>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "core/graph/cost.h"
#include "core/stages/layer_ranges.h"
#include "ui/histograms/network_layers.h"

namespace secateur {

inline Histogram histogramOf(const std::vector<float>& values, int bins = 2048) {
    Histogram histogram(bins);
    histogram.add(values.data(), static_cast<int64_t>(values.size()));
    return histogram;
}

inline WeightHistogram weightsOf(const std::string& layer,
                                 const std::vector<std::vector<float>>& channels) {
    WeightHistogram weights;
    weights.layer = layer;
    for (const std::vector<float>& values : channels) {
        weights.all.add(values.data(), static_cast<int64_t>(values.size()));
        weights.perChannel.push_back(histogramOf(values, 128));
        weights.channels.push_back(
            {weights.perChannel.back().minimum(), weights.perChannel.back().maximum()});
    }
    return weights;
}

inline std::vector<float> normalValues(int count, double deviation, unsigned seed,
                                       double pruned = 0.0) {
    std::mt19937 engine(seed);
    std::normal_distribution<double> normal(0.0, deviation);
    std::uniform_real_distribution<double> share(0.0, 1.0);
    std::vector<float> values(static_cast<size_t>(count));
    for (float& value : values) {
        const double drawn = normal(engine);
        value = share(engine) < pruned ? 0.0F : static_cast<float>(drawn);
    }
    return values;
}

inline LayerCost node(NodeId id, const std::string& name, Op op, std::vector<NodeId> inputs,
                      const std::string& block) {
    LayerCost layer;
    layer.node = id;
    layer.name = name;
    layer.op = std::move(op);
    layer.inputs = std::move(inputs);
    layer.block = block;
    return layer;
}

inline Conv2d conv(int64_t in, int64_t out) {
    Conv2d op;
    op.inChannels = in;
    op.outChannels = out;
    return op;
}

inline Linear linear(int64_t in, int64_t out) {
    Linear op;
    op.inFeatures = in;
    op.outFeatures = out;
    return op;
}

/// input, conv1 with bn1 and relu1, conv2 (no activation), add, pool, flatten, linear.
inline std::shared_ptr<const GraphCost> sampleNetwork() {
    auto network = std::make_shared<GraphCost>();
    network->layers = {node(0, "input", Input{3, 32, 32}, {}, ""),
                       node(1, "conv1", conv(3, 8), {0}, "stem"),
                       node(2, "bn1", BatchNorm2d{8}, {1}, "stem"),
                       node(3, "relu1", Activation{ActivationKind::Relu6}, {2}, "stem"),
                       node(4, "conv2", conv(8, 8), {3}, "block1"),
                       node(5, "add", Add{}, {3, 4}, "block1"),
                       node(6, "pool", GlobalAvgPool{}, {5}, "head"),
                       node(7, "flatten", Flatten{}, {6}, "head"),
                       node(8, "linear", linear(8, 10), {7}, "head")};
    return network;
}

/// Quantization's choice for an output: affine, a reason that nothing else gives.
inline RangeChoice outputChoice(const std::string& layer, const ClipRange& range, int bits,
                                const std::string& reason) {
    RangeChoice choice;
    choice.layer = layer;
    choice.scheme = {false, bits};
    choice.range = representable(range, choice.scheme);
    choice.params = affineParams(choice.range.low, choice.range.high, (int64_t{1} << bits) - 1);
    choice.reason = reason;
    choice.automatic = choice.range;
    choice.automaticReason = reason;
    return choice;
}

inline RangeChoice weightChoice(const std::string& layer, std::vector<double> scales,
                                bool perChannel) {
    RangeChoice choice;
    choice.layer = layer;
    choice.weights = true;
    choice.scheme = {true, 8};
    choice.perChannel = perChannel;
    choice.params = {*std::max_element(scales.begin(), scales.end()), 0, -127, 127};
    choice.range = {choice.params.realMin(), choice.params.realMax()};
    choice.scales = std::move(scales);
    choice.reason = perChannel ? "min-max, per channel" : "min-max, per tensor";
    choice.automatic = choice.range;
    choice.automaticReason = choice.reason;
    return choice;
}

/// As the platform sends it: offscreen, QTest::mouseMove has no pressed button.
inline void sendMouse(QWidget& widget, QEvent::Type type, const QPointF& position) {
    const bool move = type == QEvent::MouseMove;
    QMouseEvent event(
        type, position, widget.mapToGlobal(position), move ? Qt::NoButton : Qt::LeftButton,
        type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

inline void dragMouse(QWidget& widget, const QPointF& from, const QPointF& to) {
    sendMouse(widget, QEvent::MouseButtonPress, from);
    sendMouse(widget, QEvent::MouseMove, (from + to) / 2);
    sendMouse(widget, QEvent::MouseMove, to);
    sendMouse(widget, QEvent::MouseButtonRelease, to);
}

}  // namespace secateur
