// Rankings of channels against the same in PyTorch.
#include "core/prune/channel_saliency.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <sstream>

#include "core/analysis/image_scores.h"
#include "core/base/file.h"
#include "core/data/memory_dataset.h"
#include "core/io/pytorch_module.h"
#include "core/models/registry.h"
#include "tests/support/catch.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"
#include "tests/support/scratch.h"

namespace secateur::test {

namespace {

/// As in the peer script.
MemoryDataset waves(int64_t count, int64_t side) {
    std::vector<uint8_t> pixels;
    std::vector<uint8_t> labels;
    for (int64_t n = 0; n < count; ++n) {
        labels.push_back(static_cast<uint8_t>(n % 10));
        for (int64_t i = 0; i < side * side * 3; ++i) {
            pixels.push_back(static_cast<uint8_t>((37 * n + 11 * i + 5 * i * n) % 256));
        }
    }
    return MemoryDataset({3, side, side}, pixels, labels);
}

ImageScores scoresOn(const Graph& graph, PruneCriterion criterion, const MemoryDataset& images,
                     int64_t batch, int workers) {
    std::vector<int64_t> indices(static_cast<size_t>(images.size()));
    std::iota(indices.begin(), indices.end(), 0);
    return imageScores(graph, criterion,
                       {&images, {{0.5, 0.5, 0.5}, {0.25, 0.25, 0.25}}, indices, batch}, workers,
                       {});
}

std::vector<double> numbers(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.contiguous();
    return {flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel()};
}

bool whole(const ChannelSlice& slice, int64_t width) {
    for (int64_t k = 0; k < width; ++k) {
        if (slice.positions.size() != static_cast<size_t>(width) ||
            slice.positions[static_cast<size_t>(k)] != k ||
            slice.channels[static_cast<size_t>(k)] != k) {
            return false;
        }
    }
    return true;
}

/// The script knows groups that are all of every layer they are in.
std::string groupsText(const Graph& graph, const std::vector<ChannelGroup>& groups) {
    std::string text;
    for (const ChannelGroup& group : groups) {
        text += fmt::format("{} {}\n", group.name, group.width);
        for (const ChannelSlice& slice : group.slices) {
            const Node& node = graph.node(slice.node);
            if (node.isWeighted() || std::holds_alternative<BatchNorm2d>(node.op)) {
                text += fmt::format("  {}.weight {}\n", node.name,
                                    slice.axis == ChannelAxis::Output ? 0 : 1);
            }
        }
    }
    return text;
}

/// The groups that the script knows, and what it reads in the folder.
std::vector<ChannelGroup> writeNetwork(const Graph& graph, const Scratch& folder) {
    std::vector<ChannelGroup> groups = channelGroups(graph);
    std::erase_if(groups, [](const ChannelGroup& group) {
        return !group.fixed.empty() ||
               !std::all_of(group.slices.begin(), group.slices.end(),
                            [&](const auto& slice) { return whole(slice, group.width); });
    });
    const PytorchModule module = pytorchModule(graph, {});
    writeFile(folder / "network.py", module.source.data(), module.source.size());
    writeFile(folder / "network.pth", module.weights.data(), module.weights.size());
    const std::string text = groupsText(graph, groups);
    writeFile(folder / "groups.txt", text.data(), text.size());
    return groups;
}

}  // namespace

TEST_CASE("channels are ranked as in PyTorch", "[peer]") {
    if (!havePeer("torch")) {
        notTested("python3-torch is not installed; rankings were not compared");
        return;
    }
    for (const char* model : {"mobilenet_v2_cifar", "resnet18_cifar"}) {
        INFO(model);
        const Graph graph = buildModel({model, 3, 10, 32, 32, ""}, 7);
        const Scratch folder;
        const std::vector<ChannelGroup> groups = writeNetwork(graph, folder);
        REQUIRE(groups.size() > 10);
        std::istringstream lines(
            peerOutput("channel_saliency.py", fmt::format("\"{}\"", folder / ".")));
        size_t compared = 0;
        for (std::string line; std::getline(lines, line); ++compared) {
            std::istringstream words(line);
            std::string name;
            std::string criterion;
            words >> name >> criterion;
            const std::vector<double> ours = channelSaliency(
                graph, requireGroup(graph, groups, name), enumFromName<PruneCriterion>(criterion));
            INFO(name << " " << criterion);
            for (const double score : ours) {
                double theirs = 0.0;
                REQUIRE(words >> theirs);
                CHECK(score == Approx(theirs).epsilon(1e-9));
            }
        }
        CHECK(compared == 5 * groups.size());
    }
}

TEST_CASE("images say of channels and weights what they say in PyTorch", "[peer]") {
    if (!havePeer("torch")) {
        notTested("python3-torch is not installed; rankings by images were not compared");
        return;
    }
    for (const char* model : {"mobilenet_v2_cifar", "resnet18_cifar"}) {
        INFO(model);
        const Graph graph = buildModel({model, 3, 10, 32, 32, ""}, 7);
        const Scratch folder;
        const std::vector<ChannelGroup> groups = writeNetwork(graph, folder);
        const MemoryDataset images = waves(11, 32);
        std::map<std::string, ImageScores> scores;
        for (const CriterionTraits& traits : pruneCriteria()) {
            if (traits.images) {
                scores.emplace(enumName(traits.criterion),
                               scoresOn(graph, traits.criterion, images, 4, 2));
            }
        }
        std::istringstream lines(
            peerOutput("image_scores.py", fmt::format("\"{}\" 11 32", folder / ".")));
        size_t compared = 0;
        for (std::string line; std::getline(lines, line); ++compared) {
            std::istringstream words(line);
            std::string name;
            std::string criterion;
            words >> name >> criterion;
            INFO(name << " " << criterion);
            const ImageScores& found = scores.at(criterion);
            const std::vector<double> ours =
                criterion == "wanda" ? numbers(found.inputs.at(name)) : found.channels.at(name);
            const double largest = *std::max_element(ours.begin(), ours.end());
            double apart = 0.0;
            for (const double score : ours) {
                double theirs = 0.0;
                REQUIRE(words >> theirs);
                apart = std::max(apart, std::abs(score - theirs));
            }
            CHECK(largest > 0.0);
            // An activation within rounding of zero is one there and none here: of 11 * 16 or more.
            CHECK(apart < (criterion == "apoz" ? 0.012 : 1e-4) * largest);
        }
        CHECK(compared == 3 * groups.size() + graph.weightedNodes().size());
    }
}

}  // namespace secateur::test
