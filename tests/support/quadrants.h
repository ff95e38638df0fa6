#pragma once

#include <memory>
#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "core/data/memory_dataset.h"
#include "core/graph/builder.h"

/// A data set that a tiny network learns in a second, and that network.
namespace secateur::test {

inline constexpr int64_t kImages = 64;

/// Four classes of 3x8x8 images: class k is bright in quadrant k, with noise.
inline ImageData quadrantImages() {
    Random random(11);
    std::vector<uint8_t> pixels(kImages * 64 * 3);
    std::vector<uint8_t> labels;
    for (int64_t i = 0; i < kImages; ++i) {
        const int64_t label = i % 4;
        labels.push_back(static_cast<uint8_t>(label));
        for (int64_t c = 0; c < 3; ++c) {
            for (int64_t y = 0; y < 8; ++y) {
                for (int64_t x = 0; x < 8; ++x) {
                    const bool bright = (y / 4) * 2 + x / 4 == label;
                    pixels[static_cast<size_t>((i * 64 + y * 8 + x) * 3 + c)] =
                        static_cast<uint8_t>(random.below(60) + (bright ? 150 : 0));
                }
            }
        }
    }
    ImageData data;
    data.name = "quadrants";
    data.digest = "quadrants-11";
    data.classNames = {"0", "1", "2", "3"};
    data.normalisation = {{0.3, 0.3, 0.3}, {0.25, 0.25, 0.25}};
    data.train = std::make_shared<MemoryDataset>(MemoryDataset::Shape{3, 8, 8}, pixels, labels);
    data.test = data.train;
    return data;
}

inline std::vector<int64_t> allIndices() {
    std::vector<int64_t> indices(kImages);
    std::iota(indices.begin(), indices.end(), 0);
    return indices;
}

inline Graph tinyNetwork() {
    GraphBuilder b({"test", 3, 4, 8, 8, "relu"}, 2);
    NodeId x = b.conv("conv1", b.input(), 8, 3);
    x = b.activation("act1", b.batchNorm("bn1", x), ActivationKind::Relu);
    x = b.activation("act2", b.batchNorm("bn2", b.conv("conv2", x, 8, 3, 4)), ActivationKind::Relu);
    b.linear("linear", b.flatten("flat", x), 4);
    Graph graph = b.finish();
    // The linear layer reads 8 channels of 2x2.
    Node& linear = graph.node(graph.output());
    linear.op = Linear{32, 4, true, {}};
    linear.setParameter("weight", at::arange(128, at::kFloat).view({4, 32}).sin().mul(0.1));
    return graph;
}

}  // namespace secateur::test
