#include "core/analysis/reconstruction.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <functional>

#include "core/base/random.h"
#include "core/data/memory_dataset.h"
#include "core/exec/float_executor.h"
#include "core/passes/fold_batchnorm.h"
#include "core/prune/channel_selection.h"
#include "core/prune/unstructured.h"
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

namespace {

/// Inputs (and a 1) of a layer at all positions, a row each, of group `group`.
at::Tensor inputRows(const Graph& graph, const std::string& layer, int64_t group,
                     const at::Tensor& images) {
    const Node& node = graph.node(graph.require(layer));
    const at::Tensor x = outputOf(graph, graph.node(node.inputs.front()).name, images);
    at::Tensor rows = x;
    if (const auto* conv = std::get_if<Conv2d>(&node.op)) {
        const int64_t each = conv->inChannels / conv->groups;
        const at::Tensor columns =
            at::im2col(x.narrow(1, group * each, each).contiguous(), conv->kernel, conv->dilation,
                       conv->padding, conv->stride);
        rows = columns.transpose(1, 2).reshape({-1, columns.size(1)});
    }
    return (node.hasParameter("bias") ? at::cat({rows, at::ones({rows.size(0), 1})}, 1) : rows)
        .to(at::kDouble);
}

at::Tensor columnOf(const Node& node, int64_t output) {
    const at::Tensor weights = node.parameter("weight")[output].reshape({-1});
    return (node.hasParameter("bias")
                ? at::cat({weights, node.parameter("bias")[output].reshape({1})})
                : weights)
        .to(at::kDouble);
}

/// What is made least for one output, and the weights (and the bias) that do, by an exact solver on
/// those that are not cut.
struct ExactColumn {
    at::Tensor solution;
    std::function<double(const at::Tensor& column)> loss;
};

ExactColumn exactColumn(const Graph& whole, const Graph& made, const Graph& cut,
                        const std::string& layer, int64_t output, const at::Tensor& images) {
    const Node& node = cut.node(cut.require(layer));
    const auto* conv = std::get_if<Conv2d>(&node.op);
    const int64_t groups = conv == nullptr ? 1 : conv->groups;
    const int64_t group = output * groups / node.parameter("weight").size(0);
    const at::Tensor x = inputRows(made, layer, group, images);
    const at::Tensor start = columnOf(node, output);
    const at::Tensor y = at::mv(inputRows(whole, layer, group, images),
                                columnOf(whole.node(whole.require(layer)), output));
    at::Tensor free = start.ne(0);
    if (node.hasParameter("bias")) {
        free[free.numel() - 1] = true;
    }
    const at::Tensor kept = free.nonzero().reshape({-1});
    const at::Tensor some = x.index_select(1, kept);
    const double ridge = 1e-3 * at::matmul(x.t(), x).diagonal().mean().item<double>() + 1e-30;
    const at::Tensor gram = at::matmul(some.t(), some) + ridge * at::eye(kept.numel(), at::kDouble);
    const at::Tensor change = at::linalg_solve(gram, at::mv(some.t(), y - at::mv(x, start)));
    return {
        start.index_add(0, kept, change), [=](const at::Tensor& column) {
            return ((y - at::mv(x, column)).pow(2).sum() + ridge * (column - start).pow(2).sum())
                .item<double>();
        }};
}

Masks smallest(const Graph& graph, double amount) {
    return rankedMasks(graph, amount, {}, Ranking(PruneCriterion::L1, 0, nullptr));
}

}  // namespace

TEST_CASE("what is left of a layer's weights is the least-squares solution", "[reconstruction]") {
    const at::NoGradGuard noGrad;
    for (const bool residual : {false, true}) {
        const Graph whole = residual ? invertedResidual() : tinyNetwork();
        const int64_t side = whole.input().height;
        const MemoryDataset images = noiseImages(60, side);
        const CalibrationImages calibration = calibrationOn(images, 16);
        const Masks masks = smallest(whole, 0.5);
        const Graph cut = applyMasks(whole, masks);
        const Reconstruction made = reconstructed(whole, masks, calibration, 1, {});
        REQUIRE(made.layers.size() >= 3);
        for (const ReconstructedLayer& layer : made.layers) {
            INFO(layer.layer);
            const Node& node = made.graph.node(made.graph.require(layer.layer));
            for (int64_t output = 0; output < node.parameter("weight").size(0); ++output) {
                const ExactColumn exact =
                    exactColumn(whole, made.graph, cut, layer.layer, output, batchOf(calibration));
                const at::Tensor ours = columnOf(node, output);
                CHECK((ours - exact.solution).abs().max().item<double>() <
                      2e-3 * std::max(1.0, exact.solution.abs().max().item<double>()));
                CHECK(exact.loss(ours) <= exact.loss(exact.solution) * (1 + 1e-5) + 1e-6);
            }
        }
    }
}

TEST_CASE("no layer that lost weights is further from what it made, and zeros stay",
          "[reconstruction]") {
    const at::NoGradGuard noGrad;
    const MemoryDataset images = noiseImages(24, 12);
    const CalibrationImages calibration = calibrationOn(images, 8);
    int better = 0;
    int layers = 0;
    for (uint64_t seed = 0; seed < 30; ++seed) {
        const Graph whole = randomGraph(seed);
        const Masks masks = smallest(whole, 0.6);
        const Reconstruction made = reconstructed(whole, masks, calibration, 2, {});
        const Reconstruction again = reconstructed(whole, masks, calibration, 1, {});
        INFO("seed " << seed);
        for (const ReconstructedLayer& layer : made.layers) {
            INFO(layer.layer);
            CHECK(layer.after <= layer.before + 1e-9);
            better += layer.after < 0.9 * layer.before ? 1 : 0;
            ++layers;
            const at::Tensor& weight =
                made.graph.node(made.graph.require(layer.layer)).parameter("weight");
            const at::Tensor& mask = masks.at(layer.layer + ".weight");
            CHECK(weight.masked_select(mask.eq(0)).eq(0).all().item<bool>());
            CHECK(weight.equal(
                again.graph.node(again.graph.require(layer.layer)).parameter("weight")));
        }
        const Masks none;
        CHECK(reconstructed(whole, none, calibration, 1, {}).layers.empty());
    }
    CHECK(layers > 50);
    CHECK(better > layers / 2);
}

namespace {

/// Mean and deviation of an output before its activation, over the images.
std::pair<double, double> momentsOf(const Graph& graph, const std::string& layer, int64_t output,
                                    const at::Tensor& images) {
    const Node& node = graph.node(graph.require(layer));
    const auto* conv = std::get_if<Conv2d>(&node.op);
    const int64_t groups = conv == nullptr ? 1 : conv->groups;
    const int64_t group = output * groups / node.parameter("weight").size(0);
    const at::Tensor values =
        at::mv(inputRows(graph, layer, group, images), columnOf(node, output));
    return {values.mean().item<double>(), values.std(/*unbiased=*/false).item<double>()};
}

}  // namespace

TEST_CASE("a cut of a folded network gets the means and deviations of the whole one",
          "[reconstruction]") {
    const at::NoGradGuard noGrad;
    for (const bool channels : {false, true}) {
        for (const bool residual : {false, true}) {
            const Graph whole = foldBatchNorm(residual ? invertedResidual() : tinyNetwork());
            const MemoryDataset images = noiseImages(40, whole.input().height);
            const CalibrationImages calibration = calibrationOn(images, 16);
            const ChannelRemoval removal = channels ? half(whole) : ChannelRemoval();
            const Graph cut =
                channels ? slimChannels(whole, removal) : applyMasks(whole, smallest(whole, 0.5));
            const Graph made = realigned(whole, cut, removal, calibration, 2, {});
            const at::Tensor batch = batchOf(calibration);
            int compared = 0;
            int repaired = 0;
            for (const NodeId id : whole.weightedNodes()) {
                const std::string& layer = whole.node(id).name;
                const auto found = removal.find(id);
                const at::Tensor kept =
                    stays(whole.node(id).parameter("weight").size(0),
                          found == removal.end() ? std::vector<int64_t>() : found->second.outputs);
                for (int64_t o = 0; o < kept.numel(); ++o) {
                    INFO(layer << " " << o);
                    const auto wanted = momentsOf(whole, layer, kept[o].item<int64_t>(), batch);
                    const auto before = momentsOf(cut, layer, o, batch);
                    const auto after = momentsOf(made, layer, o, batch);
                    if (before.second > 0.01 * wanted.second) {
                        CHECK(after.first == Approx(wanted.first).margin(1e-4));
                        CHECK(after.second == Approx(wanted.second).epsilon(1e-3));
                        ++compared;
                        repaired += std::abs(before.first - wanted.first) > 0.01 ? 1 : 0;
                    }
                }
                const at::Tensor& weight = made.node(made.require(layer)).parameter("weight");
                const at::Tensor& was = cut.node(cut.require(layer)).parameter("weight");
                CHECK(weight.ne(0).equal(was.ne(0)));
            }
            CHECK(compared > 10);
            CHECK(repaired > 5);
        }
    }
}

}  // namespace secateur::test
