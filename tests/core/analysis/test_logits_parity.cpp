#include <fmt/format.h>

#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "core/exec/float_executor.h"
#include "core/exec/train_executor.h"
#include "core/io/model_file.h"
#include "core/models/registry.h"
#include "core/passes/fold_batchnorm.h"
#include "tests/support/catch.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"
#include "tests/support/random_norms.h"

using namespace secateur;

namespace {

constexpr int64_t kCount = 3;
constexpr int64_t kClasses = 10;

/// As in the peer script.
at::Tensor parityInput(int64_t channels, int64_t side) {
    const at::Tensor order = at::arange(kCount * channels * side * side, at::kLong);
    const at::Tensor flat = order.mul(37).remainder(255).to(at::kFloat).div(127).sub(1);
    const at::Tensor contrast =
        at::arange(1, kCount + 1, at::kFloat).div(2).view({kCount, 1, 1, 1});
    return flat.view({kCount, channels, side, side}).mul(contrast);
}

struct TemporaryFile {
    std::string path;
    explicit TemporaryFile(const std::string& name)
        : path(std::filesystem::temp_directory_path() / fmt::format("{}-{}", ::getpid(), name)) {}
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
};

/// A network with random parameters and statistics, its images, and its file.
struct Sample {
    Graph graph;
    at::Tensor images;
    TemporaryFile file{"parity.safetensors"};

    Sample(const std::string& model, int64_t channels, int64_t side,
           const std::string& activation = "")
        : graph(buildModel({model, channels, kClasses, side, side, activation}, 5)),
          images(parityInput(channels, side)) {
        for (NodeId id = 0; id < graph.size(); ++id) {
            if (auto* dropout = std::get_if<Dropout>(&graph.node(id).op)) {
                dropout->p = 0.0;  // as the peer has it
            }
        }
        test::randomiseNorms(graph, images, 17);
        writeModel(file.path, graph);
    }

    at::Tensor peerLogits(const std::string& mode = "") const {
        const ModelSpec& spec = graph.spec;
        std::istringstream lines(test::peerOutput(
            "logits_reference.py",
            fmt::format("{} \"{}\" {} {} \"{}\" {} {} {}", spec.name, file.path, spec.channels,
                        kClasses, spec.activation, kCount, spec.height, mode)));
        std::vector<float> numbers;
        for (double number = 0; lines >> number;) {
            numbers.push_back(static_cast<float>(number));
        }
        REQUIRE(numbers.size() == kCount * kClasses);
        return at::tensor(numbers).view({kCount, kClasses});
    }
};

double distance(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

/// The comparison says something only if the logits depend on the image.
void requireTelling(const at::Tensor& logits) {
    CHECK(distance(logits[0], logits[1]) > 0.05 * std::max(1.0, logits.abs().max().item<double>()));
}

void checkInference(const Sample& sample) {
    INFO(sample.graph.spec.name);
    const at::Tensor expected = sample.peerLogits();
    requireTelling(expected);
    const at::Tensor whole = FloatExecutor(sample.graph).run(sample.images);
    const at::Tensor folded = FloatExecutor(foldBatchNorm(sample.graph)).run(sample.images);
    CHECK(distance(whole, expected) < 1e-4);
    CHECK(distance(folded, expected) < 1e-4);
}

void checkTraining(const Sample& sample) {
    INFO(sample.graph.spec.name);
    const at::Tensor expected = sample.peerLogits("train");
    requireTelling(expected);
    const at::Tensor logits = TrainExecutor(sample.graph).forward(sample.images).detach();
    CHECK(distance(logits, expected) < 2e-3);
}

const char* const kCifarForms[] = {"mobilenet_v2_cifar", "vgg16_cifar", "resnet18_cifar",
                                   "densenet121_cifar", "efficientnet_b0_cifar"};

}  // namespace

TEST_CASE("logits of a written network are those of PyTorch, folded and not", "[peer]") {
    if (!test::havePeer()) {
        test::notTested("python3-torch is not installed; logits were not compared");
        return;
    }
    for (const char* model : kCifarForms) {
        checkInference(Sample(model, 3, 32));
    }
    checkInference(Sample("mobilenet_v2_cifar", 1, 28, "relu"));
    checkInference(Sample("resnet18_cifar", 1, 28));
    checkInference(Sample("efficientnet_b0_cifar", 1, 28));
}

TEST_CASE("logits in training mode are those of PyTorch", "[peer]") {
    if (!test::havePeer()) {
        test::notTested("python3-torch is not installed; logits were not compared");
        return;
    }
    for (const char* model : kCifarForms) {
        checkTraining(Sample(model, 3, 32));
    }
}

TEST_CASE("logits of the ImageNet forms are those of torchvision", "[peer]") {
    if (!test::havePeer("numpy, torch, torchvision")) {
        test::notTested("python3-torchvision is not installed; logits were not compared");
        return;
    }
    for (const char* model : {"mobilenet_v2", "resnet18", "densenet121", "efficientnet_b0"}) {
        checkInference(Sample(model, 3, 64));
    }
}

TEST_CASE("folded networks have the logits of unfolded ones") {
    for (const char* model : kCifarForms) {
        Graph graph = buildModel({model, 3, kClasses, 32, 32, ""}, 6);
        const at::Tensor images = parityInput(3, 32);
        test::randomiseNorms(graph, images, 23);
        const at::Tensor whole = FloatExecutor(graph).run(images);
        INFO(model);
        requireTelling(whole);
        CHECK(distance(FloatExecutor(foldBatchNorm(graph)).run(images), whole) < 1e-4);
    }
}
