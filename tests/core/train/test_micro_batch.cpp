#include "core/train/micro_batch.h"

#include <ATen/core/grad_mode.h>
#include <malloc.h>

#include "core/base/error.h"
#include "core/exec/train_executor.h"
#include "core/models/registry.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"

using namespace secateur;
using namespace secateur::test;

namespace {

Graph network(const char* name, int64_t channels, int64_t side) {
    ModelSpec spec{name, channels, 10, side, side, ""};
    return buildModel(spec);
}

[[maybe_unused]] size_t bytesInUse() {  // sanitizers have a heap of their own
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

}  // namespace

TEST_CASE("what training keeps of an image, by hand") {
    // 8x8 images of 3 channels; conv1 and bn1 of 8 channels, conv2 and bn2 of 8x2x2, 4 logits; the
    // activations overwrite.
    const int64_t values = 3 * 64 + 2 * 8 * 64 + 2 * 8 * 4 + 4;
    CHECK(activationBytes(tinyNetwork(), 0, false) == 4 * values);
    CHECK(activationBytes(tinyNetwork(), 0, true) == 7 * values);
}

TEST_CASE("the micro batch keeps activations below 256 MB, and what is given is taken") {
    TrainOptions options;
    REQUIRE(options.microBatch == 0);
    CHECK(microBatch(network("mobilenet_v2_cifar", 1, 28), options, false) == 16);
    CHECK(microBatch(network("mobilenet_v2_cifar", 3, 32), options, false) == 16);
    CHECK(microBatch(network("mobilenet_v2", 3, 224), options, false) == 8);
    CHECK(microBatch(network("vgg16_cifar", 3, 32), options, false) == 32);
    options.sides = {14, 28};
    CHECK(microBatch(network("mobilenet_v2_cifar", 1, 14), options, false) == 16);
    options.sides = {14};
    CHECK(microBatch(network("mobilenet_v2_cifar", 1, 28), options, false) == 32);
    options.microBatch = 5;
    CHECK(microBatch(network("mobilenet_v2", 3, 224), options, false) == 5);
}

TEST_CASE("a micro batch of one image has no statistics") {
    TrainOptions options;
    options.microBatch = 1;
    CHECK_THROWS_AS(checkTraining(options, 1000), Error);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("forward keeps what activationBytes says, and no copy of what is overwritten") {
    const Graph graph = network("mobilenet_v2_cifar", 1, 28);
    TrainExecutor executor(graph);
    const at::AutoGradMode withGradients(true);
    const at::Tensor images = at::rand({16, 1, 28, 28});
    executor.backward(executor.forward(images).sum());  // what is made once, is made
    const size_t before = bytesInUse();
    const at::Tensor logits = executor.forward(images);
    const auto kept = static_cast<double>(bytesInUse() - before);
    const auto expected = static_cast<double>(16 * activationBytes(graph, 0, false));
    CHECK(kept > 0.9 * expected);
    CHECK(kept < 1.1 * expected);
}
#endif
