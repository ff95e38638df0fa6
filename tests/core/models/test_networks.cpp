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

/// The members of the families that torchvision has.
constexpr Known kFamilies[] = {{"vgg11", 132863336, 0},          {"vgg13_bn", 133053736, 0},
                               {"vgg19_bn", 143678248, 0},       {"resnet34", 21797672, 0},
                               {"resnet50", 25557032, 0},        {"resnet101", 44549160, 0},
                               {"resnet152", 60192808, 0},       {"densenet161", 28681000, 0},
                               {"densenet169", 14149480, 0},     {"densenet201", 20013928, 0},
                               {"efficientnet_b1", 7794184, 0},  {"efficientnet_b2", 9109994, 0},
                               {"efficientnet_b3", 12233232, 0}, {"efficientnet_b4", 19341616, 0},
                               {"efficientnet_b5", 30389784, 0}, {"efficientnet_b6", 43040704, 0},
                               {"efficientnet_b7", 66347960, 0}};
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

TEST_CASE("every member of a family has torchvision's number of parameters") {
    // As its model documentation gives them (weights' meta, num_params).
    for (const Known& known : kFamilies) {
        INFO(known.name);
        const Graph graph = buildModel(modelEntry(known.name).defaults, std::nullopt);
        CHECK(computeCost(graph).parameters == known.parameters);
    }
    ModelSpec spec = modelEntry("mobilenet_v2").defaults;
    spec.widthMultiple = 0.5;
    CHECK(computeCost(buildModel(spec, std::nullopt)).parameters == 1968680);
    spec.widthMultiple = 1.4;
    CHECK(computeCost(buildModel(spec, std::nullopt)).parameters == 6108776);
    CHECK_THROWS_AS(buildModel({"resnet18", 3, 10, 32, 32, "", "", 0.5}), Error);
    CHECK_THROWS_AS(buildModel({"vgg16_cifar", 3, 10, 32, 32, "", "cifar"}), Error);
}

TEST_CASE("names and shapes of the families are those of torchvision", "[peer]") {
    if (!test::havePeer("numpy, torch, torchvision")) {
        test::notTested("python3-torchvision is not installed; networks were not compared");
        return;
    }
    std::vector<ModelSpec> specs;
    for (const char* name : {"vgg13", "resnet50", "densenet161", "efficientnet_b5"}) {
        const int64_t side = std::string(name).starts_with("vgg") ? 224 : 64;
        specs.push_back(sized(name, 3, 12, side));
        specs.back().hidden = modelEntry(name).defaults.hidden;
    }
    checkAgainstPeer(specs);
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
        const Graph graph = buildModel(entry.defaults, std::nullopt);
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
