#include "core/analysis/reconstruction.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>

#include "core/base/random.h"
#include "core/data/memory_dataset.h"
#include "core/exec/float_executor.h"
#include "core/prune/channel_selection.h"
#include "tests/support/catch.h"
#include "tests/support/hand_graph.h"
#include "tests/support/quadrants.h"
#include "tests/support/random_graph.h"

namespace secateur::test {

namespace {

/// Images of noise, of any class.
MemoryDataset noiseImages(int64_t count, int64_t side) {
    Random random(3);
    std::vector<uint8_t> pixels(static_cast<size_t>(count * side * side * 3));
    for (uint8_t& pixel : pixels) {
        pixel = static_cast<uint8_t>(random.below(256));
    }
    return MemoryDataset({3, side, side}, pixels,
                         std::vector<uint8_t>(static_cast<size_t>(count), 0));
}

CalibrationImages calibrationOn(const MemoryDataset& images, int64_t batch) {
    CalibrationImages all{&images, {{0.5, 0.5, 0.5}, {0.25, 0.25, 0.25}}, {}, batch};
    for (int64_t i = 0; i < images.size(); ++i) {
        all.indices.push_back(i);
    }
    return all;
}

at::Tensor batchOf(const CalibrationImages& images) {
    return loadBatch(*images.dataset, images.normalisation, images.indices).images;
}

/// The outputs of `layer`.
at::Tensor outputOf(const Graph& graph, const std::string& layer, const at::Tensor& images) {
    const FloatExecutor executor(graph);
    FloatExecutor::Values values = executor.begin(images);
    const NodeId id = graph.require(layer);
    for (NodeId next = 1; next <= id; ++next) {
        executor.evaluate(next, values);
    }
    return values[static_cast<size_t>(id)];
}

/// The first half of every group that can be cut.
ChannelRemoval half(const Graph& graph) {
    const auto groups = channelGroups(graph);
    ChannelCut cut;
    for (const ChannelGroup& group : groups) {
        for (int64_t c = 0; group.fixed.empty() && c < group.width / 2; ++c) {
            cut[group.name].push_back(c);
        }
    }
    return removalOf(graph, groups, cut);
}

at::Tensor stays(int64_t count, const std::vector<int64_t>& removed) {
    std::vector<int64_t> kept;
    for (int64_t i = 0; i < count; ++i) {
        if (!std::binary_search(removed.begin(), removed.end(), i)) {
            kept.push_back(i);
        }
    }
    return at::tensor(at::ArrayRef<int64_t>(kept), at::kLong);
}

/// The network of the old width with the narrow one's weights in the layers that lost inputs, whose
/// other columns are zero.
Graph widened(const Graph& whole, const Graph& narrow, const ChannelRemoval& removal) {
    Graph wide = whole;
    for (const auto& [id, removed] : removal) {
        Node& node = wide.node(id);
        if (removed.inputs.empty() || !node.isWeighted()) {
            continue;
        }
        const Node& small = narrow.node(narrow.require(node.name));
        at::Tensor weight = at::zeros_like(node.parameter("weight"));
        const at::Tensor rows = stays(weight.size(0), removed.outputs);
        const at::Tensor columns = stays(weight.size(1), removed.inputs);
        const at::Tensor some =
            weight.index_select(0, rows).index_copy(1, columns, small.parameter("weight"));
        node.setParameter("weight", weight.index_copy(0, rows, some));
        if (node.hasParameter("bias")) {
            node.setParameter("bias",
                              node.parameter("bias").index_copy(0, rows, small.parameter("bias")));
        }
    }
    return wide;
}

}  // namespace

TEST_CASE("a channel that others make up for is no loss", "[reconstruction]") {
    // The second filter is twice the first: "b" can read the first alone.
    HandGraph g(3, 4);
    const NodeId filters = g.conv("a", 0, 3, 2);
    Graph whole = g.finish(g.conv("b", filters, 2, 3), 3);
    Node& a = whole.node(whole.require("a"));
    a.setParameter("weight",
                   at::tensor({0.5F, -0.25F, 1.0F, 1.0F, -0.5F, 2.0F}).view({2, 3, 1, 1}));
    const ChannelRemoval removal = removalOf(whole, channelGroups(whole), {{"a", {1}}});
    const MemoryDataset images = noiseImages(12, 4);
    const CalibrationImages calibration = calibrationOn(images, 5);
    const Graph slim = slimChannels(whole, removal);
    const Reconstruction made = reconstructed(whole, slim, removal, calibration, 2, {});
    REQUIRE(made.layers.size() == 1);
    CHECK(made.layers[0].layer == "b");
    CHECK(made.layers[0].before > 0.1);
    CHECK(made.layers[0].after < 1e-5);  // the ridge alone
    const at::Tensor weight = whole.node(whole.require("b")).parameter("weight");
    const at::Tensor expected = weight.select(1, 0) + 2 * weight.select(1, 1);
    CHECK((made.graph.node(made.graph.require("b")).parameter("weight").select(1, 0) - expected)
              .abs()
              .max()
              .item<double>() < 2e-3 * expected.abs().max().item<double>());
}

TEST_CASE("the weights are those of a least-squares solver", "[reconstruction]") {
    const at::NoGradGuard noGrad;
    const Graph whole = tinyNetwork();
    const ChannelRemoval removal = half(whole);
    const Graph slim = slimChannels(whole, removal);
    const MemoryDataset images = noiseImages(40, 8);
    const CalibrationImages calibration = calibrationOn(images, 16);
    const Reconstruction made = reconstructed(whole, slim, removal, calibration, 1, {});
    REQUIRE(made.layers.size() == 2);
    // The linear layer, last: by QR of [X 1; sqrt(r) I], which forms no normal equations.
    const at::Tensor batch = batchOf(calibration);
    const at::Tensor x =
        at::cat({outputOf(made.graph, "flat", batch), at::ones({40, 1})}, 1).to(at::kDouble);
    const Node& start = slim.node(slim.require("linear"));
    const at::Tensor w =
        at::cat({start.parameter("weight").t(), start.parameter("bias").unsqueeze(0)})
            .to(at::kDouble);
    const at::Tensor missed = outputOf(whole, "linear", batch).to(at::kDouble) - at::matmul(x, w);
    const double ridge = 1e-3 * at::matmul(x.t(), x).diagonal().mean().item<double>();
    const at::Tensor tall = at::cat({x, at::eye(x.size(1), at::kDouble) * std::sqrt(ridge)});
    const at::Tensor right = at::cat({missed, at::zeros({x.size(1), 4}, at::kDouble)});
    const auto [q, r] = at::linalg_qr(tall);
    const at::Tensor expected = w + at::linalg_solve(r, at::matmul(q.t(), right));
    const Node& found = made.graph.node(made.graph.require("linear"));
    const at::Tensor ours =
        at::cat({found.parameter("weight").t(), found.parameter("bias").unsqueeze(0)})
            .to(at::kDouble);
    CHECK((ours - expected).abs().max().item<double>() <
          1e-4 * expected.abs().max().item<double>());
    // What the report says of it.
    const at::Tensor y = outputOf(whole, "linear", batch).to(at::kDouble);
    CHECK(made.layers[1].before ==
          Approx((missed.pow(2).sum() / y.pow(2).sum()).item<double>()).epsilon(1e-4));
    CHECK(made.layers[1].after ==
          Approx(((y - at::matmul(x, expected)).pow(2).sum() / y.pow(2).sum()).item<double>())
              .epsilon(1e-3));
}

TEST_CASE("no layer is further from what it made than the cut left it", "[reconstruction]") {
    const at::NoGradGuard noGrad;
    const MemoryDataset images = noiseImages(24, 12);
    const CalibrationImages calibration = calibrationOn(images, 8);
    const at::Tensor batch = batchOf(calibration);
    int better = 0;
    int layers = 0;
    for (uint64_t seed = 0; seed < 30; ++seed) {
        const Graph whole = randomGraph(seed);
        const ChannelRemoval removal = half(whole);
        const Graph slim = slimChannels(whole, removal);
        const Reconstruction made = reconstructed(whole, slim, removal, calibration, 2, {});
        const Reconstruction again = reconstructed(whole, slim, removal, calibration, 1, {});
        INFO("seed " << seed);
        for (size_t i = 0; i < made.layers.size(); ++i) {
            const ReconstructedLayer& layer = made.layers[i];
            INFO(layer.layer);
            CHECK(layer.after <= layer.before + 1e-9);
            better += layer.after < 0.9 * layer.before ? 1 : 0;
            ++layers;
            const NodeId id = made.graph.require(layer.layer);
            CHECK(made.graph.node(id).parameter("weight").equal(
                again.graph.node(id).parameter("weight")));
        }
        if (made.layers.size() == 1) {  // then its outputs are compared in the networks themselves
            const std::string& layer = made.layers[0].layer;
            const RemovedChannels& removed = removal.at(whole.require(layer));
            if (removed.outputs.empty()) {
                const at::Tensor y = outputOf(whole, layer, batch);
                const auto missed = [&](const Graph& graph) {
                    return (outputOf(graph, layer, batch) - y).pow(2).sum().item<double>();
                };
                CHECK(missed(made.graph) <= missed(slim) * (1 + 1e-5));
            }
        }
        const at::Tensor masked = FloatExecutor(widened(whole, made.graph, removal)).run(batch);
        CHECK((FloatExecutor(made.graph).run(batch) - masked).abs().max().item<double>() <
              1e-4 * std::max(1.0, masked.abs().max().item<double>()));
    }
    CHECK(layers > 50);
    CHECK(better > layers / 2);
}

}  // namespace secateur::test
