#include "core/onnx/onnx_layers.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/io/tensor_bytes.h"
#include "core/onnx/onnx_constants.h"
#include "core/onnx/onnx_integers.h"

namespace secateur {

namespace {

/// Far above any window, and small enough that sums of sizes do not overflow.
constexpr int64_t kWidestWindow = 1 << 16;

/// A rectangle of pixels that moves over a map: of convolutions and poolings.
struct OnnxWindow {
    std::array<int64_t, 2> kernel{1, 1};
    std::array<int64_t, 2> stride{1, 1};
    std::array<int64_t, 2> dilation{1, 1};
    std::array<int64_t, 2> before{0, 0};  ///< padding at the top and left
    std::array<int64_t, 2> after{0, 0};   ///< at the bottom and right

    bool symmetric() const { return before == after; }
};

std::array<int64_t, 2> twoNumbers(const OnnxCall& call, const char* attribute, int64_t missing) {
    const std::vector<int64_t> given = call.attributes().integers(attribute);
    if (given.empty()) {
        return {missing, missing};
    }
    if (given.size() != 2) {
        throw OnnxUnread("not in two dimensions");
    }
    return {given[0], given[1]};
}

/// auto_pad: so many that each step has its pixel.
void padSame(OnnxWindow& window, const FeatureShape& shape, bool upper) {
    for (size_t d = 0; d < 2; ++d) {
        const int64_t size = shape[d + 1];
        const int64_t steps = (size + window.stride[d] - 1) / window.stride[d];
        const int64_t span = window.dilation[d] * (window.kernel[d] - 1) + 1;
        const int64_t total = std::max<int64_t>(0, (steps - 1) * window.stride[d] + span - size);
        window.before[d] = upper ? total / 2 : total - total / 2;
        window.after[d] = total - window.before[d];
    }
}

OnnxWindow windowOf(const OnnxCall& call, const std::array<int64_t, 2>& kernel,
                    const FeatureShape& shape) {
    OnnxWindow window;
    window.kernel = kernel;
    window.stride = twoNumbers(call, "strides", 1);
    window.dilation = twoNumbers(call, "dilations", 1);
    const std::vector<int64_t> pads = call.attributes().integers("pads");
    if (!pads.empty() && pads.size() != 4) {
        throw OnnxUnread("not in two dimensions");
    }
    if (!pads.empty()) {
        window.before = {pads[0], pads[1]};
        window.after = {pads[2], pads[3]};
    }
    for (size_t d = 0; d < 2; ++d) {
        const auto within = [](int64_t value, int64_t least) {
            return value >= least && value <= kWidestWindow;
        };
        if (!within(window.kernel[d], 1) || !within(window.stride[d], 1) ||
            !within(window.dilation[d], 1) || !within(window.before[d], 0) ||
            !within(window.after[d], 0)) {
            throw Error(ErrorCode::CorruptData, "an impossible window",
                        {call.step.node->name(), "", ""});
        }
    }
    const std::string automatic = call.attributes().text("auto_pad", "NOTSET");
    if (automatic == "SAME_UPPER" || automatic == "SAME_LOWER") {
        padSame(window, shape, automatic == "SAME_UPPER");
    } else if (automatic == "VALID") {
        window.before = window.after = {0, 0};
    }
    return window;
}

/// All padding as a node of its own, so that the window has none.
NodeId padded(const OnnxCall& call, const std::string& name, NodeId x, OnnxWindow& window) {
    const FeatureShape& shape = call.build.shapeOf(call.build.map(x));
    for (size_t d = 0; d < 2 && call.attributes().integer("ceil_mode", 0) != 0; ++d) {
        const int64_t wide = shape[d + 1] + window.before[d] + window.after[d];
        const int64_t last =
            windowPlaces(wide, window.kernel[d], window.stride[d], 0, true) * window.stride[d];
        if (last - window.stride[d] >= shape[d + 1] + window.before[d]) {
            throw OnnxUnread("with ceil_mode and a window in the padding alone");
        }
    }
    const std::array<int64_t, 4> sides{window.before[1], window.after[1], window.before[0],
                                       window.after[0]};
    window.before = window.after = {0, 0};
    return call.build.add(name + ".pad", Pad2d{sides, 0}, {x});
}

/// The zeros that a node before puts around the map, where the window can put them itself.
NodeId takePadding(const OnnxCall& call, bool sole, NodeId x, OnnxWindow& window) {
    const Node& node = call.build.node(x);
    const auto* pad = std::get_if<Pad2d>(&node.op);
    const std::array<int64_t, 2> none{0, 0};
    if (pad == nullptr || !sole || pad->value != 0 || pad->sides[0] != pad->sides[1] ||
        pad->sides[2] != pad->sides[3] || window.before != none || window.after != none) {
        return x;
    }
    window.before = window.after = {pad->sides[2], pad->sides[0]};
    return node.inputs.front();
}

void requireLength(const OnnxCall& call, const at::Tensor& values, int64_t length) {
    if (values.dim() != 1 || values.numel() != length) {
        throw Error(ErrorCode::Mismatch, "a layer's parameters do not fit",
                    {call.step.node->name(), std::to_string(length) + " values",
                     shapeText(values.sizes())});
    }
}

/// A linear layer of vectors, weight [out, in].
OnnxValue linearOf(const OnnxCall& call, const OnnxValue& x, OnnxParameter weight,
                   const OnnxParameter& bias, const std::string& name) {
    std::vector<int64_t> order;
    const NodeId from = call.build.flatOf(x, name, weight.values.size(1), order);
    if (!order.empty()) {
        at::Tensor moved = at::empty_like(weight.values, at::MemoryFormat::Contiguous);
        moved.index_copy_(1, at::tensor(order, at::kLong), weight.values);
        weight.values = moved;
    }
    Linear op;
    op.inFeatures = weight.values.size(1);
    op.outFeatures = weight.values.size(0);
    op.bias = bias.values.defined();
    std::vector<Parameter> parameters{parameterOf("weight", weight)};
    if (op.bias) {
        parameters.push_back(parameterOf("bias", bias));
    }
    const NodeId id = call.build.add(name, op, {from}, std::move(parameters));
    return {{}, id, OnnxLayout::features(call.build.batch(), op.outFeatures), true};
}

/// The same of every pixel.
OnnxValue pointwiseOf(const OnnxCall& call, const OnnxValue& value, OnnxParameter weight,
                      const std::string& name) {
    const OnnxValue x = call.build.lastChannels(value, name + ".order");
    Conv2d op;
    op.outChannels = weight.values.size(0);
    op.inChannels = weight.values.size(1);
    weight.values = weight.values.reshape({op.outChannels, op.inChannels, 1, 1});
    const NodeId id = call.build.add(name, op, {x.node}, {parameterOf("weight", weight)});
    return {{}, id, x.layout.rechannelled(x.layout.rank() - 1, op.outChannels), true};
}

void requireMatrix(const OnnxCall& call, const at::Tensor& weight) {
    if (weight.dim() != 2 || weight.numel() == 0) {
        throw Error(ErrorCode::Mismatch, "a layer's parameters do not fit",
                    {call.step.node->name(), "a matrix", shapeText(weight.sizes())});
    }
}

template <class Pool>
Pool poolOf(const OnnxCall& call, const OnnxWindow& window) {
    Pool op;
    op.kernel = window.kernel;
    op.stride = window.stride;
    op.padding = window.before;
    op.ceilMode = call.attributes().integer("ceil_mode", 0) != 0;
    return op;
}

/// PyTorch pads poolings by half of their window at most.
bool narrowPadding(const OnnxWindow& window) {
    return window.symmetric() && 2 * window.before[0] <= window.kernel[0] &&
           2 * window.before[1] <= window.kernel[1];
}

bool neverNegative(const Node& node) {
    const auto* activation = std::get_if<Activation>(&node.op);
    return activation != nullptr &&
           (isRectifier(activation->kind) ||
            (activation->kind == ActivationKind::Clip && activation->low >= 0));
}

OnnxWindow poolWindow(const OnnxCall& call, const FeatureShape& shape) {
    if (!call.attributes().has("kernel_shape")) {
        throw Error(ErrorCode::CorruptData, "an impossible window",
                    {call.step.node->name(), "a kernel_shape", "none"});
    }
    const OnnxWindow window = windowOf(call, twoNumbers(call, "kernel_shape", 1), shape);
    if (window.dilation != std::array<int64_t, 2>{1, 1}) {
        throw OnnxUnread("with dilation");
    }
    return window;
}

/// Amounts before and after each axis, from inputs since opset 11, else from attributes.
std::vector<int64_t> padAmounts(const OnnxCall& call, int64_t rank) {
    if (call.opset < 11) {
        return call.attributes().integers("pads");
    }
    const std::string& node = call.step.node->name();
    const std::vector<int64_t> given = onnxIntegers(call.constant(1), node);
    const at::Tensor axes = call.optional(3);
    if (!axes.defined()) {
        return given;
    }
    const std::vector<int64_t> places = onnxIntegers(axes, node);
    std::vector<int64_t> amounts(static_cast<size_t>(2 * rank), 0);
    for (size_t i = 0; i < places.size() && given.size() == 2 * places.size(); ++i) {
        const auto axis = static_cast<size_t>(onnxAxis(places[i], rank, node));
        amounts[axis] = given[i];
        amounts[axis + static_cast<size_t>(rank)] = given[places.size() + i];
    }
    return amounts;
}

double padValue(const OnnxCall& call) {
    if (call.opset < 11) {
        return call.attributes().number("value", 0);
    }
    const at::Tensor value = call.optional(2);
    return value.defined() ? value.item<double>() : 0;
}

/// Channels of zeros before and after: any of them, times nothing.
OnnxValue zeroChannels(const OnnxCall& call, NodeId x, int64_t before, int64_t after,
                       const std::string& name) {
    const int64_t own = call.build.shapeOf(call.build.map(x))[0];
    if (before + after > kWidestWindow) {
        throw OnnxUnread("too many channels");
    }
    std::vector<int64_t> channels(static_cast<size_t>(before + own + after), 0);
    at::Tensor scale = at::zeros({before + own + after});
    for (int64_t i = 0; i < own; ++i) {
        channels[static_cast<size_t>(before + i)] = i;
    }
    scale.slice(0, before, before + own).fill_(1);
    const NodeId wide = call.build.add(name + ".channels", SelectChannels{channels}, {x});
    const ChannelAffine op{before + own + after};
    return call.build.map(
        call.build.add(name, op, {wide}, {{"weight", scale}, {"bias", at::zeros({op.channels})}}));
}

/// How many times higher and wider: a whole number of times.
int64_t times(double scale) {
    if (!(scale >= 1 && scale <= kWidestWindow) || scale != std::round(scale)) {
        throw OnnxUnread("by other than whole numbers");
    }
    return static_cast<int64_t>(scale);
}

/// One number an axis: by their scales, or from the sizes that are to be.
std::vector<double> resizeScales(const OnnxCall& call, const std::vector<int64_t>& dims) {
    const bool upsample = call.step.type == "Upsample" || call.opset < 11;
    const at::Tensor scales = call.optional(upsample ? 1 : 2);
    const at::Tensor sizes = upsample ? at::Tensor() : call.optional(3);
    const at::Tensor given = scales.defined() && scales.numel() > 0 ? scales : sizes;
    const std::vector<int64_t> axes = call.attributes().integers("axes");
    const size_t count = axes.empty() ? dims.size() : axes.size();
    if (!given.defined() || given.numel() != static_cast<int64_t>(count)) {
        throw OnnxUnread("without a scale for each axis");
    }
    std::vector<double> result(dims.size(), 1);
    const at::Tensor numbers = given.to(at::kDouble).contiguous();
    for (size_t i = 0; i < count; ++i) {
        const auto axis =
            axes.empty() ? i
                         : static_cast<size_t>(onnxAxis(axes[i], static_cast<int64_t>(dims.size()),
                                                        call.step.node->name()));
        const double number = numbers.data_ptr<double>()[i];
        result[axis] = given.is_same(sizes) ? number / static_cast<double>(dims[axis]) : number;
    }
    return result;
}

/// Whether a pixel becomes a whole rectangle of pixels where the scale is a whole number.
bool repeatsPixels(const OnnxCall& call) {
    if (call.step.type == "Upsample" || call.opset < 11) {
        return true;
    }
    const OnnxAttributes attributes = call.attributes();
    const std::string place = attributes.text("coordinate_transformation_mode", "half_pixel");
    const std::string rounding = attributes.text("nearest_mode", "round_prefer_floor");
    const bool centres = place == "half_pixel" || place == "pytorch_half_pixel";
    return (place == "asymmetric" && rounding == "floor") ||
           (centres && rounding.starts_with("round_prefer"));
}

}  // namespace

OnnxResults readPad(const OnnxCall& call) {
    const OnnxValue& value = call.feature();
    const std::vector<int64_t> amounts = padAmounts(call, value.layout.rank());
    if (std::all_of(amounts.begin(), amounts.end(), [](int64_t n) { return n == 0; })) {
        return {value};
    }
    if (call.attributes().text("mode", "constant") != "constant") {
        throw OnnxUnread("mode " + call.attributes().text("mode", ""));
    }
    if (amounts.size() != 8 || amounts[0] != 0 || amounts[4] != 0 ||
        std::any_of(amounts.begin(), amounts.end(),
                    [](int64_t n) { return n < 0 || n > kWidestWindow; })) {
        throw OnnxUnread("other than around the image");
    }
    const std::string name = call.name();
    NodeId x = call.build.mapOf(value, name + ".order");
    const double fill = padValue(call);
    const std::array<int64_t, 4> sides{amounts[3], amounts[7], amounts[2], amounts[6]};
    const bool channels = amounts[1] != 0 || amounts[5] != 0;
    if (sides != std::array<int64_t, 4>{}) {
        x = call.build.add(channels ? name + ".sides" : name, Pad2d{sides, fill}, {x});
    }
    if (channels && fill != 0) {
        throw OnnxUnread("channels of another value than 0");
    }
    return {channels ? zeroChannels(call, x, amounts[1], amounts[5], name) : call.build.map(x)};
}

OnnxResults readConv(const OnnxCall& call) {
    const OnnxParameter kernel = onnxParameter(call, 1, 0, true);
    const OnnxParameter bias = onnxParameter(call, 2, 0, false);
    const at::Tensor weight = call.constant(1);
    if (weight.dim() != 4) {
        throw OnnxUnread("not in two dimensions");
    }
    const std::string name = call.name(1);
    NodeId x = call.build.mapOf(call.feature(), name + ".order");
    Conv2d op;
    op.groups = call.attributes().integer("group", 1);
    op.outChannels = weight.size(0);
    if (op.groups < 1 || weight.numel() == 0 || op.outChannels % op.groups != 0 ||
        op.groups > kWidestWindow) {
        throw Error(ErrorCode::Mismatch, "a layer's parameters do not fit",
                    {name, std::to_string(op.groups) + " groups", shapeText(weight.sizes())});
    }
    op.inChannels = weight.size(1) * op.groups;
    OnnxWindow window =
        windowOf(call, {weight.size(2), weight.size(3)}, call.build.shapeOf(call.build.map(x)));
    x = takePadding(call, call.feature().sole, x, window);
    if (!window.symmetric()) {
        x = padded(call, name, x, window);
    }
    op.kernel = window.kernel;
    op.stride = window.stride;
    op.dilation = window.dilation;
    op.padding = window.before;
    op.bias = bias.values.defined();
    std::vector<Parameter> parameters{parameterOf("weight", kernel)};
    if (op.bias) {
        requireLength(call, bias.values, op.outChannels);
        parameters.push_back(parameterOf("bias", bias));
    }
    return {call.build.map(call.build.add(name, op, {x}, std::move(parameters)))};
}

OnnxResults readGemm(const OnnxCall& call) {
    const OnnxAttributes attributes = call.attributes();
    requireMatrix(call, call.constant(1));
    if (attributes.integer("transA", 0) != 0) {
        throw OnnxUnread("of a transposed input");
    }
    const bool transposed = attributes.integer("transB", 0) != 0;
    const double alpha = attributes.number("alpha", 1);
    const double beta = attributes.number("beta", 1);
    OnnxParameter weight = onnxParameter(call, 1, transposed ? 0 : 1, true);
    if (alpha != 1) {
        weight = {call.constant(1) * alpha, {}};
    }
    if (!transposed) {
        weight.values = weight.values.t();
    }
    const int64_t out = weight.values.size(0);
    OnnxParameter bias = onnxParameter(call, 2, 0, false);
    if (bias.values.defined()) {
        if (bias.values.numel() != 1 &&
            (bias.values.numel() != out || bias.values.size(-1) != out)) {
            throw OnnxUnread("with a bias for every image");
        }
        if (beta != 1 || bias.values.dim() != 1 || bias.values.numel() != out) {
            bias = {(call.constant(2).reshape({-1}) * beta).expand({out}), {}};
        }
    }
    return {linearOf(call, call.feature(), weight, bias, call.name(1))};
}

OnnxResults readMatMul(const OnnxCall& call) {
    const OnnxValue& x = call.feature();
    requireMatrix(call, call.constant(1));
    OnnxParameter weight = onnxParameter(call, 1, 1, true);
    weight.values = weight.values.t();
    const std::string name = call.name(1);
    return {x.layout.rank() == 2 ? linearOf(call, x, weight, {}, name)
                                 : pointwiseOf(call, x, weight, name)};
}

OnnxResults readBatchNorm(const OnnxCall& call) {
    const OnnxValue& x = call.feature();
    const auto eps = call.attributes().number("epsilon", 1e-5);
    const int64_t channels = call.constant(1).numel();
    for (size_t i = 1; i < 5; ++i) {
        requireLength(call, call.constant(i), channels);
    }
    const std::string name = call.name(1);
    const bool integer = x.sole && call.build.node(x.node).hasIntegerWeight();
    if (x.layout.rank() == 2 || integer) {
        const at::Tensor scale = call.constant(1) / (call.constant(4) + eps).sqrt();
        const at::Tensor shift = call.constant(2) - call.constant(3) * scale;
        std::vector<int64_t> places(static_cast<size_t>(x.layout.rank() - 1), 1);
        places.front() = channels;
        return {call.build.affine(x, scale.view(places), shift.view(places), name)};
    }
    const NodeId from = call.build.mapOf(x, name + ".order");
    BatchNorm2d op{channels, eps, 1 - call.attributes().number("momentum", 0.9)};
    const auto real = [&](const char* slot, size_t index) {
        return parameterOf(slot, {call.constant(index), {}});
    };
    std::vector<Parameter> parameters{real("weight", 1), real("bias", 2), real("running_mean", 3),
                                      real("running_var", 4),
                                      Parameter{"num_batches_tracked", at::zeros({}, at::kLong)}};
    for (size_t i = 2; i < parameters.size(); ++i) {
        parameters[i].trainable = false;
    }
    return {call.build.map(call.build.add(name, op, {from}, std::move(parameters)))};
}

OnnxResults readLayerNorm(const OnnxCall& call) {
    const bool steps = call.step.type == "LayerNorm";
    const OnnxValue& given = call.feature();
    const int64_t rank = given.layout.rank();
    if (!steps &&
        onnxAxis(call.attributes().integer("axis", -1), rank, call.step.node->name()) != rank - 1) {
        throw OnnxUnread("over more than the last axis");
    }
    const std::string name = call.name(1);
    const bool ofMaps = steps && call.step.axis == 1;
    const OnnxValue x = ofMaps ? call.build.map(call.build.mapOf(given, name + ".order"))
                               : call.build.lastChannels(given, name + ".order");
    const int64_t channels = call.build.shapeOf(x)[0];
    const auto vectorOf = [&](const char* slot, size_t index, double missing) {
        at::Tensor values = call.optional(index);
        values = !values.defined() ? at::full({channels}, missing)
                 : ofMaps          ? values.reshape({-1})  // [C, 1, 1]
                                   : values;
        requireLength(call, values, channels);
        return parameterOf(slot, {values, {}});
    };
    const LayerNorm2d op{channels,
                         steps ? call.step.eps : call.attributes().number("epsilon", 1e-5)};
    const NodeId id =
        call.build.add(name, op, {x.node}, {vectorOf("weight", 1, 1), vectorOf("bias", 2, 0)});
    return {OnnxBuilder::like(x, id)};
}

OnnxResults readResize(const OnnxCall& call) {
    const std::string mode = call.attributes().text("mode", "nearest");
    if (mode != "nearest") {
        throw OnnxUnread("mode " + mode);
    }
    if (!repeatsPixels(call)) {
        throw OnnxUnread("to pixels that are not simply repeated");
    }
    const std::string name = call.name();
    const NodeId x = call.build.mapOf(call.feature(), name + ".order");
    const std::vector<double> scales = resizeScales(call, call.feature().dims());
    if (scales[0] != 1 || scales[1] != 1) {
        throw OnnxUnread("of more than height and width");
    }
    const Upsample2d op{{times(scales[2]), times(scales[3])}};
    if (op.scale == std::array<int64_t, 2>{1, 1}) {
        return {call.build.map(x)};
    }
    return {call.build.map(call.build.add(name, op, {x}))};
}

OnnxResults readMaxPool(const OnnxCall& call) {
    const std::string name = call.name();
    NodeId x = call.build.mapOf(call.feature(), name + ".order");
    OnnxWindow window = poolWindow(call, call.build.shapeOf(call.build.map(x)));
    if (!narrowPadding(window)) {
        if (!neverNegative(call.build.node(x))) {
            throw OnnxUnread("with padding that is uneven or of more than half a window");
        }
        x = padded(call, name, x, window);  // zeros are as good as none
    }
    const NodeId id = call.build.add(name, poolOf<MaxPool2d>(call, window), {x});
    return {call.build.map(id)};
}

OnnxResults readAveragePool(const OnnxCall& call) {
    const std::string name = call.name();
    NodeId x = call.build.mapOf(call.feature(), name + ".order");
    const FeatureShape shape = call.build.shapeOf(call.build.map(x));
    OnnxWindow window = poolWindow(call, shape);
    const std::array<int64_t, 2> one{1, 1};
    const std::array<int64_t, 2> none{0, 0};
    const bool unpadded = window.before == none && window.after == none;
    if (unpadded && window.kernel == one && window.stride == one) {
        return {call.build.map(x)};
    }
    if (unpadded && window.kernel[0] == shape[1] && window.kernel[1] == shape[2]) {
        return {call.build.map(call.build.add(name, GlobalAvgPool{}, {x}))};
    }
    bool counts = call.attributes().integer("count_include_pad", 0) != 0;
    const bool ceil = call.attributes().integer("ceil_mode", 0) != 0;
    if (unpadded && !ceil) {
        const NodeId inner = takePadding(call, call.feature().sole, x, window);
        if (narrowPadding(window)) {
            counts = counts || inner != x;
            x = inner;
        } else {
            window.before = window.after = none;
        }
    }
    if (!narrowPadding(window)) {
        if (!counts) {
            throw OnnxUnread("with padding that is uneven or of more than half a window");
        }
        x = padded(call, name, x, window);
    }
    auto op = poolOf<AvgPool2d>(call, window);
    op.countIncludePad = counts || window.before == none;
    return {call.build.map(call.build.add(name, op, {x}))};
}

OnnxResults readGlobalAveragePool(const OnnxCall& call) {
    const std::string name = call.name();
    const NodeId x = call.build.mapOf(call.feature(), name + ".order");
    return {call.build.map(call.build.add(name, GlobalAvgPool{}, {x}))};
}

OnnxResults readGlobalMaxPool(const OnnxCall& call) {
    const std::string name = call.name();
    const NodeId x = call.build.mapOf(call.feature(), name + ".order");
    const FeatureShape shape = call.build.shapeOf(call.build.map(x));
    MaxPool2d op;
    op.kernel = op.stride = {shape[1], shape[2]};
    return {call.build.map(call.build.add(name, op, {x}))};
}

OnnxResults readReduceMean(const OnnxCall& call) {
    const OnnxValue& x = call.feature();
    std::vector<int64_t> axes = onnxAxes(*call.step.node, call.constants());
    const int64_t rank = x.layout.rank();
    int64_t size = 1;
    for (int64_t& axis : axes) {
        axis = onnxAxis(axis, rank, call.step.node->name());
        for (const OnnxAtom& atom : x.layout.axes()[static_cast<size_t>(axis)]) {
            if (atom.source != OnnxSource::Height && atom.source != OnnxSource::Width) {
                throw OnnxUnread("over more than height and width");
            }
        }
        size *= x.layout.dims()[static_cast<size_t>(axis)];
    }
    const FeatureShape shape = call.build.shapeOf(x);
    if (axes.empty() || size != shape[1] * shape[2]) {
        throw OnnxUnread("not over height and width");
    }
    const OnnxLayout layout = x.layout.without(axes, call.attributes().integer("keepdims", 1) != 0);
    if (size == 1) {
        return {{{}, x.node, layout, x.sole}};
    }
    return {{{}, call.build.add(call.name(), GlobalAvgPool{}, {x.node}), layout, true}};
}

}  // namespace secateur
