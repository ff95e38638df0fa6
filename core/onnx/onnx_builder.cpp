#include "core/onnx/onnx_builder.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "core/base/error.h"
#include "core/graph/quantized_tensor.h"
#include "core/graph/shapes.h"

namespace secateur {

namespace {

constexpr int64_t kMostChannels = int64_t{1} << 22;

bool onePixel(const FeatureShape& shape) {
    return shape[1] == 1 && shape[2] == 1;
}

/// The axes of a gate are those of what it gates, or have one step.
bool gates(const OnnxLayout& gate, const OnnxLayout& gated) {
    for (size_t axis = 0; axis < gate.axes().size(); ++axis) {
        if (!gate.axes()[axis].empty() && gate.axes()[axis] != gated.axes()[axis]) {
            return false;
        }
    }
    return true;
}

/// A layer with integers for weights takes what follows into its scales.
bool absorbedByScales(Node& node, const at::Tensor& scale, const at::Tensor& shift) {
    if (!(scale > 0).all().item<bool>()) {
        return false;
    }
    const at::Tensor weight = node.parameter("weight");
    const int64_t channels = weight.size(0);
    if (!scale.eq(1).all().item<bool>()) {
        const at::Tensor scales = (storedScales(weight) * scale.expand({channels})).to(at::kFloat);
        node.setParameter("weight", quantizedTensor(weight.int_repr(), scales.to(at::kDouble)));
    }
    const at::Tensor bias =
        node.hasParameter("bias") ? node.parameter("bias").dequantize() : at::zeros({channels});
    node.setParameter("bias", (bias * scale + shift).expand({channels}).contiguous());
    if (auto* conv = std::get_if<Conv2d>(&node.op)) {
        conv->bias = true;
    } else {
        std::get<Linear>(node.op).bias = true;
    }
    return true;
}

}  // namespace

OnnxBuilder::OnnxBuilder(const FeatureShape& images, int64_t batch) : m_batch(batch) {
    add("input", Input{images[0], images[1], images[2]}, {});
}

NodeId OnnxBuilder::add(const std::string& name, Op op, const std::vector<NodeId>& inputs,
                        std::vector<Parameter> parameters) {
    const bool vector = std::holds_alternative<Linear>(op) || std::holds_alternative<Flatten>(op);
    const bool flat = vector || (!inputs.empty() && isFlat(inputs.front()));
    Node node{name, std::move(op), inputs, std::move(parameters), "", "", {}};
    std::vector<FeatureShape> shapes;
    for (const NodeId input : inputs) {
        shapes.push_back(shape(input));
    }
    m_shapes.push_back(inferShape(node, shapes));
    m_flat.push_back(flat);
    return m_graph.add(std::move(node));
}

OnnxValue OnnxBuilder::map(NodeId id) const {
    return {{}, id, OnnxLayout::map(m_batch, shape(id)), true};
}

std::vector<int64_t> OnnxBuilder::channelsOf(const OnnxValue& value) const {
    if (shapeOf(value)[0] > kMostChannels) {
        throw OnnxUnread("an order of too many channels");
    }
    return value.layout.channels();
}

OnnxValue OnnxBuilder::ordered(const OnnxValue& value, const std::string& name) {
    std::vector<int64_t> order = channelsOf(value);
    if (isCounting(order)) {
        return value;
    }
    const NodeId id = add(name, SelectChannels{std::move(order)}, {value.node});
    return {{}, id, value.layout.recounted(), true};
}

NodeId OnnxBuilder::mapOf(const OnnxValue& value, const std::string& name) {
    const FeatureShape& size = shapeOf(value);
    const OnnxLayout& layout = value.layout;
    if (layout.rank() != 4 || !layout.isOnly(0, OnnxSource::Batch) ||
        !layout.isOnly(1, OnnxSource::Channels) ||
        !layout.isWhole(2, OnnxSource::Height, size[1]) ||
        !layout.isWhole(3, OnnxSource::Width, size[2])) {
        throw OnnxUnread("its input is no [N, C, H, W]");
    }
    return asMap(ordered(value, name).node);
}

OnnxValue OnnxBuilder::lastChannels(const OnnxValue& value, const std::string& name) {
    const int64_t last = value.layout.rank() - 1;
    if (last < 1 || !value.layout.isWhole(last, OnnxSource::Channels, shapeOf(value)[0])) {
        throw OnnxUnread("the last axis of its input are not the channels");
    }
    OnnxValue result = ordered(value, name);
    result.node = asMap(result.node);
    return result;
}

NodeId OnnxBuilder::flatOf(const OnnxValue& value, const std::string& name, int64_t features,
                           std::vector<int64_t>& order) {
    const FeatureShape size = shapeOf(value);
    const std::vector<int64_t> dims = value.layout.dims();
    if (value.layout.rank() != 2 || !value.layout.isOnly(0, OnnxSource::Batch) ||
        dims[0] != m_batch) {
        throw OnnxUnread("its input is no [N, features]");
    }
    if (dims[1] != features) {
        throw Error(ErrorCode::Mismatch, "a layer's input does not fit",
                    {name, std::to_string(features) + " features", std::to_string(dims[1])});
    }
    order = value.layout.places(size);
    if (isCounting(order)) {
        order.clear();
    }
    return asFlat(value.node, name);
}

NodeId OnnxBuilder::asFlat(NodeId id, const std::string& name) {
    if (isFlat(id)) {
        return id;
    }
    const auto known = m_flattened.find(id);
    if (known != m_flattened.end()) {
        return known->second;
    }
    std::string unique = name + ".flatten";
    while (m_graph.find(unique)) {
        unique += "_";
    }
    const NodeId flat = add(unique, Flatten{}, {id});
    m_flattened[id] = flat;
    return flat;
}

NodeId OnnxBuilder::asMap(NodeId id) {
    if (!isFlat(id)) {
        return id;
    }
    Node& flat = m_graph.node(id);
    const NodeId from = flat.inputs.front();
    const bool sameRounding = !flat.quant || flat.quant == m_graph.node(from).quant;
    if (std::holds_alternative<Flatten>(flat.op) && onePixel(shape(from)) && sameRounding) {
        return from;
    }
    for (NodeId reader = id + 1; reader < m_graph.size(); ++reader) {
        const std::vector<NodeId>& inputs = m_graph.node(reader).inputs;
        if (std::find(inputs.begin(), inputs.end(), id) != inputs.end() && !isFlat(reader)) {
            throw OnnxUnread("a vector that is also read as a map");
        }
    }
    auto* linear = std::get_if<Linear>(&flat.op);
    if (linear == nullptr && !std::holds_alternative<Activation>(flat.op) &&
        !std::holds_alternative<Dropout>(flat.op)) {
        throw OnnxUnread("a vector that is read as a map");
    }
    const NodeId input = asMap(from);
    Node& node = m_graph.node(id);
    if (linear != nullptr) {
        Conv2d conv;
        conv.inChannels = linear->inFeatures;
        conv.outChannels = linear->outFeatures;
        conv.bias = linear->bias;
        for (Parameter& parameter : node.parameters) {
            if (parameter.slot == "weight") {
                parameter.value = parameter.value.view({conv.outChannels, conv.inChannels, 1, 1});
            }
        }
        node.op = conv;
    }
    node.inputs = {input};
    m_flat[static_cast<size_t>(id)] = false;
    return id;
}

OnnxValue OnnxBuilder::selected(const OnnxValue& value, int64_t axis,
                                const std::vector<int64_t>& picked, const std::string& name) {
    if (!value.layout.isOnly(axis, OnnxSource::Channels) || picked.empty()) {
        throw OnnxUnread("not along the channels");
    }
    const std::vector<int64_t> all = channelsOf(value);
    int64_t inner = 1;  // channels in the axes after this one
    for (int64_t after = axis + 1; after < value.layout.rank(); ++after) {
        for (const OnnxAtom& atom : value.layout.axes()[static_cast<size_t>(after)]) {
            inner *= atom.source == OnnxSource::Channels ? atom.size : 1;
        }
    }
    const int64_t size = value.layout.dims()[static_cast<size_t>(axis)];
    const int64_t outer = static_cast<int64_t>(all.size()) / (size * inner);
    if (static_cast<int64_t>(picked.size()) > kMostChannels / (outer * inner)) {
        throw OnnxUnread("too many channels");
    }
    std::vector<int64_t> channels;
    for (int64_t o = 0; o < outer; ++o) {
        for (const int64_t i : picked) {
            for (int64_t n = 0; n < inner; ++n) {
                channels.push_back(all[static_cast<size_t>((o * size + i) * inner + n)]);
            }
        }
    }
    const OnnxLayout layout = value.layout.rechannelled(axis, static_cast<int64_t>(picked.size()));
    if (static_cast<int64_t>(channels.size()) == shapeOf(value)[0] && isCounting(channels)) {
        return {{}, value.node, layout, value.sole};
    }
    return {{}, add(name, SelectChannels{std::move(channels)}, {value.node}), layout, true};
}

OnnxPair OnnxBuilder::paired(const OnnxValue& a, const OnnxValue& b, bool broadcast,
                             const std::string& name) {
    const auto pair = [&](const OnnxValue& x, const OnnxValue& y) -> OnnxPair {
        if (isFlat(x.node) && isFlat(y.node)) {
            return {x.node, y.node, x.layout};
        }
        return {asMap(x.node), asMap(y.node), x.layout};
    };
    const auto gate = [&](const OnnxValue& x, const OnnxValue& y) {
        return broadcast && x.layout.rank() == y.layout.rank() && onePixel(shapeOf(y)) &&
               shapeOf(x)[0] == shapeOf(y)[0] && gates(y.layout, x.layout);
    };
    if (a.layout == b.layout && shapeOf(a) == shapeOf(b)) {
        return pair(a, b);
    }
    if (gate(a, b)) {
        return pair(a, b);
    }
    if (gate(b, a)) {
        return pair(b, a);
    }
    const OnnxValue x = map(mapOf(a, name + ".a"));
    const OnnxValue y = map(mapOf(b, name + ".b"));
    if (shapeOf(x) == shapeOf(y) || gate(x, y)) {
        return pair(x, y);
    }
    if (gate(y, x)) {
        return pair(y, x);
    }
    throw OnnxUnread("values of different sizes");
}

at::Tensor OnnxBuilder::perChannel(const OnnxValue& value, const at::Tensor& constant) const {
    const at::Tensor numbers = constant.to(at::kFloat);
    const int64_t rank = value.layout.rank();
    if (numbers.numel() == 1 && numbers.dim() <= rank) {
        return numbers.reshape({1});
    }
    const int64_t shift = rank - numbers.dim();
    int64_t axis = -1;
    for (int64_t dim = 0; dim < numbers.dim(); ++dim) {
        if (numbers.size(dim) == 1) {
            continue;
        }
        if (axis >= 0 || dim + shift < 0) {
            throw OnnxUnread("a constant that is not one number a channel");
        }
        axis = dim + shift;
    }
    const int64_t channels = shapeOf(value)[0];
    if (axis < 0 || !value.layout.isWhole(axis, OnnxSource::Channels, channels) ||
        numbers.numel() != channels) {
        throw OnnxUnread("a constant that is not one number a channel");
    }
    const std::vector<int64_t> order = channelsOf(value);
    at::Tensor result = at::empty({channels});
    result.index_copy_(0, at::tensor(order, at::kLong), numbers.reshape({channels}));
    return result;
}

OnnxValue OnnxBuilder::rounded(const OnnxValue& value, const std::string& name) {
    QuantParams q = value.rounding->params;
    const auto result = [&](NodeId id) { return OnnxValue{{}, id, value.layout, false}; };
    Node& node = m_graph.node(value.node);
    if (value.rounding->owned && !node.quant) {
        const auto& before = node.inputs.empty() ? std::optional<QuantParams>()
                                                 : m_graph.node(node.inputs.front()).quant;
        if (movesValues(node.op) && before && before->scale == q.scale &&
            before->zeroPoint == q.zeroPoint) {  // no value leaves the range that it came from
            q.quantMin = std::max(q.quantMin, before->quantMin);
            q.quantMax = std::min(q.quantMax, before->quantMax);
        }
        node.quant = q;
        m_rounded.emplace(value.node, value.node);
        return result(value.node);
    }
    const auto [first, last] = m_rounded.equal_range(value.node);
    for (auto known = first; known != last; ++known) {
        const std::optional<QuantParams>& own = m_graph.node(known->second).quant;
        if (own->scale == q.scale && own->zeroPoint == q.zeroPoint && own->quantMin >= q.quantMin &&
            own->quantMax <= q.quantMax) {
            return result(known->second);
        }
    }
    if (value.rounding->owned) {
        throw OnnxUnread("of integers that are also read in another range");
    }
    std::vector<int64_t> all(static_cast<size_t>(shapeOf(value)[0]));
    std::iota(all.begin(), all.end(), 0);
    const NodeId id = add(name, SelectChannels{std::move(all)}, {value.node});
    m_graph.node(id).quant = q;
    m_rounded.emplace(value.node, id);
    m_rounded.emplace(id, id);
    return result(id);
}

/// Into the layer before, where nobody else reads what that gives.
bool OnnxBuilder::absorbed(const OnnxValue& value, const at::Tensor& scale,
                           const at::Tensor& shift) {
    Node& node = m_graph.node(value.node);
    auto* conv = std::get_if<Conv2d>(&node.op);
    auto* linear = std::get_if<Linear>(&node.op);
    const int64_t channels = shapeOf(value)[0];
    if (!value.sole || node.quant) {
        return false;
    }
    if (node.hasIntegerWeight()) {
        return absorbedByScales(node, scale, shift);
    }
    if (std::holds_alternative<ChannelAffine>(node.op)) {
        node.setParameter("weight", node.parameter("weight") * scale);
        node.setParameter("bias", node.parameter("bias") * scale + shift);
        return true;
    }
    const bool shiftOnly = scale.eq(1).all().item<bool>();
    if ((conv == nullptr && linear == nullptr) || (conv != nullptr && !shiftOnly)) {
        return false;
    }
    const at::Tensor bias =
        node.hasParameter("bias") ? node.parameter("bias") : at::zeros({channels});
    if (!shiftOnly) {
        node.setParameter("weight", node.parameter("weight") * scale.view({-1, 1}));
    }
    node.setParameter("bias", (bias * scale + shift).expand({channels}).contiguous());
    (conv != nullptr ? conv->bias : linear->bias) = true;
    return true;
}

OnnxValue OnnxBuilder::affine(const OnnxValue& value, at::Tensor scale, at::Tensor shift,
                              const std::string& name) {
    scale = scale.defined() ? perChannel(value, scale) : at::ones({1});
    shift = shift.defined() ? perChannel(value, shift) : at::zeros({1});
    if ((scale.eq(1).all() & shift.eq(0).all()).item<bool>() || absorbed(value, scale, shift)) {
        return value;
    }
    if (isFlat(value.node)) {
        throw OnnxUnread("arithmetic on a vector that more than one layer reads");
    }
    const int64_t channels = shapeOf(value)[0];
    const NodeId id = add(
        name, ChannelAffine{channels}, {value.node},
        {{"weight", scale.expand({channels}).clone()}, {"bias", shift.expand({channels}).clone()}});
    return like(value, id);
}

Graph OnnxBuilder::finish(const OnnxValue& output) {
    const FeatureShape size = shapeOf(output);
    const int64_t rank = output.layout.rank();
    const bool batched = rank >= 2 && output.layout.isOnly(0, OnnxSource::Batch);
    const bool flattened = batched && rank == 2 && size[0] * size[1] * size[2] <= kMostChannels &&
                           isCounting(output.layout.places(size));
    const bool vector =
        batched && output.layout.isWhole(1, OnnxSource::Channels, size[0]) && onePixel(size);
    if (!vector && !flattened) {
        std::string dims;
        for (const int64_t dim : output.layout.dims()) {
            dims += (dims.empty() ? "[" : ", ") + (dims.empty() ? "N" : std::to_string(dim));
        }
        throw Error(ErrorCode::Unsupported, "the ONNX network does not tell classes apart",
                    {"", "an output [N, classes]", dims + "]"});
    }
    const OnnxValue classes = flattened ? output : ordered(output, "output.order");
    const NodeId last = asFlat(classes.node, "output");
    std::set<NodeId> needed{last};
    for (auto id = last; id > 0; --id) {
        if (needed.contains(id)) {
            needed.insert(m_graph.node(id).inputs.begin(), m_graph.node(id).inputs.end());
        }
    }
    needed.insert(0);
    Graph graph;
    std::map<NodeId, NodeId> moved;
    for (const NodeId id : needed) {
        Node node = m_graph.node(id);
        for (NodeId& input : node.inputs) {
            input = moved.at(input);
        }
        moved[id] = graph.add(std::move(node));
    }
    return graph;
}

}  // namespace secateur
