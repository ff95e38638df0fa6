// Rankings of channels against the same in PyTorch.
#include "core/prune/channel_saliency.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "core/base/file.h"
#include "core/io/pytorch_module.h"
#include "core/models/registry.h"
#include "tests/support/catch.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"
#include "tests/support/scratch.h"

namespace secateur::test {

namespace {

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

}  // namespace

TEST_CASE("channels are ranked as in PyTorch", "[peer]") {
    if (!havePeer("torch")) {
        notTested("python3-torch is not installed; rankings were not compared");
        return;
    }
    for (const char* model : {"mobilenet_v2_cifar", "resnet18_cifar"}) {
        INFO(model);
        const Graph graph = buildModel({model, 3, 10, 32, 32, ""}, 7);
        std::vector<ChannelGroup> groups = channelGroups(graph);
        std::erase_if(groups, [](const ChannelGroup& group) {
            return !group.fixed.empty() ||
                   !std::all_of(group.slices.begin(), group.slices.end(),
                                [&](const auto& slice) { return whole(slice, group.width); });
        });
        REQUIRE(groups.size() > 10);
        const Scratch folder;
        const PytorchModule module = pytorchModule(graph, {});
        writeFile(folder / "network.pth", module.weights.data(), module.weights.size());
        const std::string text = groupsText(graph, groups);
        writeFile(folder / "groups.txt", text.data(), text.size());
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

}  // namespace secateur::test
