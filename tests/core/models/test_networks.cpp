#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "core/base/error.h"
#include "core/graph/cost.h"
#include "core/graph/shapes.h"
#include "core/models/registry.h"
#include "tests/support/catch.h"
#include "tests/support/peer.h"

using namespace secateur;

namespace {

/// Parameters and MACs of the default form: known from pytorch-cifar and torchvision.
struct Known {
    const char* name;
    int64_t parameters;
    int64_t macs;
    int64_t unused = 0;  ///< parameters that the original has, but does not use
};

constexpr Known kCifar[] = {{"mobilenet_v2_cifar", 2296922, 91154944},
                            {"vgg16_cifar", 14728266, 313201664},
                            {"resnet18_cifar", 11173962, 555422720},
                            {"densenet121_cifar", 6956298, 888350720},
                            {"efficientnet_b0_cifar", 3598598, 30331392, 32 * 32 + 2 * 32}};
constexpr Known kImageNet[] = {{"mobilenet_v2", 3504872, 300774272},
                               {"vgg16_bn", 138365992, 15470264320},
                               {"resnet18", 11689512, 1814073344},
                               {"densenet121", 7978856, 2834161664},
                               {"efficientnet_b0", 5288548, 385814752}};

std::vector<std::string> sortedLines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::string namesAndShapes(const Graph& graph) {
    std::string text;
    for (const auto& [name, value] : graph.stateDict()) {
        text += name;
        for (const int64_t size : value.sizes()) {
            text += fmt::format(" {}", size);
        }
        text += '\n';
    }
    return text;
}

/// Names and shapes are the peer's, but for what the original does not use.
void checkNames(const ModelEntry& entry, int64_t channels, int64_t classes) {
    INFO(entry.name);
    ModelSpec spec = entry.defaults;
    spec.channels = channels;
    spec.classes = classes;
    std::vector<std::string> theirs = sortedLines(test::peerOutput(
        "models_names.py", fmt::format("{} {} {}", entry.name, channels, classes)));
    const auto unused = [&](const std::string& line) {
        return std::any_of(entry.unused.begin(), entry.unused.end(),
                           [&](const std::string& name) { return line.starts_with(name + "."); });
    };
    // A convolution's weight and the five tensors of a normalisation.
    const auto ignored = std::erase_if(theirs, unused);
    CHECK(ignored == (entry.unused.empty() ? 0 : 6));
    CHECK(sortedLines(namesAndShapes(buildModel(spec))) == theirs);
}

void checkAgainstPeer(const Known& known, int64_t side) {
    const ModelEntry& entry = modelEntry(known.name);
    std::istringstream said(test::peerOutput(
        "models_macs.py", fmt::format("{} {} {} {}", known.name, entry.defaults.channels,
                                      entry.defaults.classes, side)));
    int64_t macs = 0;
    int64_t parameters = 0;
    said >> macs >> parameters;
    ModelSpec spec = entry.defaults;
    spec.height = spec.width = side;
    const GraphCost cost = computeCost(buildModel(spec));
    INFO(known.name << " at " << side);
    CHECK(cost.macs == macs);
    CHECK(cost.parameters + known.unused == parameters);
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

TEST_CASE("names, shapes and MACs of the CIFAR forms are those of PyTorch") {
    if (!test::havePeer()) {
        WARN("python3-torch is not installed; networks were not compared");
        return;
    }
    for (const Known& known : kCifar) {
        checkNames(modelEntry(known.name), 3, 10);
        checkNames(modelEntry(known.name), 1, 7);
        checkAgainstPeer(known, 32);
    }
    // Sizes that are not a multiple of the network's strides.
    checkAgainstPeer(kCifar[0], 27);
    checkAgainstPeer(kCifar[2], 28);
    checkAgainstPeer(kCifar[4], 29);
}

TEST_CASE("names, shapes and MACs of the ImageNet forms are those of torchvision") {
    if (!test::havePeer("numpy, torch, torchvision")) {
        WARN("python3-torchvision is not installed; networks were not compared");
        return;
    }
    for (const Known& known : kImageNet) {
        checkNames(modelEntry(known.name), 3, 1000);
        checkAgainstPeer(known, 224);
    }
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
