#pragma once

#include "core/passes/slim_channels.h"

namespace secateur::test {

/// What removal means: every convolution and linear layer that reads a removed channel sees nothing
/// from it (its columns of the weight are zero), whatever biases, normalisations and activations
/// make of the channel on its way.
inline Graph maskChannels(const Graph& graph, const ChannelRemoval& removal) {
    Graph masked = graph;
    for (const auto& [id, removed] : removal) {
        Node& node = masked.node(id);
        if (!removed.inputs.empty() && node.isWeighted()) {
            node.setParameter("weight", maskedColumns(node.parameter("weight"), removed.inputs));
        }
    }
    return masked;
}

}  // namespace secateur::test
