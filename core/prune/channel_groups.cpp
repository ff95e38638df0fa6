#include "core/prune/channel_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/graph/shapes.h"

namespace secateur {

namespace {

/// A single channel somewhere in the network; the same number wherever it is handed on.
using Channel = int32_t;
using Channels = std::vector<Channel>;

/// Channels that go together (union by lower number: a root is the first that was made).
class Ties {
 public:
    Channel make() {
        m_parent.push_back(static_cast<Channel>(m_parent.size()));
        return m_parent.back();
    }
    Channel root(Channel channel) {
        while (at(channel) != channel) {
            at(channel) = at(at(channel));
            channel = at(channel);
        }
        return channel;
    }
    void tie(Channel a, Channel b) {
        const Channel first = root(a);
        const Channel second = root(b);
        at(std::max(first, second)) = std::min(first, second);
    }
    size_t count() const { return m_parent.size(); }

 private:
    Channel& at(Channel channel) { return m_parent[static_cast<size_t>(channel)]; }

    std::vector<Channel> m_parent;
};

/// A convolution of several groups, of which the depthwise one has a channel in each.
bool isGrouped(const Node& node) {
    const auto* conv = std::get_if<Conv2d>(&node.op);
    return conv != nullptr && conv->groups > 1;
}

/// Walks the graph once: which channels each node's output holds, and which are tied.
class ChannelWalk {
 public:
    explicit ChannelWalk(const Graph& graph) : m_graph(graph) {
        const std::vector<FeatureShape> shapes = inferShapes(graph);
        for (NodeId id = 0; id < graph.size(); ++id) {
            m_outputs.push_back(outputOf(graph.node(id), shapes));
        }
        for (const Channel channel : m_outputs.back()) {
            fix(channel, "the network's output");
        }
    }

    /// Of the output of `id`, root channels.
    Channels outputs(NodeId id) {
        Channels roots = m_outputs[static_cast<size_t>(id)];
        for (Channel& channel : roots) {
            channel = m_ties.root(channel);
        }
        return roots;
    }
    /// Nodes that make channels, in the graph's order.
    const std::vector<NodeId>& makers() const { return m_makers; }
    size_t channelCount() const { return m_ties.count(); }
    /// Root channel to the nodes that choose it among others, in the graph's order.
    std::map<Channel, std::vector<NodeId>> selected() {
        std::map<Channel, std::vector<NodeId>> selections;
        for (const auto& [channel, nodes] : m_selected) {
            std::vector<NodeId>& all = selections[m_ties.root(channel)];
            all.insert(all.end(), nodes.begin(), nodes.end());
        }
        for (auto& [channel, nodes] : selections) {
            std::sort(nodes.begin(), nodes.end());
            nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
        }
        return selections;
    }
    /// Root channel to the reason.
    std::map<Channel, std::string> fixed() {
        std::map<Channel, std::string> reasons;
        for (const auto& [channel, reason] : m_fixed) {
            reasons.emplace(m_ties.root(channel), reason);
        }
        return reasons;
    }

 private:
    void fix(Channel channel, const std::string& reason) { m_fixed.emplace(channel, reason); }

    Channels made(const Node& node, int64_t count) {
        m_makers.push_back(*m_graph.find(node.name));
        Channels channels(static_cast<size_t>(count));
        for (Channel& channel : channels) {
            channel = m_ties.make();
        }
        return channels;
    }

    static Channels repeated(const Channels& channels, int64_t times) {
        Channels result;
        result.reserve(channels.size() * static_cast<size_t>(times));
        for (const Channel channel : channels) {
            result.insert(result.end(), static_cast<size_t>(times), channel);
        }
        return result;
    }

    const Channels& input(const Node& node, size_t index = 0) const {
        return m_outputs[static_cast<size_t>(node.inputs[index])];
    }

    /// What a group reads and what it makes goes together.
    Channels convolved(const Node& node, const Conv2d& op) {
        if (op.groups == 1) {
            return made(node, op.outChannels);
        }
        const auto size = static_cast<size_t>(op.inChannels / op.groups);
        Channels firsts;
        for (size_t i = 0; i < input(node).size(); ++i) {
            const Channel first = input(node)[i - i % size];
            m_ties.tie(first, input(node)[i]);
            if (i % size == 0) {
                firsts.push_back(first);
            }
        }
        return repeated(firsts, op.outChannels / op.groups);
    }

    Channels tied(const Node& node) {
        for (size_t other = 1; other < node.inputs.size(); ++other) {
            for (size_t i = 0; i < input(node).size(); ++i) {
                m_ties.tie(input(node)[i], input(node, other)[i]);
            }
        }
        return input(node);
    }

    Channels concatenated(const Node& node) const {
        Channels all;
        for (size_t i = 0; i < node.inputs.size(); ++i) {
            all.insert(all.end(), input(node, i).begin(), input(node, i).end());
        }
        return all;
    }

    /// Each selection keeps one channel at least: those that it takes are a group of their own.
    Channels selected(const Node& node, const SelectChannels& op) {
        Channels channels;
        for (const int64_t channel : op.channels) {
            channels.push_back(input(node)[static_cast<size_t>(channel)]);
        }
        if (op.channels.size() != input(node).size()) {
            for (const Channel channel : channels) {
                m_selected[channel].push_back(*m_graph.find(node.name));
            }
        }
        return channels;
    }

    Channels normalised(const Node& node) {
        for (const Channel channel : input(node)) {
            fix(channel, fmt::format("{} normalises over all channels", node.name));
        }
        return input(node);
    }

    Channels networkInput(const Node& node, const Input& op) {
        Channels channels = made(node, op.channels);
        for (const Channel channel : channels) {
            fix(channel, "the network's input");
        }
        return channels;
    }

    Channels outputOf(const Node& node, const std::vector<FeatureShape>& shapes) {
        return std::visit(Overloaded{
                              [&](const Input& op) { return networkInput(node, op); },
                              [&](const Conv2d& op) { return convolved(node, op); },
                              [&](const Linear& op) { return made(node, op.outFeatures); },
                              [&](const Add&) { return tied(node); },
                              [&](const Multiply&) { return tied(node); },
                              [&](const Concat&) { return concatenated(node); },
                              [&](const SelectChannels& op) { return selected(node, op); },
                              [&](const LayerNorm2d&) { return normalised(node); },
                              [&](const Flatten&) {
                                  const FeatureShape& shape =
                                      shapes[static_cast<size_t>(node.inputs.front())];
                                  return repeated(input(node), shape[1] * shape[2]);
                              },
                              [&](const auto&) { return input(node); },
                          },
                          node.op);
    }

    const Graph& m_graph;
    Ties m_ties;
    std::vector<Channels> m_outputs;
    std::vector<NodeId> m_makers;
    std::map<Channel, std::string> m_fixed;
    std::map<Channel, std::vector<NodeId>>
        m_selected;  ///< by which nodes, of a part of their input
};

/// Sorts the channels of a walk into groups and notes where each is.
class GroupMaker {
 public:
    explicit GroupMaker(const Graph& graph) : m_graph(graph), m_walk(graph) {}

    std::vector<ChannelGroup> make() {
        collect();
        for (NodeId id = 0; id < m_graph.size(); ++id) {
            const Node& node = m_graph.node(id);
            const bool selects = std::holds_alternative<SelectChannels>(node.op);
            const bool reads = (node.isWeighted() && !isGrouped(node)) || selects;
            if (reads) {
                slice(id, ChannelAxis::Input, m_walk.outputs(node.inputs.front()));
            }
            if (node.isWeighted() || selects || std::holds_alternative<BatchNorm2d>(node.op) ||
                std::holds_alternative<ChannelAffine>(node.op)) {
                slice(id, ChannelAxis::Output, m_walk.outputs(id));
            }
        }
        return std::move(m_groups);
    }

 private:
    struct Place {
        int32_t group = -1;
        int64_t channel = 0;
    };
    struct Kind {
        std::string fixed;             ///< why they cannot be cut
        std::vector<NodeId> makers;    ///< the layers that make them
        std::vector<NodeId> selected;  ///< the nodes that choose them among others

        auto operator<=>(const Kind&) const = default;
    };

    void collect() {
        std::vector<std::vector<NodeId>> makersOf(m_walk.channelCount());
        for (const NodeId maker : m_walk.makers()) {
            for (const Channel root : m_walk.outputs(maker)) {
                std::vector<NodeId>& makers = makersOf[static_cast<size_t>(root)];
                if (makers.empty() || makers.back() != maker) {
                    makers.push_back(maker);
                }
            }
        }
        const std::map<Channel, std::string> fixed = m_walk.fixed();
        const std::map<Channel, std::vector<NodeId>> selected = m_walk.selected();
        m_places.resize(m_walk.channelCount());
        std::map<Kind, int32_t> groupOf;
        for (const NodeId maker : m_walk.makers()) {
            for (const Channel root : m_walk.outputs(maker)) {
                Place& place = m_places[static_cast<size_t>(root)];
                if (place.group >= 0) {
                    continue;
                }
                const auto reason = fixed.find(root);
                const auto chosen = selected.find(root);
                const Kind kind{reason == fixed.end() ? std::string() : reason->second,
                                makersOf[static_cast<size_t>(root)],
                                chosen == selected.end() ? std::vector<NodeId>() : chosen->second};
                const auto [found, isNew] =
                    groupOf.emplace(kind, static_cast<int32_t>(m_groups.size()));
                if (isNew) {
                    addGroup(kind);
                }
                place.group = found->second;
                place.channel = m_groups[static_cast<size_t>(place.group)].width++;
            }
        }
    }

    void addGroup(const Kind& kind) {
        const Node& first = m_graph.node(kind.makers.front());
        ChannelGroup group;
        group.name = first.name;
        for (int number = 2; !m_names.insert(group.name).second; ++number) {
            group.name = fmt::format("{}#{}", first.name, number);
        }
        group.block = first.block;
        group.role = first.role;
        group.fixed = kind.fixed;
        for (const NodeId maker : kind.makers) {
            group.makers.push_back(m_graph.node(maker).name);
        }
        m_groups.push_back(std::move(group));
    }

    void slice(NodeId id, ChannelAxis axis, const Channels& roots) {
        for (size_t i = 0; i < roots.size(); ++i) {
            const Place& place = m_places[static_cast<size_t>(roots[i])];
            std::vector<ChannelSlice>& slices = m_groups[static_cast<size_t>(place.group)].slices;
            if (slices.empty() || slices.back().node != id || slices.back().axis != axis) {
                slices.push_back({id, axis, {}, {}});
            }
            slices.back().positions.push_back(static_cast<int64_t>(i));
            slices.back().channels.push_back(place.channel);
        }
    }

    const Graph& m_graph;
    ChannelWalk m_walk;
    std::vector<Place> m_places;  ///< by root channel
    std::vector<ChannelGroup> m_groups;
    std::set<std::string> m_names;
};

}  // namespace

std::vector<ChannelGroup> channelGroups(const Graph& graph) {
    return GroupMaker(graph).make();
}

const ChannelGroup& requireGroup(const Graph& graph, const std::vector<ChannelGroup>& groups,
                                 const std::string& name) {
    std::string candidates;
    for (const ChannelGroup& group : groups) {
        if (group.name == name) {
            return group;
        }
        if (group.fixed.empty()) {
            candidates += (candidates.empty() ? "one of " : ", ") + group.name;
        }
    }
    if (const auto id = graph.find(name)) {
        for (const ChannelGroup& group : groups) {
            for (const ChannelSlice& slice : group.slices) {
                if (slice.node == *id && slice.axis == ChannelAxis::Output) {
                    throw Error(ErrorCode::NotFound, "this layer does not name a channel group",
                                {name, group.name + ", which its channels belong to", ""});
                }
            }
        }
    }
    throw Error(ErrorCode::NotFound, "the network has no such channel group",
                {"", candidates, "'" + name + "'"});
}

}  // namespace secateur
