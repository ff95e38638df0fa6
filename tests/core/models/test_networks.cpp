#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "core/base/error.h"
#include "core/graph/cost.h"
#include "core/graph/shapes.h"
#include "core/models/registry.h"
#include "tests/support/catch.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"

using namespace secateur;

namespace {

/// Parameters and MACs of the default form: known from pytorch-cifar and torchvision. Of
/// EfficientNet-B0's 3,599,686 parameters in pytorch-cifar 1,088 are not used.
struct Known {
    const char* name;
    int64_t parameters;
    int64_t macs;
};

constexpr Known kCifar[] = {{"mobilenet_v2_cifar", 2296922, 91154944},
                            {"vgg16_cifar", 14728266, 313201664},
                            {"resnet18_cifar", 11173962, 555422720},
                            {"densenet121_cifar", 6956298, 888350720},
                            {"efficientnet_b0_cifar", 3598598, 30331392}};
constexpr Known kImageNet[] = {{"mobilenet_v2", 3504872, 300774272},
                               {"vgg16_bn", 138365992, 15470264320},
                               {"resnet18", 11689512, 1814073344},
                               {"densenet121", 7978856, 2834161664},
                               {"efficientnet_b0", 5288548, 385814752}};

std::string shapeLine(const std::string& name, const at::Tensor& value) {
    std::string line = "  " + name;
    for (const int64_t size : value.sizes()) {
        line += fmt::format(" {}", size);
    }
    return line;
}

std::vector<std::string> sortedShapes(const Graph& graph) {
    std::vector<std::string> lines;
    for (const auto& [name, value] : graph.stateDict()) {
        lines.push_back(shapeLine(name, value));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// Takes the lines of what the original does not use out, and gives their number.
size_t eraseUnused(std::vector<std::string>& lines, const ModelEntry& entry) {
    return std::erase_if(lines, [&](const std::string& line) {
        return std::any_of(entry.unused.begin(), entry.unused.end(), [&](const std::string& name) {
            return line.starts_with("  " + name + ".");
        });
    });
}

/// Names, shapes, MACs and parameters are those that PyTorch's modules have.
void checkAgainstPeer(const std::vector<ModelSpec>& specs) {
    std::string arguments;
    for (const ModelSpec& spec : specs) {
        arguments +=
            fmt::format("{} {} {} {} ", spec.name, spec.channels, spec.classes, spec.height);
    }
    std::istringstream said(test::peerOutput("models_facts.py", arguments));
    for (const ModelSpec& spec : specs) {
        const Graph graph = buildModel(spec);
        const GraphCost cost = computeCost(graph);
        INFO(spec.name << " at " << spec.height);
        std::string name;
        int64_t macs = 0;
        int64_t parameters = 0;
        said >> name >> macs >> parameters;
        said.ignore();
        std::vector<std::string> lines;
        for (std::string line; said.peek() == ' ' && std::getline(said, line);) {
            lines.push_back(line);
        }
        std::sort(lines.begin(), lines.end());
        const ModelEntry& entry = modelEntry(spec.name);
        // A convolution's weight, 32 x 32, and the five tensors of a normalisation.
        const size_t ignored = eraseUnused(lines, entry);
        CHECK(ignored == (entry.unused.empty() ? 0 : 6));
        CHECK(name == spec.name);
        CHECK(cost.macs == macs);
        CHECK(cost.parameters == parameters - (ignored > 0 ? 32 * 32 + 2 * 32 : 0));
        CHECK(sortedShapes(graph) == lines);
    }
}

ModelSpec sized(const char* name, int64_t channels, int64_t classes, int64_t side) {
    return {name, channels, classes, side, side, ""};
}

}  // namespace

TEST_CASE("every network has the known number of parameters and MACs") {
    const auto check = [](const Known& known) {
        const Graph graph = buildModel(modelEntry(known.name).defaults);
        const GraphCost cost = computeCost(graph);
        INFO(known.name);
        CHECK(cost.parameters == known.parameters);
        CHECK(cost.macs == known.macs);
        CHECK(inferShapes(graph).back() == FeatureShape{graph.spec.classes, 1, 1});
    };
    std::for_each(std::begin(kCifar), std::end(kCifar), check);
    std::for_each(std::begin(kImageNet), std::end(kImageNet), check);
}

TEST_CASE("names, shapes and MACs of the CIFAR forms are those of PyTorch", "[peer]") {
    if (!test::havePeer()) {
        test::notTested("python3-torch is not installed; networks were not compared");
        return;
    }
    std::vector<ModelSpec> specs;
    for (const Known& known : kCifar) {
        specs.push_back(sized(known.name, 3, 10, 32));
        specs.push_back(sized(known.name, 1, 7, 32));
    }
    // Sizes that are not a multiple of the network's strides.
    specs.push_back(sized("mobilenet_v2_cifar", 1, 10, 27));
    specs.push_back(sized("resnet18_cifar", 1, 10, 28));
    specs.push_back(sized("efficientnet_b0_cifar", 1, 10, 29));
    checkAgainstPeer(specs);
}

TEST_CASE("names, shapes and MACs of the ImageNet forms are those of torchvision", "[peer]") {
    if (!test::havePeer("numpy, torch, torchvision")) {
        test::notTested("python3-torchvision is not installed; networks were not compared");
        return;
    }
    std::vector<ModelSpec> specs;
    for (const Known& known : kImageNet) {
        specs.push_back(modelEntry(known.name).defaults);
    }
    checkAgainstPeer(specs);
}

TEST_CASE("every layer with weights has a block, and all but linear layers a role") {
    for (const ModelEntry& entry : modelRegistry()) {
        const Graph graph = buildModel(entry.defaults);
        for (const NodeId id : graph.weightedNodes()) {
            const Node& node = graph.node(id);
            INFO(entry.name << " " << node.name);
            CHECK_FALSE(node.block.empty());
            CHECK(node.role.empty() == std::holds_alternative<Linear>(node.op));
        }
    }
}

TEST_CASE("images that are too small, or of a size that does not divide, are refused") {
    for (const char* name : {"vgg16_cifar", "densenet121_cifar", "densenet121"}) {
        CHECK_THROWS_AS(buildModel({name, 1, 10, 31, 32, ""}), Error);
        CHECK_NOTHROW(buildModel({name, 1, 10, 32, 32, ""}));
    }
    CHECK_THROWS_AS(buildModel({"vgg16_bn", 3, 10, 256, 256, ""}), Error);
    CHECK_THROWS_AS(buildModel({"resnet18_cifar", 3, 10, 32, 32, "relu6"}), Error);
}
