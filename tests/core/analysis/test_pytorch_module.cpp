#include "core/io/pytorch_module.h"

#include <fmt/format.h>

#include <sstream>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/exec/float_executor.h"
#include "core/graph/builder.h"
#include "core/io/checkpoint.h"
#include "core/models/registry.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/slim_channels.h"
#include "core/prune/channel_groups.h"
#include "core/prune/channel_selection.h"
#include "tests/support/catch.h"
#include "tests/support/hand_graph.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_norms.h"
#include "tests/support/scratch.h"

using namespace secateur;

namespace {

constexpr int64_t kCount = 3;
/// Of float32 sums in another order, over the 80 layers of a network with random parameters.
constexpr double kRounding = 3e-5;

/// As in the peer script.
at::Tensor parityInput(const Input& input) {
    const at::Tensor order =
        at::arange(kCount * input.channels * input.height * input.width, at::kLong);
    const at::Tensor flat = order.mul(37).remainder(255).to(at::kFloat).div(127).sub(1);
    const at::Tensor contrast =
        at::arange(1, kCount + 1, at::kFloat).div(2).view({kCount, 1, 1, 1});
    return flat.view({kCount, input.channels, input.height, input.width}).mul(contrast);
}

Graph sample(const std::string& model, int64_t side) {
    Graph graph = buildModel({model, 3, 10, side, side, ""}, 5);
    test::randomiseNorms(graph, parityInput(graph.input()), 17);
    return graph;
}

/// Compares the module's logits in PyTorch with ours, relative to the largest.
void check(const Graph& graph, double moves = 0.9) {
    INFO(graph.spec.name);
    const test::Scratch folder;
    const PytorchModule module = pytorchModule(graph, {"a \"note\" \\ of\nseveral", "lines"});
    writeFile(folder / "network.py", module.source.data(), module.source.size());
    writeFile(folder / "network.pth", module.weights.data(), module.weights.size());
    const at::Tensor images = parityInput(graph.input());
    std::istringstream lines(test::peerOutput(
        "exported_module.py", fmt::format("\"{}\" {} {} {} {}", folder / ".", kCount,
                                          graph.input().channels, graph.input().height, moves)));
    std::vector<float> numbers;
    for (double number = 0; lines >> number;) {
        numbers.push_back(static_cast<float>(number));
    }
    const at::Tensor ours = FloatExecutor(graph).run(images);
    REQUIRE(static_cast<int64_t>(numbers.size()) == ours.numel());
    const at::Tensor theirs = at::tensor(numbers).view(ours.sizes());
    CHECK((ours - theirs).abs().max().item<double>() <
          kRounding * std::max(1.0, ours.abs().max().item<double>()));
}

/// Without nodes that lead nowhere: a training moves all parameters.
Graph withoutDeadEnds(const Graph& graph) {
    std::vector<bool> alive(static_cast<size_t>(graph.size()));
    alive.back() = true;
    for (NodeId id = graph.output(); id > 0; --id) {
        for (const NodeId input : graph.node(id).inputs) {
            alive[static_cast<size_t>(input)] =
                alive[static_cast<size_t>(input)] || alive[static_cast<size_t>(id)];
        }
    }
    Graph made;
    made.spec = graph.spec;
    std::vector<NodeId> newId(alive.size());
    for (NodeId id = 0; id < graph.size(); ++id) {
        if (id == 0 || alive[static_cast<size_t>(id)]) {
            Node node = graph.node(id);
            for (NodeId& input : node.inputs) {
                input = newId[static_cast<size_t>(input)];
            }
            newId[static_cast<size_t>(id)] = made.add(std::move(node));
        }
    }
    return made;
}

}  // namespace

TEST_CASE("an exported module has the graph's logits in PyTorch", "[peer]") {
    if (!test::havePeer("torch")) {
        test::notTested("python3-torch is not installed; exported modules were not run");
        return;
    }
    for (const char* model : {"mobilenet_v2_cifar", "vgg16_cifar", "resnet18_cifar",
                              "densenet121_cifar", "efficientnet_b0_cifar"}) {
        check(sample(model, 32));
    }
    for (const char* model : {"mobilenet_v2", "resnet18", "densenet121", "efficientnet_b0"}) {
        check(sample(model, 64));
    }
}

TEST_CASE("operations of imported networks have theirs too", "[peer]") {
    if (!test::havePeer("torch")) {
        test::notTested("python3-torch is not installed; exported modules were not run");
        return;
    }
    for (const uint64_t seed : {1, 9, 12, 13, 15}) {
        check(withoutDeadEnds(test::randomGraph(seed)), 0.75);  // a rectifier may let nothing pass
    }
    // Two nodes read the images.
    test::HandGraph g(3, 8);
    const NodeId a = g.conv("a", 0, 3, 4);
    const NodeId b = g.conv("b", 0, 3, 4);
    check(g.finish(g.add("sum", Add{}, {a, b}), 4));
}

TEST_CASE("a slimmed, a folded and an oddly named network have theirs too", "[peer]") {
    if (!test::havePeer("torch")) {
        test::notTested("python3-torch is not installed; exported modules were not run");
        return;
    }
    const Graph whole = sample("mobilenet_v2_cifar", 32);
    ChannelRecipe recipe;
    recipe.amount = 0.4;
    const auto groups = channelGroups(whole);
    check(slimChannels(whole, removalOf(whole, groups, selectChannels(whole, groups, recipe))));
    check(foldBatchNorm(whole));

    GraphBuilder b({"odd", 3, 4, 8, 8, ""}, 2);
    NodeId x = b.activation("x", b.batchNorm("class", b.conv("type", b.input(), 8, 3)),
                            ActivationKind::Silu);
    const NodeId inner = b.conv("a.b", x, 8, 3);
    x = b.add("self", inner, b.conv("a", x, 8, 3));
    x = b.conv("1x1 conv\n\"", b.conv("a.0.5", x, 8, 1), 8, 1);
    b.linear("a.7", b.flatten("F", b.globalAvgPool("torch", x)), 4);
    check(b.finish());
}

TEST_CASE("a written state is a checkpoint that this program reads") {
    Graph graph = sample("resnet18_cifar", 32);
    // As after a training, where all parameters are views of one tensor.
    const at::Tensor weight = graph.node(1).parameter("weight");
    graph.node(1).setParameter("weight",
                               at::cat({at::zeros({1000}), weight.flatten(), at::zeros({1000})})
                                   .narrow(0, 1000, weight.numel())
                                   .view(weight.sizes()));
    const test::Scratch folder;
    const PytorchModule module = pytorchModule(graph, {});
    writeFile(folder / "network.pth", module.weights.data(), module.weights.size());
    const auto expected = graph.stateDict();
    const StateDict state = readCheckpoint(folder / "network.pth");
    REQUIRE(state.tensors.size() == expected.size());
    const NamedTensors tensors = namedTensors(state);
    for (const auto& [name, value] : expected) {
        INFO(name);
        CHECK(tensors.at(name).equal(value));
    }
}

TEST_CASE("an INT8 network has no module") {
    Graph graph = sample("resnet18_cifar", 32);
    graph.node(1).quant = QuantParams{0.1, 0};
    CHECK_THROWS_AS(pytorchModule(graph, {}), Error);
}
