#include "core/quant/bias_correction.h"

#include "core/data/loader.h"
#include "core/data/memory_dataset.h"
#include "core/exec/float_executor.h"
#include "core/exec/int8_executor.h"
#include "core/graph/builder.h"
#include "core/quant/post_training.h"
#include "tests/support/catch.h"
#include "tests/support/noise_images.h"

namespace secateur::test {

namespace {

constexpr int64_t kImages = 40;
const Normalisation kNormalisation{{0.0}, {1.0}};  // images are positive: errors add up

/// With one scale, 1.27 / 127 = 0.01: the first channel's weights of 0.0149 all become 0.01 and its
/// output loses a third; the second channel sets the scale.
Graph biased() {
    GraphBuilder b({"small", 1, 2, 6, 6, ""}, 1);
    const NodeId conv = b.conv("conv", b.input(), 2, 3);
    b.linear("linear", b.flatten("flatten", b.globalAvgPool("pool", conv)), 2);
    Graph graph = b.finish();
    at::Tensor weight = at::full({2, 1, 3, 3}, 0.0149F);
    weight[1].fill_(1.27F);
    graph.node(conv).setParameter("weight", weight);
    return graph;
}

QuantizeResult quantized(bool correct) {
    QuantizeOptions options;
    options.weightScales = WeightScales::PerTensor;
    options.reduceRange = ReduceRange::On;
    options.correctBias = correct;
    options.activationClips = {{"conv", {0.0, 0.2}}};  // fine steps for the first channel
    return quantizePostTraining(biased(), noiseImages(kImages, 1, 6), kNormalisation,
                                firstIndices(kImages), options, {});
}

/// Mean over images and positions of what each channel of `conv` gets wrong.
at::Tensor meanError(const Graph& int8) {
    const MemoryDataset data = noiseImages(kImages, 1, 6);
    const at::Tensor images = loadBatch(data, kNormalisation, firstIndices(kImages)).images;
    const Graph graph = biased();
    const FloatExecutor exact(graph);
    FloatExecutor::Values values = exact.begin(images);
    exact.evaluate(1, values);
    const Int8Executor executor(int8);
    const at::Tensor found = executor.evaluate(1, {executor.quantizedInput(images)}).dequantize();
    return (found - values[1]).mean({0, 2, 3});
}

}  // namespace

TEST_CASE("bias correction takes away the error that all weights of a channel share") {
    const QuantizeResult plain = quantized(false);
    const QuantizeResult corrected = quantized(true);
    const at::Tensor before = meanError(plain.graph);
    const at::Tensor after = meanError(corrected.graph);
    // By hand: of 36 positions 16 see 9 pixels, 16 see 6 and 4 see 4: 256 / 36 taps on average,
    // each losing 0.0049 of a pixel whose mean is about 0.5.
    CHECK(before[0].item<double>() == Approx(-0.0049 * 256.0 / 36.0 * 0.5).epsilon(0.1));
    CHECK(std::abs(after[0].item<double>()) < 0.1 * std::abs(before[0].item<double>()));
    CHECK_FALSE(plain.graph.node(1).hasParameter("bias"));
    CHECK(corrected.graph.node(1).parameter("bias").dequantize()[0].item<double>() ==
          Approx(-before[0].item<double>()).epsilon(0.15));
    REQUIRE(corrected.biasErrors.size() == 2);
    CHECK(corrected.biasErrors[0].layer == "conv");
    CHECK(corrected.biasErrors[0].largest == Approx(-before[0].item<double>()).epsilon(0.15));
    CHECK(corrected.notes.back().find("bias correction") != std::string::npos);
}

TEST_CASE("the means behind bias correction do not depend on the number of workers") {
    const MemoryDataset data = noiseImages(kImages, 1, 6);
    const std::vector<QuantParams> params(5, QuantParams{0.01, 3, 0, 127});
    const auto means = [&](int workers) {
        return outputMeans(biased(), {0, 1, 3}, params, data, kNormalisation, firstIndices(kImages),
                           workers, {});
    };
    const auto one = means(1);
    const auto more = means(3);
    for (const NodeId id : {0, 1, 3}) {
        CHECK(one.at(id).exact.equal(more.at(id).exact));
        CHECK(one.at(id).quantized.equal(more.at(id).quantized));
    }
    const at::Tensor images = loadBatch(data, kNormalisation, firstIndices(kImages)).images;
    CHECK(at::allclose(one.at(0).exact, images.to(at::kDouble).mean(0), 0.0, 1e-6));
    const at::Tensor rounded = at::fake_quantize_per_tensor_affine(images, 0.01, 3, 0, 127);
    CHECK(at::allclose(one.at(0).quantized, rounded.to(at::kDouble).mean(0), 0.0, 1e-6));
}

}  // namespace secateur::test
