#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/graph/op.h"

namespace secateur {

class Graph;

enum class ChannelAxis {
    Output,  ///< what the node makes: dimension 0 of a weight, a BatchNorm2d's channels
    Input,   ///< what it reads: dimension 1 of a weight (after Flatten C * H * W columns)
};

/// What one node has of a group: its position positions[k] along the axis belongs to the group's
/// channel channels[k].
struct ChannelSlice {
    NodeId node = 0;
    ChannelAxis axis = ChannelAxis::Output;
    std::vector<int64_t> positions;  ///< ascending
    std::vector<int64_t> channels;
};

/// Channels that the same layers make and of which each can be cut only everywhere at once.
struct ChannelGroup {
    std::string name;                 ///< the first layer that makes them; see channelGroups
    std::string block;                ///< that layer's
    std::string role;                 ///< that layer's
    std::vector<std::string> makers;  ///< all layers that make them (none of several groups)
    int64_t width = 0;                ///< channels: 0 to width - 1, in the first maker's order
    std::vector<ChannelSlice> slices;
    std::string fixed;  ///< why not one can be cut; empty if they can
};

/// The dependency groups of any graph, by one walk (after DepGraph, Fang et al. 2023,
/// https://arxiv.org/abs/2301.12900). Convolutions and linear layers make channels;
/// normalisations, activations, pooling and dropout hand them on, and so do convolutions with
/// several groups, depthwise ones above all: what a group reads and makes is one channel; Flatten
/// spreads a channel over H * W columns; the inputs of an addition or a multiplication have their
/// channels in common; a concatenation puts them one after another, a selection takes some of them.
/// In the order in which they are made.
///
/// Where a layer's channels belong to several groups (a part of them is concatenated and added, is
/// selected, or is fixed) the later groups are called "layer#2", "layer#3".
///
/// Fixed are the network's input, its output, and what a layer norm normalises.
std::vector<ChannelGroup> channelGroups(const Graph& graph);

/// Error(NotFound) that lists names; for a layer that hands channels on, it names their group.
const ChannelGroup& requireGroup(const Graph& graph, const std::vector<ChannelGroup>& groups,
                                 const std::string& name);

}  // namespace secateur
