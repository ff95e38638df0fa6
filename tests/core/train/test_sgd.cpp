#include "core/train/sgd.h"

#include "tests/support/catch.h"

using secateur::Sgd;

namespace {

void checkValues(const at::Tensor& got, const std::vector<double>& expected) {
    REQUIRE(got.numel() == static_cast<int64_t>(expected.size()));
    for (size_t i = 0; i < expected.size(); ++i) {
        CHECK(got[static_cast<int64_t>(i)].item<double>() == Approx(expected[i]).margin(1e-7));
    }
}

}  // namespace

TEST_CASE("plain SGD subtracts rate times gradient") {
    const at::Tensor p = at::tensor({1.0F, -2.0F});
    Sgd(0.0, false, 0.0).step(p, at::tensor({0.5F, 0.25F}), 0.1, {});
    checkValues(p, {0.95, -2.025});
}

TEST_CASE("momentum, as by hand over three steps") {
    // b1 = 1, p = 1 - 0.1; b2 = 0.9 + 1 = 1.9, p = 0.9 - 0.19; b3 = 1.71 + 1 = 2.71, p = 0.71 -
    // 0.271
    const at::Tensor p = at::ones({1});
    Sgd sgd(0.9, false, 0.0);
    for (const double expected : {0.9, 0.71, 0.439}) {
        sgd.step(p, at::ones({1}), 0.1, {});
        checkValues(p, {expected});
    }
    checkValues(sgd.buffer, {2.71});
}

TEST_CASE("Nesterov momentum with weight decay, as by hand over two steps") {
    const at::Tensor p = at::ones({1});
    Sgd sgd(0.9, true, 0.1);
    // g = 1 + 0.1 = 1.1; b = 1.1; update 1.1 + 0.99 = 2.09; p = 1 - 0.209
    sgd.step(p, at::ones({1}), 0.1, {});
    checkValues(p, {0.791});
    // g = 1 + 0.0791 = 1.0791; b = 0.99 + 1.0791 = 2.0691; update 1.0791 + 1.86219 = 2.94129
    sgd.step(p, at::ones({1}), 0.1, {});
    checkValues(p, {0.791 - 0.294129});
    checkValues(sgd.buffer, {2.0691});
}

TEST_CASE("what the mask excludes becomes and stays exactly zero") {
    const at::Tensor p = at::tensor({1.0F, 2.0F});
    const at::Tensor mask = at::tensor({1.0F, 0.0F});
    Sgd sgd(0.9, true, 0.1);
    for (int i = 0; i < 5; ++i) {
        sgd.step(p, at::tensor({1.0F, -3.0F}), 0.1, mask);
        CHECK(p[1].item<float>() == 0.0F);
        CHECK_FALSE(std::signbit(p[1].item<float>()));
        CHECK(sgd.buffer[1].item<float>() == 0.0F);
    }
    // The other element moves as it does without a mask.
    const at::Tensor alone = at::ones({1});
    Sgd unmasked(0.9, true, 0.1);
    for (int i = 0; i < 5; ++i) {
        unmasked.step(alone, at::ones({1}), 0.1, {});
    }
    CHECK(p[0].item<float>() == alone[0].item<float>());
}
