#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/random.h"
#include "core/graph/graph.h"

namespace secateur {

/// What random parameters are a function of. Without one a graph has its structure only: weights
/// are placeholders that take no memory, zeros of the right shape expanded from one element.
using Seed = std::optional<uint64_t>;

/// Appends nodes to a graph, with parameters initialised as PyTorch's modules are: convolution and
/// linear weights uniform in +-1/sqrt(fan-in) (kaiming_uniform with a = sqrt(5)), batch
/// normalisation 1 and 0. The values are a function of the seed (not torch's generator).
class GraphBuilder {
 public:
    /// `block`: of the input and what follows it.
    GraphBuilder(const ModelSpec& spec, Seed seed, const std::string& block = "stem");

    /// All nodes that follow belong to `block` (until the next call).
    void beginBlock(const std::string& block);

    NodeId input() const { return 0; }
    NodeId conv(const std::string& name, NodeId from, int64_t outChannels, int64_t kernel,
                int64_t stride = 1, int64_t groups = 1, const std::string& role = "",
                bool bias = false);
    NodeId batchNorm(const std::string& name, NodeId from);
    NodeId activation(const std::string& name, NodeId from, ActivationKind kind);
    NodeId add(const std::string& name, NodeId a, NodeId b);
    /// `gate` has a's channels, and a's height and width or 1 and 1.
    NodeId multiply(const std::string& name, NodeId a, NodeId gate);
    NodeId concat(const std::string& name, const std::vector<NodeId>& from);
    NodeId maxPool(const std::string& name, NodeId from, int64_t kernel, int64_t stride,
                   int64_t padding = 0);
    NodeId avgPool(const std::string& name, NodeId from, int64_t kernel, int64_t stride);
    NodeId globalAvgPool(const std::string& name, NodeId from);
    /// `pixels`: height * width of `from`.
    NodeId flatten(const std::string& name, NodeId from, int64_t pixels = 1);
    NodeId dropout(const std::string& name, NodeId from, double p);
    NodeId linear(const std::string& name, NodeId from, int64_t outFeatures);

    int64_t channelsOf(NodeId id) const { return m_channels[static_cast<size_t>(id)]; }
    Graph finish() { return std::move(m_graph); }

 private:
    NodeId append(Node node, int64_t channels);
    at::Tensor uniform(at::IntArrayRef shape, double bound);

    Graph m_graph;
    std::vector<int64_t> m_channels;
    std::string m_block;
    std::optional<Random> m_random;
};

}  // namespace secateur
