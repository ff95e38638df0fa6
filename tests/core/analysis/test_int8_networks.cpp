#include <cmath>

#include "core/analysis/parity.h"
#include "core/data/loader.h"
#include "core/data/memory_dataset.h"
#include "core/exec/int8_executor.h"
#include "core/models/registry.h"
#include "core/quant/post_training.h"
#include "tests/support/catch.h"
#include "tests/support/noise_images.h"
#include "tests/support/random_norms.h"

using namespace secateur;

namespace {

constexpr int64_t kImages = 8;
constexpr int64_t kSide = 32;

/// Soft blobs at places that the seed decides.
std::vector<uint8_t> pixels() {
    Random random(21);
    std::vector<uint8_t> out;
    for (int64_t i = 0; i < kImages; ++i) {
        const double cx = 32 * random.uniform();
        const double cy = 32 * random.uniform();
        for (int64_t y = 0; y < kSide; ++y) {
            for (int64_t x = 0; x < kSide; ++x) {
                const double d =
                    std::hypot(static_cast<double>(x) - cx, static_cast<double>(y) - cy);
                out.push_back(static_cast<uint8_t>(240 * std::exp(-d * d / 90) +
                                                   static_cast<double>(random.below(15))));
            }
        }
    }
    return out;
}

}  // namespace

TEST_CASE("every CIFAR form runs on INT8 kernels alone, which agree with the integer reference") {
    const std::vector<uint8_t> bytes = pixels();
    const MemoryDataset data({1, kSide, kSide}, bytes, std::vector<uint8_t>(kImages, 0));
    const Normalisation normalisation{{0.2}, {0.3}};
    const std::vector<int64_t> indices = test::firstIndices(kImages);
    const at::Tensor images = loadBatch(data, normalisation, indices).images;
    for (const char* model : {"mobilenet_v2_cifar", "vgg16_cifar", "resnet18_cifar",
                              "densenet121_cifar", "efficientnet_b0_cifar"}) {
        INFO(model);
        Graph graph = buildModel({model, 1, 10, kSide, kSide, ""}, 3);
        test::randomiseNorms(graph, images, 31);
        QuantizeOptions options;
        options.reduceRange = ReduceRange::On;  // exact on every CPU
        const Graph int8 =
            quantizePostTraining(graph, data, normalisation, indices, options, {}).graph;
        const KernelShare share = Int8Executor(int8).kernelShare();
        CHECK(share.floatNodes == 0);
        CHECK(share.nodes >= 20);
        const LayerParity total = compareParity(int8, "", data, normalisation, {0}, 0, {}).total;
        CAPTURE(total.kernels.differing, total.outputs);
        CHECK(total.kernels.largest <= 1);
        CHECK(total.kernels.differing <= total.outputs / 100);
    }
}
