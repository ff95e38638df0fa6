#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/analysis/sensitivity_curve.h"
#include "core/graph/cost.h"

namespace secateur::made_up {

inline void addLayer(GraphCost& cost, const std::string& name, const std::string& block,
                     const std::string& role, int64_t weights) {
    LayerCost layer;
    layer.node = static_cast<NodeId>(cost.layers.size());
    layer.name = name;
    layer.block = block;
    layer.role = role;
    layer.op = Conv2d{};
    layer.weights = weights;
    layer.parameters = weights;
    cost.weights += weights;
    cost.parameters += weights;
    cost.layers.push_back(layer);
}

/// The convolutions of MobileNetV2 for CIFAR-10 and its linear layer: 58 with weights.
inline std::shared_ptr<const GraphCost> mobileNet() {
    auto cost = std::make_shared<GraphCost>();
    addLayer(*cost, "conv1", "stem", "stem", 3 * 32 * 9);
    const std::array<std::array<int, 4>, 7> stages{{{1, 16, 1, 1},
                                                    {6, 24, 2, 1},
                                                    {6, 32, 3, 2},
                                                    {6, 64, 4, 2},
                                                    {6, 96, 3, 1},
                                                    {6, 160, 3, 2},
                                                    {6, 320, 1, 1}}};
    int64_t in = 32;
    int index = 0;
    for (const auto& [expansion, width, repeats, stride] : stages) {
        for (int repeat = 0; repeat < repeats; ++repeat, ++index) {
            const std::string name = "layers." + std::to_string(index);
            const std::string block = "block " + std::to_string(index + 1);
            const int64_t hidden = in * expansion;
            addLayer(*cost, name + ".conv1", block, "expand", in * hidden);
            addLayer(*cost, name + ".conv2", block, "depthwise", hidden * 9);
            addLayer(*cost, name + ".conv3", block, "project", hidden * width);
            if ((repeat > 0 || stride == 1) && in != width) {
                addLayer(*cost, name + ".shortcut.0", block, "shortcut", in * width);
            }
            in = width;
        }
    }
    addLayer(*cost, "conv2", "head", "head", in * 1280);
    addLayer(*cost, "linear", "head", "", 1280 * 10);
    return cost;
}

/// A point that loses `lost` of `count` images and gains `gained`; 9,000 of 10,000 are right
/// before.
inline SensitivityPoint point(const std::string& layer, double ratio, int64_t lost,
                              int64_t gained = 0, int64_t count = 10000) {
    SensitivityPoint p;
    p.target = Target::fromText(layer, Grouping::Layer);
    p.level.number = ratio;
    p.count = count;
    p.lost = lost;
    p.gained = gained;
    p.correct = count * 9 / 10 - lost + gained;
    return p;
}

/// Only the numbers.
inline std::map<std::string, double> numbersOf(const std::map<std::string, SafeLevel>& levels) {
    std::map<std::string, double> numbers;
    for (const auto& [name, safe] : levels) {
        numbers[name] = safe.level.number;
    }
    return numbers;
}

/// Safe shares beyond which others were tried.
inline std::map<std::string, SafeLevel> safeShares(const std::map<std::string, double>& numbers) {
    std::map<std::string, SafeLevel> levels;
    for (const auto& [name, number] : numbers) {
        levels[name] = {{number}};
    }
    return levels;
}

inline std::vector<double> evenRatios(int count) {
    std::vector<double> ratios;
    for (int i = 1; i <= count; ++i) {
        ratios.push_back(std::round(1000.0 * i * 0.95 / count) / 1000.0);
    }
    return ratios;
}

/// Curves as sweeps give them: flat, then a knee; depthwise and early layers break first.
inline std::vector<SensitivityPoint> sweep(const GraphCost& network,
                                           const std::vector<double>& ratios) {
    std::vector<SensitivityPoint> points;
    const auto add = [&](const std::string& layer, double knee, double steepness) {
        for (const double ratio : ratios) {
            const double x = steepness * (ratio - knee);
            const double drop =
                0.8 / (1.0 + std::exp(-x)) - 0.8 / (1.0 + std::exp(steepness * knee));
            const auto lost = static_cast<int64_t>(10000 * std::max(0.0, drop)) + 12;
            points.push_back(point(layer, ratio, lost, 10));
        }
    };
    add("global", 0.72, 14.0);
    for (size_t i = 0; i < network.layers.size(); ++i) {
        const LayerCost& layer = network.layers[i];
        const double depth = static_cast<double>(i) / static_cast<double>(network.layers.size());
        const double base = layer.role == "depthwise" ? 0.75 : layer.role == "stem" ? 0.6 : 0.95;
        add(layer.name, base + 0.25 * depth + 0.06 * std::sin(2.3 * static_cast<double>(i)), 16.0);
    }
    return points;
}

}  // namespace secateur::made_up
