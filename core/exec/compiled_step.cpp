#include "core/exec/compiled_step.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "core/exec/quantized_node.h"
#include "core/graph/quantized_tensor.h"
#include "core/graph/shapes.h"

namespace secateur {

namespace {

using onednn::Algorithm;
using onednn::Attributes;
using onednn::Desc;
using onednn::Type;
using Tag = dnnl::memory::format_tag;

/// A tensor's numbers as memory of oneDNN, which keeps a copy.
dnnl::memory copied(const at::Tensor& values, const Desc& desc) {
    const at::Tensor dense = values.contiguous();
    dnnl::memory memory(desc, onednn::engine());
    std::memcpy(memory.get_data_handle(), dense.data_ptr(), static_cast<size_t>(dense.nbytes()));
    return memory;
}

std::vector<float> floats(const at::Tensor& values) {
    const at::Tensor dense = values.to(at::kFloat).contiguous();
    return {dense.data_ptr<float>(), dense.data_ptr<float>() + dense.numel()};
}

/// [C] as [1, C, 1, 1] over every image and place.
Desc channelDesc(int64_t channels) {
    return {{1, channels, 1, 1}, Type::f32, Tag::nhwc};
}

/// Applies activations to results while they are in registers.
void appendActivation(Attributes& attributes, const Activation& activation) {
    const auto eltwise = [&](Algorithm algorithm, double alpha = 0, double beta = 0) {
        attributes.eltwise(algorithm, alpha, beta);
    };
    switch (activation.kind) {
        case ActivationKind::Relu:
            return eltwise(Algorithm::eltwise_relu);
        case ActivationKind::Relu6:
            return eltwise(Algorithm::eltwise_clip, 0, 6);
        case ActivationKind::Silu:
            return eltwise(Algorithm::eltwise_swish, 1);
        case ActivationKind::Sigmoid:
            return eltwise(Algorithm::eltwise_logistic);
        case ActivationKind::HardSigmoid:
            eltwise(Algorithm::eltwise_linear, 1.0 / 6.0, 0.5);
            return eltwise(Algorithm::eltwise_clip, 0, 1);
        case ActivationKind::HardSwish:
#if DNNL_VERSION_MAJOR >= 3
            return eltwise(Algorithm::eltwise_hardswish, 1.0 / 6.0, 0.5);
#else
            return eltwise(Algorithm::eltwise_hardswish);
#endif
        case ActivationKind::LeakyRelu:
            return eltwise(Algorithm::eltwise_relu, activation.slope);
        case ActivationKind::Gelu:
            return eltwise(Algorithm::eltwise_gelu_erf);
        case ActivationKind::GeluTanh:
            return eltwise(Algorithm::eltwise_gelu_tanh);
        case ActivationKind::Tanh:
            return eltwise(Algorithm::eltwise_tanh);
        case ActivationKind::Clip:
            return eltwise(Algorithm::eltwise_clip, activation.low, activation.high);
    }
}

/// In steps of `q` from its zero point, where a result that a rectifier follows can lie.
std::array<double, 2> stepRange(const QuantParams& q, std::optional<ActivationKind> rectifier) {
    std::array<double, 2> range{static_cast<double>(q.quantMin - q.zeroPoint),
                                static_cast<double>(q.quantMax - q.zeroPoint)};
    if (rectifier) {
        range[0] = std::max(range[0], 0.0);
    }
    if (rectifier == ActivationKind::Relu6) {
        range[1] = std::min(range[1], 6.0 / q.scale);
    }
    return range;
}

/// The parts of one chain, put together for oneDNN.
struct StepBuilder {
    const Graph& graph;
    const StepNodes& nodes;
    const std::vector<ValueForm>& forms;
    Attributes attributes{std::holds_alternative<Linear>(graph.node(nodes.front()).op) ? 2 : 4};
    std::vector<StepArgument> arguments = {};
    std::vector<std::pair<int, dnnl::memory>> constants = {};

    const Node& head() const { return graph.node(nodes.front()); }
    const ValueForm& form(NodeId id) const { return forms[static_cast<size_t>(id)]; }
    const ValueForm& input(size_t i) const { return form(head().inputs[i]); }
    const ValueForm& output() const { return form(nodes.back()); }

    void read(int index, NodeId value, const Desc& desc) {
        arguments.push_back({index, value, desc});
    }
    void readInputs() { read(DNNL_ARG_SRC, head().inputs.front(), input(0).desc()); }
    void write(const Desc& desc) { arguments.push_back({DNNL_ARG_DST, nodes.back(), desc}); }

    std::optional<CompiledStep> finish(std::optional<onednn::Primitive> primitive) {
        if (!primitive) {
            return std::nullopt;
        }
        constants.insert(constants.end(), primitive->constants.begin(), primitive->constants.end());
        return CompiledStep{std::move(*primitive), std::move(arguments), std::move(constants)};
    }

    /// FP32: the head's own activation, then the other nodes.
    void appendTail() {
        if (const auto kind = fusedActivation(head().op)) {
            appendActivation(attributes, {*kind});
        }
        for (size_t i = 1; i < nodes.size(); ++i) {
            const Node& node = graph.node(nodes[i]);
            if (const auto* activation = std::get_if<Activation>(&node.op)) {
                appendActivation(attributes, *activation);
                continue;
            }
            const NodeId other = node.inputs[0] == nodes[i - 1] ? node.inputs[1] : node.inputs[0];
            const Desc desc = form(other).desc();
            read(attributes.binary(Algorithm::binary_add, desc), other, desc);
            if (const auto kind = fusedActivation(node.op)) {
                appendActivation(attributes, {*kind});
            }
        }
    }

    /// INT8: `results` are real numbers divided by head().quant's scale. The head's rounding, then
    /// the activation on the integers that it gives, and its rounding: what two nodes compute.
    /// `zeroPoint`: it is added by a post-op, else by the primitive.
    void appendRounding(bool postOpZeroPoint) {
        const QuantParams& own = *head().quant;
        const auto [low, high] = stepRange(own, fusedActivation(head().op));
        if (nodes.size() == 1) {
            appendEnd(own, low, high, postOpZeroPoint);
            return;
        }
        attributes.eltwise(Algorithm::eltwise_clip, low, high);
        attributes.eltwise(Algorithm::eltwise_round, 0, 0);
        appendQuantizedActivation(nodes.back(), own.scale);
    }

    /// The activation `id` of real numbers, which are `unit` times the results so far, rounded as
    /// its node says. Adds the zero point.
    void appendQuantizedActivation(NodeId id, double unit) {
        const Node& node = graph.node(id);
        const QuantParams& q = *node.quant;
        const auto zero = static_cast<double>(q.zeroPoint);
        const auto& activation = std::get<Activation>(node.op);
        if (activation.kind == ActivationKind::Silu) {  // unit * x * sigmoid(unit * x)
            attributes.eltwise(Algorithm::eltwise_swish, unit, 0);
            attributes.eltwise(Algorithm::eltwise_linear, unit / q.scale, zero);
        } else {
            attributes.eltwise(Algorithm::eltwise_linear, unit, 0);
            appendActivation(attributes, activation);
            attributes.eltwise(Algorithm::eltwise_linear, 1.0 / q.scale, zero);
        }
        const auto [low, high] = stepRange(q, {});
        clipStored(low + zero, high + zero, 0);
    }

    /// The head's own zero point, and its range.
    void appendEnd(const QuantParams& q, double low, double high, bool postOpZeroPoint) {
        const auto zero = static_cast<double>(q.zeroPoint);
        if (postOpZeroPoint) {
            attributes.eltwise(Algorithm::eltwise_linear, 1, zero);
            clipStored(low + zero, high + zero, 0);
        } else {
            attributes.zeroPoint(DNNL_ARG_DST, q.zeroPoint);
            clipStored(low, high, -zero);
        }
    }

    /// Storing saturates at `least` and 255 more by itself.
    void clipStored(double low, double high, double least) {
        if (low > least || high < least + 255) {
            attributes.eltwise(Algorithm::eltwise_clip, low, high);
        }
    }
};

// --- Weighted layers ---------------------------------------------------------------------------

/// Bias float32 [out] in the sums' own steps on oneDNN 2 (it is added before the scales), else in
/// those of the result.
at::Tensor stepBias(const Node& node, const at::Tensor& sumSteps, const at::Tensor& scales) {
    const at::Tensor bias = node.parameter("bias");
    const at::Tensor integers =
        bias.is_quantized() ? bias.int_repr().to(at::kDouble) : bias.to(at::kDouble) / sumSteps;
#if DNNL_VERSION_MAJOR >= 3
    return (integers * scales).to(at::kFloat);
#else
    return integers.to(at::kFloat);
#endif
}

/// Sets the scales of a layer with integer weights, gives its bias, if it has one.
at::Tensor scaleSums(StepBuilder& builder) {
    const Node& node = builder.head();
    const QuantParams& source = *builder.input(0).quant;
    const at::Tensor sumSteps = storedScales(node.parameter("weight")) * source.scale;
    const at::Tensor scales = node.quant ? sumSteps / node.quant->scale : sumSteps;
    builder.attributes.sumScales(floats(scales));
    builder.attributes.zeroPoint(DNNL_ARG_SRC, source.zeroPoint);
    if (node.quant) {
        builder.appendRounding(false);
    } else {
        builder.appendTail();
    }
    return node.hasParameter("bias") ? stepBias(node, sumSteps, scales) : at::Tensor();
}

/// The bias of a weighted layer and what follows it; nothing where numbers and integers mix.
std::optional<at::Tensor> prepareLayer(StepBuilder& builder) {
    const Node& node = builder.head();
    const bool integers = node.hasIntegerWeight();
    if (integers != builder.input(0).quant.has_value() || (!integers && node.quant)) {
        return std::nullopt;
    }
    if (integers) {
        const auto fused = fusedActivation(node.op);
        return node.quant && fused && !isRectifier(*fused) ? std::nullopt
                                                           : std::optional(scaleSums(builder));
    }
    builder.appendTail();
    return node.hasParameter("bias") ? node.parameter("bias").to(at::kFloat) : at::Tensor();
}

at::Tensor storedWeight(const Node& node) {
    const at::Tensor& weight = node.parameter("weight");
    return node.hasIntegerWeight() ? weight.int_repr() : weight.to(at::kFloat);
}

/// Of a layer's weights as torch stores them.
Desc weightDesc(const Node& node) {
    const Type type = node.hasIntegerWeight() ? Type::s8 : Type::f32;
    const auto* conv = std::get_if<Conv2d>(&node.op);
    if (conv == nullptr) {
        const auto& linear = std::get<Linear>(node.op);
        return {{linear.inFeatures, linear.outFeatures}, type, Tag::ba};  // torch's [out, in]
    }
    const auto [height, width] = conv->kernel;
    const int64_t in = conv->inChannels / conv->groups;
    return conv->groups > 1
               ? Desc({conv->groups, conv->outChannels / conv->groups, in, height, width}, type,
                      Tag::goihw)
               : Desc({conv->outChannels, in, height, width}, type, Tag::oihw);
}

dnnl::memory packedWeights(const Node& node, const onednn::Primitive& primitive) {
    return onednn::packed(copied(storedWeight(node), weightDesc(node)), primitive.weights);
}

std::optional<CompiledStep> finishLayer(StepBuilder& builder, const at::Tensor& bias,
                                        std::optional<onednn::Primitive> primitive) {
    if (!primitive) {
        return std::nullopt;
    }
    builder.constants.emplace_back(DNNL_ARG_WEIGHTS, packedWeights(builder.head(), *primitive));
    if (bias.defined()) {
        builder.constants.emplace_back(DNNL_ARG_BIAS, onednn::constant(floats(bias)));
    }
    return builder.finish(std::move(primitive));
}

std::optional<CompiledStep> compile(StepBuilder& builder, const Conv2d& op) {
    const std::optional<at::Tensor> bias = prepareLayer(builder);
    if (!bias) {
        return std::nullopt;
    }
    onednn::Window window{op.kernel, op.stride, op.dilation, op.padding, {}};
    const FeatureShape& from = builder.input(0).shape;
    const FeatureShape& to = builder.form(builder.nodes.front()).shape;
    for (size_t side = 0; side < 2; ++side) {
        window.after[side] = (to[side + 1] - 1) * op.stride[side] +
                             op.dilation[side] * (op.kernel[side] - 1) + 1 - from[side + 1] -
                             op.padding[side];
    }
    builder.readInputs();
    builder.write(builder.output().desc());
    return finishLayer(
        builder, *bias,
        onednn::convolution(builder.input(0).desc(), weightDesc(builder.head()), bias->defined(),
                            builder.output().desc(), window, builder.attributes));
}

std::optional<CompiledStep> compile(StepBuilder& builder, const Linear&) {
    const std::optional<at::Tensor> bias = prepareLayer(builder);
    if (!bias) {
        return std::nullopt;
    }
    const Desc from = builder.input(0).matrix();
    const Desc to = builder.output().matrix();
    builder.read(DNNL_ARG_SRC, builder.head().inputs.front(), from);
    builder.write(to);
    return finishLayer(
        builder, *bias,
        onednn::product(from, weightDesc(builder.head()), bias->defined(), to, builder.attributes));
}

// --- Elementwise -------------------------------------------------------------------------------

/// All inputs and outputs of the chain quantized, or none.
bool mixed(const StepBuilder& builder) {
    const bool quantized = builder.output().quant.has_value();
    const std::vector<NodeId>& inputs = builder.head().inputs;
    return std::any_of(inputs.begin(), inputs.end(),
                       [&](NodeId id) { return builder.form(id).quant.has_value() != quantized; });
}

/// x * factor + offset, channel by channel; integers by numbers that include their scales.
std::optional<CompiledStep> affine(StepBuilder& builder, at::Tensor factor, at::Tensor offset) {
    const Node& node = builder.head();
    if (const auto& from = builder.input(0).quant) {
        offset = (offset - factor * (from->scale * static_cast<double>(from->zeroPoint))) /
                 node.quant->scale;
        factor = factor * (from->scale / node.quant->scale);
    }
    const Desc channels = channelDesc(factor.numel());
    const int offsetArgument = builder.attributes.binary(Algorithm::binary_add, channels);
    if (node.quant) {
        builder.appendRounding(true);
    } else {
        builder.appendTail();
    }
    builder.read(DNNL_ARG_SRC_0, node.inputs.front(), builder.input(0).desc());
    builder.write(builder.output().desc());
    builder.constants.emplace_back(DNNL_ARG_SRC_1, copied(factor.to(at::kFloat), channels));
    builder.constants.emplace_back(offsetArgument, copied(offset.to(at::kFloat), channels));
    return builder.finish(onednn::binary(Algorithm::binary_mul, builder.input(0).desc(), channels,
                                         builder.output().desc(), builder.attributes));
}

std::optional<CompiledStep> compile(StepBuilder& builder, const BatchNorm2d& op) {
    const auto fused = op.fused;
    if (mixed(builder) || (builder.output().quant && fused && !isRectifier(*fused))) {
        return std::nullopt;
    }
    const auto inDouble = [&](const char* slot) {
        return builder.head().parameter(slot).to(at::kDouble);
    };
    const at::Tensor factor = inDouble("weight") / (inDouble("running_var") + op.eps).sqrt();
    return affine(builder, factor, inDouble("bias") - inDouble("running_mean") * factor);
}

std::optional<CompiledStep> compile(StepBuilder& builder, const ChannelAffine&) {
    if (mixed(builder)) {
        return std::nullopt;
    }
    return affine(builder, builder.head().parameter("weight").to(at::kDouble),
                  builder.head().parameter("bias").to(at::kDouble));
}

std::optional<CompiledStep> compile(StepBuilder& builder, const Add& op) {
    if (mixed(builder) || builder.head().inputs.size() != 2 ||
        (builder.output().quant && op.fused && !isRectifier(*op.fused))) {
        return std::nullopt;
    }
    const Desc a = builder.input(0).desc();
    const Desc b = builder.input(1).desc();
    builder.read(DNNL_ARG_SRC_0, builder.head().inputs[0], a);
    builder.read(DNNL_ARG_SRC_1, builder.head().inputs[1], b);
    if (const auto& q = builder.head().quant) {
        const QuantParams& left = *builder.input(0).quant;
        const QuantParams& right = *builder.input(1).quant;
        builder.attributes.operandScales({static_cast<float>(left.scale / q->scale),
                                          static_cast<float>(right.scale / q->scale)});
        const double offset = -(left.scale * static_cast<double>(left.zeroPoint) +
                                right.scale * static_cast<double>(right.zeroPoint)) /
                              q->scale;
        builder.attributes.eltwise(Algorithm::eltwise_linear, 1, offset);
        builder.appendRounding(true);
    } else {
        builder.appendTail();
    }
    builder.write(builder.output().desc());
    return builder.finish(
        onednn::binary(Algorithm::binary_add, a, b, builder.output().desc(), builder.attributes));
}

/// A gate is one number a channel of each image: oneDNN has that for single images.
std::optional<CompiledStep> compile(StepBuilder& builder, const Multiply&) {
    const size_t gate = builder.input(0).shape == builder.output().shape ? 1 : 0;
    const std::vector<NodeId>& inputs = builder.head().inputs;
    const ValueForm& x = builder.input(1 - gate);
    const ValueForm& y = builder.input(gate);
    // (x - x's zero point) * y: y's own would need a third product.
    if (mixed(builder) || inputs.size() != 2 || x.shape != builder.output().shape ||
        (y.quant && y.quant->zeroPoint != 0)) {
        return std::nullopt;
    }
    builder.read(DNNL_ARG_SRC_0, inputs[1 - gate], x.imageDesc());
    builder.write(builder.output().imageDesc());
    const auto finish = [&](Algorithm algorithm, const Desc& second) {
        auto step = builder.finish(onednn::binary(
            algorithm, x.imageDesc(), second, builder.output().imageDesc(), builder.attributes));
        if (step) {
            step->imageByImage = true;
        }
        return step;
    };
    if (!builder.head().quant) {
        builder.read(DNNL_ARG_SRC_1, inputs[gate], y.imageDesc());
        builder.appendTail();
        return finish(Algorithm::binary_mul, y.imageDesc());
    }
    builder.read(builder.attributes.binary(Algorithm::binary_mul, y.imageDesc()), inputs[gate],
                 y.imageDesc());
    builder.attributes.eltwise(Algorithm::eltwise_linear,
                               x.quant->scale * y.quant->scale / builder.head().quant->scale, 0);
    builder.appendRounding(true);
    const Desc one = channelDesc(1);
    builder.constants.emplace_back(
        DNNL_ARG_SRC_1, copied(at::full({1}, static_cast<float>(-x.quant->zeroPoint)), one));
    return finish(Algorithm::binary_add, one);
}

std::optional<CompiledStep> compile(StepBuilder& builder, const Activation& op) {
    if (mixed(builder)) {
        return std::nullopt;
    }
    const Desc from = builder.input(0).desc();
    const auto& source = builder.input(0).quant;
    const Desc one = channelDesc(1);
    builder.read(DNNL_ARG_SRC_0, builder.head().inputs.front(), from);
    builder.write(builder.output().desc());
    if (source) {
        builder.appendQuantizedActivation(builder.nodes.front(), source->scale);
    } else {
        appendActivation(builder.attributes, op);
    }
    const auto zero = source ? static_cast<float>(-source->zeroPoint) : 0.0F;
    builder.constants.emplace_back(DNNL_ARG_SRC_1, copied(at::full({1}, zero), one));
    return builder.finish(onednn::binary(Algorithm::binary_add, from, one, builder.output().desc(),
                                         builder.attributes));
}

// --- Windows and moves -------------------------------------------------------------------------

bool keepsForm(const StepBuilder& builder) {
    const std::vector<NodeId>& inputs = builder.head().inputs;
    return std::all_of(inputs.begin(), inputs.end(),
                       [&](NodeId id) { return builder.form(id).quant == builder.output().quant; });
}

std::optional<CompiledStep> pool(StepBuilder& builder, Algorithm algorithm,
                                 const onednn::Window& window) {
    builder.readInputs();
    builder.write(builder.output().desc());
    return builder.finish(
        onednn::pooling(algorithm, builder.input(0).desc(), builder.output().desc(), window));
}

/// A window's padding behind the image, so that all its places lie inside.
onednn::Window poolWindow(const StepBuilder& builder, const std::array<int64_t, 2>& kernel,
                          const std::array<int64_t, 2>& stride,
                          const std::array<int64_t, 2>& padding) {
    onednn::Window window{kernel, stride, {1, 1}, padding, {}};
    for (size_t side = 0; side < 2; ++side) {
        window.after[side] = (builder.output().shape[side + 1] - 1) * stride[side] + kernel[side] -
                             builder.input(0).shape[side + 1] - padding[side];
    }
    return window;
}

std::optional<CompiledStep> compile(StepBuilder& builder, const MaxPool2d& op) {
    if (!keepsForm(builder)) {
        return std::nullopt;
    }
    return pool(builder, Algorithm::pooling_max,
                poolWindow(builder, op.kernel, op.stride, op.padding));
}

std::optional<CompiledStep> compile(StepBuilder& builder, const AvgPool2d& op) {
    const onednn::Window window = poolWindow(builder, op.kernel, op.stride, op.padding);
    const bool padded = op.padding[0] > 0 || op.padding[1] > 0;
    const bool beyond = window.after[0] > op.padding[0] || window.after[1] > op.padding[1];
    // A zero of the padding is not the integer 0.
    const bool zeros = op.countIncludePad && padded && builder.output().quant.has_value();
    if (!keepsForm(builder) || zeros || (beyond && op.countIncludePad)) {
        return std::nullopt;
    }
    return pool(builder,
                op.countIncludePad ? Algorithm::pooling_avg_include_padding
                                   : Algorithm::pooling_avg_exclude_padding,
                window);
}

std::optional<CompiledStep> compile(StepBuilder& builder, const GlobalAvgPool&) {
    if (!keepsForm(builder)) {
        return std::nullopt;
    }
    const FeatureShape& from = builder.input(0).shape;
    return pool(builder, Algorithm::pooling_avg_exclude_padding,
                {{from[1], from[2]}, {1, 1}, {1, 1}, {0, 0}, {0, 0}});
}

std::optional<CompiledStep> compile(StepBuilder& builder, const Concat&) {
    if (!keepsForm(builder)) {
        return std::nullopt;
    }
    std::vector<Desc> sources;
    for (size_t i = 0; i < builder.head().inputs.size(); ++i) {
        sources.push_back(builder.input(i).desc());
        builder.read(DNNL_ARG_MULTIPLE_SRC + static_cast<int>(i), builder.head().inputs[i],
                     sources.back());
    }
    builder.write(builder.output().desc());
    return builder.finish(onednn::concatenation(sources, builder.output().desc()));
}

/// Channels first, as torch flattens.
std::optional<CompiledStep> compile(StepBuilder& builder, const Flatten&) {
    if (!keepsForm(builder)) {
        return std::nullopt;
    }
    const ValueForm& from = builder.input(0);
    const Desc result({from.batch, from.shape[0], from.shape[1], from.shape[2]},
                      from.quant ? Type::u8 : Type::f32, Tag::nchw);
    builder.readInputs();
    builder.write(result);
    return builder.finish(onednn::reorder(from.desc(), result));
}

template <class Other>
std::optional<CompiledStep> compile(StepBuilder&, const Other&) {
    return std::nullopt;
}

}  // namespace

Desc ValueForm::desc() const {
    return {{batch, shape[0], shape[1], shape[2]}, quant ? Type::u8 : Type::f32, Tag::nhwc};
}

Desc ValueForm::imageDesc() const {
    return ValueForm{1, shape, quant, flat}.desc();
}

Desc ValueForm::matrix() const {
    return {{batch, shape[0] * shape[1] * shape[2]}, quant ? Type::u8 : Type::f32, Tag::ab};
}

int64_t ValueForm::bytes() const {
    return batch * shape[0] * shape[1] * shape[2] * (quant ? 1 : 4);
}

std::vector<ValueForm> valueForms(const Graph& graph, int64_t batch) {
    const std::vector<FeatureShape> shapes = inferShapes(graph);
    const std::vector<bool> flat = flatOutputs(graph);
    std::vector<ValueForm> forms;
    for (NodeId id = 0; id < graph.size(); ++id) {
        const auto i = static_cast<size_t>(id);
        forms.push_back({batch, shapes[i], graph.node(id).quant, flat[i]});
    }
    return forms;
}

std::optional<CompiledStep> compileStep(const Graph& graph, const StepNodes& nodes,
                                        const std::vector<ValueForm>& forms) {
    StepBuilder builder{graph, nodes, forms};
    return std::visit([&](const auto& op) { return compile(builder, op); }, builder.head().op);
}

std::vector<std::pair<int, dnnl::memory>> withWeights(const CompiledStep& step, const Node& node) {
    std::vector<std::pair<int, dnnl::memory>> constants = step.constants;
    for (auto& [index, memory] : constants) {
        if (index == DNNL_ARG_WEIGHTS) {
            memory = packedWeights(node, step.primitive);
        } else if (index == DNNL_ARG_BIAS) {
            memory = onednn::constant(floats(node.parameter("bias")));
        }
    }
    return constants;
}

}  // namespace secateur
