#include "core/graph/qparams.h"

#include "tests/support/catch.h"

namespace secateur::test {

TEST_CASE("affine parameters by hand") {
    // 12.75 / 255 = 0.05; the zero point is 2.5 / 0.05 = 50.
    const QuantParams q = affineParams(-2.5, 10.25, 255);
    CHECK(q.scale == static_cast<double>(0.05F));
    CHECK(q.zeroPoint == 50);
    CHECK(q.quantMin == 0);
    CHECK(q.quantMax == 255);
}

TEST_CASE("seven bits are the same range in half as many steps") {
    const QuantParams q = affineParams(-1.0, 2.175, 127);
    CHECK(q.scale == static_cast<double>(0.025F));
    CHECK(q.zeroPoint == 40);
    CHECK(q.quantMax == 127);
}

TEST_CASE("ranges on one side of zero are widened to include it") {
    const QuantParams positive = affineParams(1.0, 5.1, 255);
    CHECK(positive.scale == static_cast<double>(0.02F));
    CHECK(positive.zeroPoint == 0);
    const QuantParams negative = affineParams(-5.1, -1.0, 255);
    CHECK(negative.scale == static_cast<double>(0.02F));
    CHECK(negative.zeroPoint == 255);
}

TEST_CASE("the top of ReLU6's range is 6") {
    for (const int64_t top : {127, 255}) {
        const QuantParams q = affineParams(0.0, 6.0, top);
        CHECK(q.zeroPoint == 0);
        CHECK(q.realMin() == 0.0);
        CHECK(q.realMax() == Approx(6.0).epsilon(1e-6));
    }
}

TEST_CASE("scales are float32 numbers, as LibTorch's kernels want them") {
    const QuantParams q = affineParams(-0.1, 0.7, 255);
    CHECK(q.scale == static_cast<double>(static_cast<float>(q.scale)));
}

TEST_CASE("an empty or a tiny range gives usable parameters") {
    CHECK(affineParams(0.0, 0.0, 255) == QuantParams{1.0, 0, 0, 255});
    CHECK(symmetricParams(0.0, 0.0, 127) == QuantParams{1.0, 64, 0, 127});
    CHECK(affineParams(0.0, 1e-300, 255).scale > 0);
    CHECK(symmetricParams(-1e-300, 0.0, 255).scale > 0);
}

TEST_CASE("symmetric parameters have the zero point in the middle") {
    // 128 steps below zero, 127 above: 12.7 / 127 = 0.1.
    const QuantParams q = symmetricParams(-3.0, 12.7, 255);
    CHECK(q.zeroPoint == 128);
    CHECK(q.scale == static_cast<double>(0.1F));
    const QuantParams seven = symmetricParams(-6.3, 1.0, 127);
    CHECK(seven.zeroPoint == 64);
    CHECK(seven.scale == static_cast<double>(0.1F));
}

}  // namespace secateur::test
