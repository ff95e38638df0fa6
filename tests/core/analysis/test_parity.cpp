#include "core/analysis/parity.h"

#include "core/base/error.h"
#include "core/exec/quantized_engine.h"
#include "core/quant/post_training.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"

namespace secateur::test {

namespace {

Graph quantized(const QuantizeOptions& options) {
    const ImageData data = quadrantImages();
    return quantizePostTraining(tinyNetwork(), *data.train, data.normalisation, allIndices(),
                                options, {})
        .graph;
}

ParityReport parityOf(const Graph& int8, int workers) {
    const ImageData data = quadrantImages();
    return compareParity(int8, "", *data.train, data.normalisation, {0, 5, 9, 33, 40}, workers, {});
}

}  // namespace

TEST_CASE("simulation, reference and kernels agree to a step in every layer") {
    for (const WeightScales scales : {WeightScales::PerChannel, WeightScales::PerTensor}) {
        QuantizeOptions options;
        options.weightScales = scales;
        options.reduceRange = ReduceRange::On;
        const ParityReport report = parityOf(quantized(options), 2);
        CHECK(report.engine == chooseQuantizedEngine());
        CHECK(report.instructionSet == cpuIntegerIsa());
        CHECK(report.images == 5);
        REQUIRE(report.layers.size() == 4);  // conv1, conv2, flat, linear
        CHECK(report.layers[0].layer == "conv1");
        CHECK(report.layers[0].outputs == 5 * 8 * 8 * 8);
        for (const LayerParity& layer : report.layers) {
            INFO(layer.layer);
            CHECK(layer.simulated.largest <= 1);
            CHECK(layer.kernels.largest <= 1);
            CHECK(layer.saturated == 0);
        }
        CHECK(report.total.outputs == 5 * (8 * 64 + 8 * 4 + 32 + 4));
        CHECK(report.sameClassKernels == 5);
        CHECK(report.sameClassSimulated == 5);
    }
}

TEST_CASE("parity does not depend on the number of workers") {
    const Graph int8 = quantized({});
    const ParityReport one = parityOf(int8, 1);
    const ParityReport more = parityOf(int8, 3);
    CHECK(parityText(one) == parityText(more));
    CHECK(parityText(one).find(one.engine) != std::string::npos);
    CHECK(parityText(one).find("conv2") != std::string::npos);
}

TEST_CASE("a layer kept in FP32 is run in float, by all three") {
    QuantizeOptions options;
    options.floatLayers = {"conv2"};
    const Graph int8 = quantized(options);
    CHECK(int8.node(int8.require("conv2")).parameter("weight").scalar_type() == at::kFloat);
    CHECK(int8.node(int8.require("conv1")).parameter("weight").is_quantized());
    const ParityReport report = parityOf(int8, 1);
    CHECK(report.layers[1].floatWeights);
    CHECK_FALSE(report.layers[0].floatWeights);
    CHECK(report.layers[1].kernels.largest <= 1);
    CHECK(report.layers[1].pairSums == 0);
}

TEST_CASE("parity wants images and an INT8 network") {
    const ImageData data = quadrantImages();
    CHECK_THROWS_AS(compareParity(quantized({}), "", *data.train, data.normalisation, {}, 1, {}),
                    Error);
    CHECK_THROWS_AS(compareParity(tinyNetwork(), "", *data.train, data.normalisation, {0}, 1, {}),
                    Error);
}

}  // namespace secateur::test
