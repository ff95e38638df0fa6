#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/op.h"
#include "core/graph/qparams.h"

namespace secateur {

/// One tensor of a node. Its name in a PyTorch state_dict is the node's name + "." + slot.
struct Parameter {
    std::string slot;  ///< "weight", "bias", "running_mean", ...
    at::Tensor value;
    bool trainable = true;  ///< false for buffers
};

struct Node {
    std::string name;  ///< unique; for nodes with parameters, the prefix in the state_dict
    Op op;
    std::vector<NodeId> inputs;
    std::vector<Parameter> parameters;
    std::string block;  ///< what the node belongs to on the screen: "stem", "block 3", "head"
    /// What a layer is for within its block, the same word in all blocks of a network: "expand",
    /// "depthwise", "project", "shortcut", "growth", "squeeze", ..., or empty.
    std::string role;
    /// Set by the lower_int8 pass: the node's output is quantized with these. A weight is then
    /// qint8, per channel or per tensor, and its bias qint32; or both are float where the layer is
    /// kept in FP32.
    std::optional<QuantParams> quant;

    bool hasParameter(const std::string& slot) const;
    /// Throws Error(Internal) if there is no such slot.
    const at::Tensor& parameter(const std::string& slot) const;
    void setParameter(const std::string& slot, at::Tensor value);
    /// A convolution or a linear layer: what pruning and quantization are about.
    bool isWeighted() const;
    /// Weighted, with integers for weights: what INT8 kernels compute.
    bool hasIntegerWeight() const;
    /// With real numbers in place of integer parameters.
    Node dequantized() const;
};

constexpr const char* kCifarStrides = "cifar";
constexpr const char* kImagenetStrides = "imagenet";

/// How the graph was made; enough to make it again. Written into files beside the weights.
struct ModelSpec {
    std::string name;  ///< a registry name, for example "mobilenet_v2_cifar"
    int64_t channels = 3;
    int64_t classes = 10;
    int64_t height = 32;
    int64_t width = 32;
    std::string activation;  ///< one that the registry's entry offers
    /// "cifar" (the size of small images is kept in the first layers) or "imagenet"; empty: as the
    /// layout has it.
    std::string strides = {};
    double widthMultiple = 1;          ///< of all widths, where the network can be scaled
    std::vector<int64_t> hidden = {};  ///< widths of linear layers before the last one
    bool operator==(const ModelSpec&) const = default;
};

/// A network: nodes in topological order, node 0 the Input, the last node the output (logits
/// [N, classes]). Copying is cheap and shares the tensors; passes therefore make new tensors and
/// never write into those of the graph they were given.
class Graph {
 public:
    ModelSpec spec;

    const std::vector<Node>& nodes() const { return m_nodes; }
    const Node& node(NodeId id) const { return m_nodes[static_cast<size_t>(id)]; }
    Node& node(NodeId id) { return m_nodes[static_cast<size_t>(id)]; }
    NodeId size() const { return static_cast<NodeId>(m_nodes.size()); }
    NodeId output() const { return size() - 1; }
    const Input& input() const;

    /// Appends a node. Throws Error(Internal) on a duplicate name or an input that is not earlier.
    NodeId add(Node node);
    std::optional<NodeId> find(const std::string& name) const;
    /// As find, but throws Error(NotFound) that names the nearest candidates.
    NodeId require(const std::string& name) const;

    /// The same, and InvalidArgument unless the layer has weights.
    NodeId requireWeighted(const std::string& name) const;

    /// Convolutions and linear layers in topological order.
    std::vector<NodeId> weightedNodes() const;
    /// For every node, the nodes that read its output.
    std::vector<std::vector<NodeId>> consumers() const;
    /// For every node, the last node that reads its output (itself if nobody does).
    std::vector<NodeId> lastUse() const;

    /// A copy that shares no tensor with this one.
    Graph clone() const;
    /// True if a node carries quantization parameters.
    bool quantized() const;

    /// Every parameter under its state_dict name, in node order.
    std::vector<std::pair<std::string, at::Tensor>> stateDict() const;

 private:
    std::vector<Node> m_nodes;
    std::map<std::string, NodeId> m_byName;
};

}  // namespace secateur
