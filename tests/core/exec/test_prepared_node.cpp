#include "core/exec/prepared_node.h"

#include <ATen/core/grad_mode.h>

#include <array>

#include "tests/support/catch.h"

using namespace secateur;

TEST_CASE("an output is clamped, or moved to the nearest step") {
    const at::NoGradGuard noGrad;
    Conv2d same;
    same.inChannels = 1;
    same.outChannels = 1;
    const Node node{"conv", same, {0}, {{"weight", at::ones({1, 1, 1, 1})}}, "", "", {}};
    const at::Tensor in = at::tensor({-1.0F, 0.3F, 1.26F, 9.0F}).view({1, 1, 2, 2});
    const auto after = [&](const std::optional<OutputChange>& change) {
        return PreparedNode(node, change).run(std::array{in}).reshape({4});
    };
    CHECK(after({}).equal(in.reshape({4})));
    CHECK(after(OutputChange{-0.5, 1.0, {}}).equal(at::tensor({-0.5F, 0.3F, 1.0F, 1.0F})));
    // Steps of 0.5 from -0.5 (zero point 1) up to 1 (2 bits): 0.3 -> 0.5, 1.26 and 9 -> 1.
    CHECK(after(OutputChange{0, 0, QuantParams{0.5, 1, 0, 3}})
              .equal(at::tensor({-0.5F, 0.5F, 1.0F, 1.0F})));
    CHECK(PreparedNode(node).bytes() == 4);
}
