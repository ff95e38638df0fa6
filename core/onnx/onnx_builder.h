#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/graph/graph.h"
#include "core/onnx/onnx_layout.h"

namespace secateur {

/// Thrown for an ONNX node that is understood, but cannot be a part of a graph; `what()` says why,
/// or nothing where the operator itself is not known.
class OnnxUnread : public std::runtime_error {
    using runtime_error::runtime_error;
};

/// The integers that a constant stands for by a DequantizeLinear, zero points taken off (int64),
/// with their scales (float64, [] or one a channel of `axis`).
struct OnnxIntegers {
    at::Tensor values;
    at::Tensor scales;
    int64_t axis = 0;
};

/// How a value is rounded, between QuantizeLinear and DequantizeLinear.
struct OnnxRounding {
    QuantParams params;
    int64_t shift = 0;   ///< by which our integers are higher than the file's: 128 for int8
    bool owned = false;  ///< nobody reads the value as it was before
};

/// What an ONNX name stands for: a constant, or what a node of the graph gives, seen in a layout.
struct OnnxValue {
    at::Tensor constant;
    NodeId node = -1;
    OnnxLayout layout;
    /// Nobody else reads what the node gives: whoever reads this may change the node.
    bool sole = true;
    int32_t type = 0;  ///< TensorProto::DataType of a constant, where it is known
    std::optional<OnnxIntegers> integers = {};
    std::optional<OnnxRounding> rounding = {};

    bool isConstant() const { return constant.defined(); }
    bool isFeature() const { return node >= 0; }
    std::vector<int64_t> dims() const {
        return isConstant() ? constant.sizes().vec() : layout.dims();
    }
};

/// Two values that an operation combines element by element. `b` may have one pixel where `a` has
/// many.
struct OnnxPair {
    NodeId a = 0;
    NodeId b = 0;
    OnnxLayout layout;
};

/// A graph that grows out of ONNX nodes. All members that want a form of a value that it does not
/// have throw OnnxUnread.
class OnnxBuilder {
 public:
    /// A batch of `batch` images (a number that no other size is taken for).
    OnnxBuilder(const FeatureShape& images, int64_t batch);

    int64_t batch() const { return m_batch; }
    const FeatureShape& shapeOf(const OnnxValue& value) const { return shape(value.node); }
    Node& node(NodeId id) { return m_graph.node(id); }
    bool isFlat(NodeId id) const { return m_flat[static_cast<size_t>(id)]; }

    /// Appends a node. Errors: Mismatch (its inputs do not fit), CorruptData.
    NodeId add(const std::string& name, Op op, const std::vector<NodeId>& inputs,
               std::vector<Parameter> parameters = {});
    /// What a node gives, as (batch), (channels), (height), (width).
    OnnxValue map(NodeId id) const;
    /// What a node with the layout of its input gives.
    static OnnxValue like(const OnnxValue& value, NodeId id) {
        return {{}, id, value.layout, true};
    }

    /// The node that gives the value as [N, C, H, W].
    NodeId mapOf(const OnnxValue& value, const std::string& name);
    /// The value with its channels in the order in which the layout runs through them.
    OnnxValue ordered(const OnnxValue& value, const std::string& name);
    /// The node whose channels are the last axis of the value.
    OnnxValue lastChannels(const OnnxValue& value, const std::string& name);
    /// The node that gives the value as [N, features]; `order`: for each of them its place in what
    /// that node gives, empty where it is the same.
    NodeId flatOf(const OnnxValue& value, const std::string& name, int64_t features,
                  std::vector<int64_t>& order);
    /// The elements `picked` along an axis of channels.
    OnnxValue selected(const OnnxValue& value, int64_t axis, const std::vector<int64_t>& picked,
                       const std::string& name);
    /// `broadcast`: one of the two may have one pixel.
    OnnxPair paired(const OnnxValue& a, const OnnxValue& b, bool broadcast,
                    const std::string& name);
    /// A node's output as a map: a linear layer of one pixel is then a 1x1 convolution.
    NodeId asMap(NodeId id);
    /// A node's output as a vector.
    NodeId asFlat(NodeId id, const std::string& name);

    /// The value as its rounding leaves it: the node's output is rounded, or a node is added that
    /// does it, where others read it as it was.
    OnnxValue rounded(const OnnxValue& value, const std::string& name);

    /// scale * value + shift, each of one element or one a channel, or undefined.
    OnnxValue affine(const OnnxValue& value, at::Tensor scale, at::Tensor shift,
                     const std::string& name);
    /// A constant that is combined with the value, as one number a channel.
    at::Tensor perChannel(const OnnxValue& value, const at::Tensor& constant) const;

    /// The graph of the nodes that the value needs, whose output it is, as [N, classes].
    Graph finish(const OnnxValue& output);

 private:
    const FeatureShape& shape(NodeId id) const { return m_shapes[static_cast<size_t>(id)]; }
    bool absorbed(const OnnxValue& value, const at::Tensor& scale, const at::Tensor& shift);
    std::vector<int64_t> channelsOf(const OnnxValue& value) const;

    Graph m_graph;
    int64_t m_batch;
    std::vector<FeatureShape> m_shapes;
    std::vector<bool> m_flat;  ///< [N, features] and not [N, C, H, W]
    std::map<NodeId, NodeId> m_flattened;
    std::multimap<NodeId, NodeId> m_rounded;  ///< nodes that round what another one gives
};

}  // namespace secateur
