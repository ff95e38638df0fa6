#include <fmt/format.h>

#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "core/base/random.h"
#include "core/exec/float_executor.h"
#include "core/io/model_file.h"
#include "core/models/registry.h"
#include "core/passes/fold_batchnorm.h"
#include "tests/support/catch.h"
#include "tests/support/peer.h"

using namespace secateur;

namespace {

void randomiseNorms(Graph& graph, uint64_t seed, double lowVariance) {
    Random random(seed);
    const auto fill = [&](Node& node, const std::string& slot, double low, double high) {
        at::Tensor value = at::empty_like(node.parameter(slot));
        for (int64_t i = 0; i < value.numel(); ++i) {
            value.data_ptr<float>()[i] = static_cast<float>(low + (high - low) * random.uniform());
        }
        node.setParameter(slot, value);
    };
    for (NodeId id = 0; id < graph.size(); ++id) {
        Node& node = graph.node(id);
        if (std::holds_alternative<BatchNorm2d>(node.op)) {
            fill(node, "weight", 0.5, 1.5);
            fill(node, "bias", -0.3, 0.3);
            fill(node, "running_mean", -0.2, 0.2);
            // About what the random weights give, so that the signal survives all layers.
            fill(node, "running_var", lowVariance, lowVariance + 0.25);
        }
    }
}

/// As in the peer script.
at::Tensor parityInput(int64_t count, int64_t channels, int64_t side) {
    const at::Tensor order = at::arange(count * channels * side * side, at::kLong);
    const at::Tensor flat = order.mul(37).remainder(255).to(at::kFloat).div(127).sub(1);
    const at::Tensor contrast = at::arange(1, count + 1, at::kFloat).div(2).view({count, 1, 1, 1});
    return flat.view({count, channels, side, side}).mul(contrast);
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

void checkParity(int64_t channels, const std::string& activation, int64_t side) {
    constexpr int64_t kCount = 3;
    Graph graph = buildModel({"mobilenet_v2_cifar", channels, 10, side, side, activation}, 5);
    // Nothing clips the sums of plain ReLU: they grow with every block unless divided by more.
    randomiseNorms(graph, 17, activation == "relu" ? 0.18 : 0.05);
    const TemporaryFile file("parity.safetensors");
    writeModel(file.path, graph);
    std::istringstream lines(test::peerOutput(
        "logits_reference.py",
        fmt::format("\"{}\" {} 10 {} {} {}", file.path, channels, activation, kCount, side)));
    std::vector<float> numbers;
    for (double number = 0; lines >> number;) {
        numbers.push_back(static_cast<float>(number));
    }
    REQUIRE(numbers.size() == kCount * 10);
    const at::Tensor expected = at::tensor(numbers).view({kCount, 10});

    const at::Tensor images = parityInput(kCount, channels, side);
    const double scale = std::max(1.0, expected.abs().max().item<double>());
    // The comparison says something only if the logits depend on the image.
    CHECK((expected[0] - expected[1]).abs().max().item<double>() > 0.05 * scale);
    for (const Graph& form : {graph, foldBatchNorm(graph)}) {
        const at::Tensor logits = FloatExecutor(form).run(images);
        CHECK((logits - expected).abs().max().item<double>() < 1e-4);
    }
}

}  // namespace

TEST_CASE("logits of a written network are those of PyTorch, folded and not") {
    if (!test::havePeer()) {
        WARN("python3-torch is not installed; logits were not compared");
        return;
    }
    SECTION("colour, relu6, 32x32") {
        checkParity(3, "relu6", 32);
    }
    SECTION("gray, relu, 28x28") {
        checkParity(1, "relu", 28);
    }
}
