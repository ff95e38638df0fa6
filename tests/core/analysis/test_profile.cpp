#include "core/analysis/profile.h"

#include <ATen/ATen.h>

#include <numeric>

#include "core/base/error.h"
#include "core/graph/builder.h"
#include "core/graph/cost.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "tests/support/catch.h"
#include "tests/support/random_graph.h"

namespace secateur::test {

namespace {

/// Two convolutions, the second with a hundred times the work of the first.
Graph unequal() {
    GraphBuilder b({"unequal", 4, 8, 32, 32, ""}, 1);
    const NodeId small = b.conv("small", b.input(), 128, 1, 32, 1, "", true);
    const NodeId wide = b.activation("relu6", small, ActivationKind::Relu6);
    b.conv("one", wide, 128, 1, 1, 1, "", true);
    return b.finish();
}

}  // namespace

TEST_CASE("a profile covers every node's work once", "[profile]") {
    for (const uint64_t seed : {1, 5, 9}) {
        const Graph graph = randomGraph(seed);
        ProfileOptions options;
        options.rounds = 2;
        const auto profiles = profileNetworks({{"one", &graph}}, options, {});
        REQUIRE(profiles.size() == 1);
        CHECK(profiles[0].name == "one");
        CHECK(profiles[0].batch >= 1);
        int64_t macs = 0;
        double seconds = 0.0;
        for (const StepTime& step : profiles[0].steps) {
            macs += step.macs;
            seconds += step.seconds;
            CHECK(step.seconds > 0.0);
            CHECK(step.bytes > 0);
            CHECK_FALSE(step.integers);
            CHECK_FALSE(step.implementation.empty());
        }
        CHECK(macs == computeCost(graph).macs);
        CHECK(profiles[0].seconds == Approx(seconds));
    }
}

TEST_CASE("the same images in integers are a network of their own in a profile", "[profile]") {
    const Graph folded = foldBatchNorm(unequal());
    const QuantParams q = affineParams(-1.0, 6.0, 255);
    const Graph int8 = lowerInt8(folded, std::vector<QuantParams>(folded.nodes().size(), q));
    ProfileOptions options;
    options.rounds = 3;
    options.batch = 2;
    const auto profiles = profileNetworks({{"fp32", &folded}, {"int8", &int8}}, options, {});
    REQUIRE(profiles.size() == 2);
    CHECK(profiles[1].batch == 2);
    for (size_t i = 0; i < profiles[0].steps.size(); ++i) {
        CHECK(profiles[0].steps[i].layer == profiles[1].steps[i].layer);
        CHECK(profiles[1].steps[i].integers);
        // float32 numbers are four bytes and 8-bit integers one, but for the biases.
        CHECK(profiles[1].steps[i].bytes < profiles[0].steps[i].bytes / 2);
    }
}

TEST_CASE("a peak is above what any small layer reaches, and higher in integers", "[profile]") {
    const MachinePeak peak = measurePeak();
    CHECK(peak.fp32 > 1e9);
    CHECK(peak.int8 > 1e9);
}

TEST_CASE("a curve has every batch with every number of workers", "[profile]") {
    const Graph graph = unequal();
    const auto curve = profileCurve(graph, {1, 4}, {1, 2}, 0.02, {});
    REQUIRE(curve.size() == 4);
    for (const CurvePoint& point : curve) {
        CHECK(point.imagesPerSecond > 0.0);
        CHECK(point.median > 0.0);
        CHECK(point.tail >= point.median);
    }
    CHECK(curve[0].batch == 1);
    CHECK(curve[1].workers == 2);
    CHECK(curve[2].batch == 4);
}

TEST_CASE("a profile without rounds or with too large images is refused", "[profile]") {
    const Graph graph = unequal();
    ProfileOptions options;
    options.rounds = 0;
    CHECK_THROWS_AS(profileNetworks({{"one", &graph}}, options, {}), Error);
    options.rounds = 1;
    options.batch = int64_t{1} << 22;
    CHECK_THROWS_AS(profileNetworks({{"one", &graph}}, options, {}), Error);
}

TEST_CASE("a profile of a busy machine is worth nothing", "[profile]") {
    NetworkProfile profile{"one", 1, {}, 1.0, kLargestSpread};
    CHECK_NOTHROW(requireQuiet({profile}));
    profile.spread = 0.27;
    CHECK_THROWS_WITH(requireQuiet({profile}),
                      Catch::Matchers::ContainsSubstring("too busy") &&
                          Catch::Matchers::ContainsSubstring("at most 20 %") &&
                          Catch::Matchers::ContainsSubstring("27 %"));
}

}  // namespace secateur::test
