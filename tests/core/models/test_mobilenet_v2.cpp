#include <cmath>

#include "core/base/error.h"
#include "core/graph/cost.h"
#include "core/graph/shapes.h"
#include "core/models/registry.h"
#include "tests/support/catch.h"

using namespace secateur;

namespace {

/// The multiply-accumulates of the CIFAR form at 32x32, from the paper's table by a loop of its
/// own.
int64_t expectedMacs(int64_t channels, int64_t classes) {
    const int64_t stages[7][4] = {{1, 16, 1, 1}, {6, 24, 2, 1},  {6, 32, 3, 2}, {6, 64, 4, 2},
                                  {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
    int64_t side = 32;
    int64_t width = 32;
    int64_t macs = side * side * 32 * channels * 9;
    for (const auto& [expansion, out, repeats, firstStride] : stages) {
        for (int64_t repeat = 0; repeat < repeats; ++repeat) {
            const int64_t stride = repeat == 0 ? firstStride : 1;
            const int64_t hidden = width * expansion;
            macs += side * side * hidden * width;
            side = (side + stride - 1) / stride;
            macs += side * side * hidden * 9;
            macs += side * side * hidden * out;
            if (stride == 1 && width != out) {
                macs += side * side * width * out;
            }
            width = out;
        }
    }
    return macs + side * side * 320 * 1280 + 1280 * classes;
}

}  // namespace

TEST_CASE("the CIFAR form has the known number of parameters and MACs") {
    const GraphCost cost = computeCost(buildModel({"mobilenet_v2_cifar", 3, 10, 32, 32, ""}));
    CHECK(cost.parameters == 2296922);
    CHECK(cost.macs == expectedMacs(3, 10));
    CHECK(static_cast<double>(cost.macs) / 1e6 == Approx(91.15).margin(0.005));
    const GraphCost gray = computeCost(buildModel({"mobilenet_v2_cifar", 1, 7, 32, 32, ""}));
    CHECK(gray.parameters == 2296922 - 2 * 32 * 9 - 3 * 1281);
    CHECK(gray.macs == expectedMacs(1, 7));
}

TEST_CASE("torchvision's form has the known number of parameters") {
    const Graph graph = buildModel(modelEntry("mobilenet_v2").defaults);
    CHECK(computeCost(graph).parameters == 3504872);
    CHECK(graph.find("features.1.conv.0.0").has_value());
    CHECK(graph.find("features.17.conv.2").has_value());
    CHECK(graph.find("features.18.1").has_value());
    CHECK(inferShapes(graph).back() == FeatureShape{1000, 1, 1});
}

TEST_CASE("parameters are a function of the seed") {
    const ModelSpec spec{"mobilenet_v2_cifar", 3, 10, 32, 32, ""};
    const at::Tensor a = buildModel(spec, 1).node(1).parameter("weight");
    CHECK(a.equal(buildModel(spec, 1).node(1).parameter("weight")));
    CHECK_FALSE(a.equal(buildModel(spec, 2).node(1).parameter("weight")));
    // Uniform within 1 / sqrt(fan-in), fan-in 3 * 3 * 3.
    CHECK(a.abs().max().item<double>() <= 1.0 / std::sqrt(27.0));
    CHECK(a.abs().max().item<double>() > 0.95 / std::sqrt(27.0));
}

TEST_CASE("what cannot be built is refused") {
    CHECK_THROWS_AS(buildModel({"nothing", 3, 10, 32, 32, ""}), Error);
    CHECK_THROWS_AS(buildModel({"mobilenet_v2_cifar", 0, 10, 32, 32, ""}), Error);
    CHECK_THROWS_AS(buildModel({"mobilenet_v2_cifar", 3, 0, 32, 32, ""}), Error);
    CHECK_THROWS_AS(buildModel({"mobilenet_v2_cifar", 3, 10, 32, 32, "silu"}), Error);
}
