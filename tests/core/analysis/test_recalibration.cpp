#include "core/train/recalibration.h"

#include <fmt/format.h>

#include <sstream>

#include "core/base/file.h"
#include "core/data/memory_dataset.h"
#include "core/graph/builder.h"
#include "core/io/pytorch_module.h"
#include "core/models/registry.h"
#include "tests/support/catch.h"
#include "tests/support/hand_graph.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"
#include "tests/support/scratch.h"

using namespace secateur;

namespace {

const Normalisation kHalves{{0.5, 0.5, 0.5}, {0.25, 0.25, 0.25}};

/// As in the peer script.
MemoryDataset waves(int64_t count, int64_t side) {
    std::vector<uint8_t> pixels;
    for (int64_t n = 0; n < count; ++n) {
        for (int64_t i = 0; i < side * side * 3; ++i) {
            pixels.push_back(static_cast<uint8_t>((37 * n + 11 * i + 5 * i * n) % 256));
        }
    }
    return MemoryDataset({3, side, side}, pixels,
                         std::vector<uint8_t>(static_cast<size_t>(count), 0));
}

std::vector<int64_t> firstImages(int64_t count) {
    std::vector<int64_t> indices;
    for (int64_t i = 0; i < count; ++i) {
        indices.push_back(i);
    }
    return indices;
}

Graph recalibratedOn(const Graph& graph, int64_t count, int64_t batch, int workers = 2) {
    const MemoryDataset dataset = waves(count, graph.input().height);
    return recalibrated(graph, dataset, kHalves, firstImages(count), batch, workers, {});
}

}  // namespace

TEST_CASE("statistics of a batch normalisation are averages of those of its batches") {
    // One black and one white image a batch: mean 0 and, of 8 values a channel, variance 4 * 8 / 7.
    test::HandGraph g(3, 2);
    g.norm("bn", 0, 3);
    const Graph graph = g.finish();
    std::vector<uint8_t> pixels(12, 0);
    pixels.resize(24, 255);
    pixels.resize(36, 0);  // the third has no partner: left out
    const MemoryDataset dataset({3, 2, 2}, pixels, std::vector<uint8_t>(3, 0));
    const Graph made = recalibrated(graph, dataset, kHalves, {0, 1, 2}, 2, 1, {});
    const Node& norm = made.node(1);
    CHECK(norm.parameter("running_mean").abs().max().item<double>() < 1e-7);
    CHECK(norm.parameter("running_var").allclose(at::full({3}, 32.0 / 7)));
    CHECK(norm.parameter("num_batches_tracked").item<int64_t>() == 1);
    CHECK(norm.parameter("weight").equal(graph.node(1).parameter("weight")));
    CHECK(graph.node(1).parameter("num_batches_tracked").item<int64_t>() == 0);
}

TEST_CASE("recalibration does not depend on the number of workers") {
    const Graph graph = buildModel({"mobilenet_v2_cifar", 3, 4, 16, 16, ""}, 3);
    const auto expected = recalibratedOn(graph, 20, 4, 1).stateDict();
    const auto made = recalibratedOn(graph, 20, 4, 3).stateDict();
    for (size_t i = 0; i < expected.size(); ++i) {
        INFO(expected[i].first);
        CHECK(made[i].second.equal(expected[i].second));
    }
}

TEST_CASE("what cannot be recalibrated is refused") {
    const Graph graph = buildModel({"mobilenet_v2_cifar", 3, 4, 16, 16, ""}, 3);
    CHECK_THROWS_WITH(recalibratedOn(graph, 1, 4),
                      Catch::Matchers::ContainsSubstring("too few images for a variance"));
    test::HandGraph g(3, 16);
    const Graph plain = g.finish(g.conv("conv", 0, 3, 4), 4);
    CHECK_THROWS_WITH(recalibratedOn(plain, 4, 4),
                      Catch::Matchers::ContainsSubstring("no statistics to estimate"));
}

TEST_CASE("recalibration gives the statistics of torch.optim.swa_utils.update_bn", "[peer]") {
    if (!test::havePeer("torch")) {
        test::notTested("python3-torch is not installed; update_bn was not run");
        return;
    }
    for (const char* model : {"mobilenet_v2_cifar", "resnet18_cifar", "densenet121_cifar"}) {
        INFO(model);
        const Graph graph = buildModel({model, 3, 10, 32, 32, ""}, 7);
        const test::Scratch folder;
        const PytorchModule module = pytorchModule(graph, {});
        writeFile(folder / "network.py", module.source.data(), module.source.size());
        writeFile(folder / "network.pth", module.weights.data(), module.weights.size());
        std::istringstream lines(
            test::peerOutput("recalibrate.py", fmt::format("\"{}\" 24 8 32", folder / ".")));
        const Graph made = recalibratedOn(graph, 24, 8);
        int compared = 0;
        for (std::string line; std::getline(lines, line); ++compared) {
            std::istringstream words(line);
            std::string name;
            words >> name;
            std::vector<float> numbers;
            for (float number = 0; words >> number;) {
                numbers.push_back(number);
            }
            const size_t dot = name.rfind('.');
            INFO(name);
            const at::Tensor& ours =
                made.node(made.require(name.substr(0, dot))).parameter(name.substr(dot + 1));
            REQUIRE(ours.numel() == static_cast<int64_t>(numbers.size()));
            const at::Tensor theirs = at::tensor(numbers);
            CHECK((ours - theirs).abs().max().item<double>() <
                  1e-5 * std::max(1.0, theirs.abs().max().item<double>()));
        }
        CHECK(compared > 30);
    }
}
