#include "core/quant/weight_scales.h"

#include <cmath>

#include "core/base/error.h"
#include "core/passes/lower_int8.h"
#include "core/quant/weight_error.h"
#include "tests/support/catch.h"
#include "tests/support/samples.h"

namespace secateur::test {

namespace {

/// 4 channels whose sizes differ by powers of 4, with heavy tails.
at::Tensor weight() {
    std::vector<float> values = laplaceSamples(4 * 9 * 16, 7);
    const at::Tensor sizes = at::tensor({1.0F, 0.25F, 4.0F, 0.0625F}).view({4, 1, 1, 1});
    return at::tensor(values).view({4, 16, 3, 3}) * sizes;
}

QuantizeOptions options(WeightScales scales, ObserverKind observer) {
    QuantizeOptions result;
    result.weightScales = scales;
    result.weightObserver = observer;
    return result;
}

double noise(const at::Tensor& w, const at::Tensor& scales) {
    return (quantizedWeight(w, scales).dequantize() - w)
        .to(at::kDouble)
        .square()
        .sum()
        .item<double>();
}

}  // namespace

TEST_CASE("min-max scales are max |w| / 127, one or one a channel") {
    const at::Tensor w = weight();
    const at::Tensor one = weightScales(w, options(WeightScales::PerTensor, ObserverKind::MinMax));
    CHECK(one.dim() == 0);
    CHECK(one.equal(tensorScale(w)));
    CHECK(one.item<double>() == static_cast<double>(w.abs().max().item<float>() / 127.0F));
    const at::Tensor many =
        weightScales(w, options(WeightScales::PerChannel, ObserverKind::MinMax));
    CHECK(many.equal(channelScales(w)));
    CHECK(weightScales(at::zeros({2, 3}), {}).equal(at::ones({2}, at::kDouble)));
}

TEST_CASE("a per-tensor weight is symmetric qint8 whose zeros are exact") {
    at::Tensor w = weight();
    const at::Tensor mask = w.abs() < 0.1;
    w = w.masked_fill(mask, 0.0);
    // Half of what min-max gives: the largest are cut off at -127 and 127, never at -128.
    const at::Tensor q = quantizedWeight(w, tensorScale(w) * 0.5);
    CHECK(q.qscheme() == at::kPerTensorAffine);
    CHECK(q.q_zero_point() == 0);
    CHECK(q.int_repr().min().item<int>() == -127);
    CHECK(q.int_repr().masked_select(mask).eq(0).all().item<bool>());
    const at::Tensor channels = quantizedWeight(w, channelScales(w) * 0.5);
    CHECK(channels.int_repr().min().item<int>() == -127);
    CHECK(channels.int_repr().masked_select(mask).eq(0).all().item<bool>());
}

TEST_CASE("the mse scale has the least error of the scales it may choose from") {
    // Enough weights that finer steps for them are worth cutting one off.
    at::Tensor w = at::tensor(normalSamples(40000, 1.0, 5)).view({4, 10000});
    w[0][0] = 8.0F;
    for (const WeightScales kind : {WeightScales::PerTensor, WeightScales::PerChannel}) {
        const at::Tensor most = weightScales(w, options(kind, ObserverKind::MinMax));
        const at::Tensor best = weightScales(w, options(kind, ObserverKind::Mse));
        CHECK(noise(w, best) < noise(w, most));
        for (int percent = 20; percent <= 100; ++percent) {
            CHECK(noise(w, best) <= noise(w, most * (percent / 100.0)) * (1.0 + 1e-5));
        }
    }
}

TEST_CASE("the percentile scale is numpy's percentile of |w|") {
    // |w| sorted: 1 2 3 4 10; 75 % is 4, 90 % is 4 + 0.6 * 6.
    const at::Tensor w = at::tensor({-4.0F, 1.0F, 10.0F, -2.0F, 3.0F}).view({1, 5});
    QuantizeOptions o = options(WeightScales::PerTensor, ObserverKind::Percentile);
    o.weightPercentile = 75.0;
    CHECK(weightScales(w, o).item<double>() == Approx(4.0 / 127.0));
    o.weightPercentile = 90.0;
    CHECK(weightScales(w, o).item<double>() == Approx(7.6 / 127.0));
    o.weightPercentile = 100.0;
    CHECK(weightScales(w, o).item<double>() == Approx(10.0 / 127.0));
    o.weightObserver = ObserverKind::Entropy;
    CHECK_THROWS_AS(weightScales(w, o), Error);
}

TEST_CASE("one scale for channels of different sizes costs what a scale a channel does not") {
    const at::Tensor w = weight();
    CHECK(perChannelSqnrDb(w) > perTensorSqnrDb(w) + 3.0);
}

}  // namespace secateur::test
