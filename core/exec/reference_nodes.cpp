#include "core/exec/reference_nodes.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "core/exec/float_ops.h"
#include "core/graph/quantized_tensor.h"

namespace secateur {

namespace {

/// A quantized convolution or linear layer as integers; channels last, so that the input channels
/// of one place lie side by side. A linear layer is a 1x1 convolution of a 1x1 image.
struct IntegerLayer {
    IntegerLayer(const Node& node, const at::Tensor& input) {
        const auto* conv = std::get_if<Conv2d>(&node.op);
        if (conv != nullptr) {
            op = *conv;
        } else {
            op.inChannels = input.size(1);
            op.outChannels = node.parameter("weight").size(0);
        }
        const auto images = [](const at::Tensor& t) {
            const at::Tensor four = t.dim() == 2 ? t.view({t.size(0), t.size(1), 1, 1}) : t;
            return four.permute({0, 2, 3, 1}).contiguous();
        };
        x = images(input.int_repr());
        w = images(node.parameter("weight").int_repr());
        zeroPoint = static_cast<int32_t>(input.q_zero_point());
        const auto places = [&](size_t side) {
            return windowPlaces(x.size(static_cast<int64_t>(side) + 1),
                                op.dilation[side] * (op.kernel[side] - 1) + 1, op.stride[side],
                                op.padding[side]);
        };
        height = places(0);
        width = places(1);
    }

    int64_t groupInputs() const { return op.inChannels / op.groups; }

    /// Calls body(activations, weights) for every place of the kernel that lies in the image, for
    /// output channel `c` at (y, x) of image n; both point to groupInputs() integers.
    template <class Body>
    void forEachPlace(int64_t n, int64_t y, int64_t x0, int64_t c, const Body& body) const {
        const auto* activations = x.data_ptr<uint8_t>();
        const auto* weights = w.data_ptr<int8_t>();
        const int64_t first = c / (op.outChannels / op.groups) * groupInputs();
        for (int64_t ky = 0; ky < op.kernel[0]; ++ky) {
            const int64_t iy = y * op.stride[0] - op.padding[0] + ky * op.dilation[0];
            for (int64_t kx = 0; kx < op.kernel[1]; ++kx) {
                const int64_t ix = x0 * op.stride[1] - op.padding[1] + kx * op.dilation[1];
                if (iy >= 0 && iy < x.size(1) && ix >= 0 && ix < x.size(2)) {
                    body(activations + ((n * x.size(1) + iy) * x.size(2) + ix) * x.size(3) + first,
                         weights + ((c * op.kernel[0] + ky) * op.kernel[1] + kx) * groupInputs());
                }
            }
        }
    }

    template <class Body>
    void forEachOutput(const Body& body) const {
        for (int64_t n = 0; n < x.size(0); ++n) {
            for (int64_t y = 0; y < height; ++y) {
                for (int64_t x0 = 0; x0 < width; ++x0) {
                    for (int64_t c = 0; c < op.outChannels; ++c) {
                        body(n, y, x0, c);
                    }
                }
            }
        }
    }

    Conv2d op;
    at::Tensor x;  ///< uint8 [N, H, W, C]
    at::Tensor w;  ///< int8 [out, kh, kw, C / groups]
    int32_t zeroPoint = 0;
    int64_t height = 0;
    int64_t width = 0;
};

/// int32 [N, out, H, W].
at::Tensor accumulators(const IntegerLayer& layer) {
    at::Tensor sums =
        at::empty({layer.x.size(0), layer.height, layer.width, layer.op.outChannels}, at::kInt);
    int32_t* next = sums.data_ptr<int32_t>();
    const int64_t inputs = layer.groupInputs();
    layer.forEachOutput([&](int64_t n, int64_t y, int64_t x, int64_t c) {
        int32_t sum = 0;
        layer.forEachPlace(n, y, x, c, [&](const uint8_t* activations, const int8_t* weights) {
            for (int64_t i = 0; i < inputs; ++i) {
                sum += (static_cast<int32_t>(activations[i]) - layer.zeroPoint) * weights[i];
            }
        });
        *next++ = sum;
    });
    return sums.permute({0, 3, 1, 2});
}

at::Tensor requantized(const at::Tensor& real, const QuantParams& q) {
    const at::Tensor integers =
        ((real / q.scale).round() + static_cast<double>(q.zeroPoint))
            .clamp(static_cast<double>(q.quantMin), static_cast<double>(q.quantMax))
            .to(at::kByte);
    return at::_make_per_tensor_quantized_tensor(integers.contiguous(), q.scale, q.zeroPoint);
}

at::Tensor integerLayer(const Node& node, const at::Tensor& input) {
    at::Tensor sums = accumulators(IntegerLayer(node, input)).to(at::kDouble);
    const auto perChannel = [](const at::Tensor& t) {
        return t.to(at::kDouble).view({1, -1, 1, 1});
    };
    const at::Tensor bias = node.hasParameter("bias") ? node.parameter("bias") : at::zeros({1});
    if (bias.is_quantized()) {
        sums = sums + perChannel(bias.int_repr());
    }
    at::Tensor real = sums * perChannel(storedScales(node.parameter("weight"))) * input.q_scale();
    if (!bias.is_quantized()) {
        real = real + perChannel(bias);
    }
    if (const auto kind = fusedActivation(node.op)) {
        real = applyActivation({*kind}, real, false);
    }
    return requantized(input.dim() == 2 ? real.flatten(1) : real, *node.quant);
}

/// The node in floating point of this type, weights dequantized.
at::Tensor realNode(const Node& node, std::span<const at::Tensor> inputs, at::ScalarType type) {
    Node real = node.dequantized();
    for (Parameter& parameter : real.parameters) {
        if (parameter.value.is_floating_point()) {
            parameter.value = parameter.value.to(type);
        }
    }
    std::vector<at::Tensor> values;
    for (const at::Tensor& input : inputs) {
        values.push_back(input.dequantize().to(type));
    }
    return evaluateNode(real, values);
}

}  // namespace

at::Tensor referenceNode(const Node& node, std::span<const at::Tensor> inputs) {
    if (node.hasIntegerWeight() && node.quant && inputs.front().is_quantized()) {
        return integerLayer(node, inputs.front());
    }
    const at::Tensor real = realNode(node, inputs, at::kDouble);
    return node.quant ? requantized(real, *node.quant) : real.to(at::kFloat);
}

at::Tensor simulatedNode(const Node& node, std::span<const at::Tensor> inputs) {
    const at::Tensor real = realNode(node, inputs, at::kFloat);
    if (!node.quant) {
        return real;
    }
    const QuantParams& q = *node.quant;
    const at::Tensor y =
        at::fake_quantize_per_tensor_affine(real, q.scale, q.zeroPoint, q.quantMin, q.quantMax);
    return at::quantize_per_tensor(y, q.scale, q.zeroPoint, at::kQUInt8);
}

at::Tensor referenceInput(const Node& input, const at::Tensor& images) {
    return input.quant ? requantized(images.to(at::kDouble), *input.quant) : images;
}

PairSums countPairSums(const Node& node, const at::Tensor& input) {
    PairSums result;
    if (!node.hasIntegerWeight() || !input.is_quantized()) {
        return result;
    }
    const IntegerLayer layer(node, input);
    const int64_t inputs = layer.groupInputs();
    layer.forEachOutput([&](int64_t n, int64_t y, int64_t x, int64_t c) {
        layer.forEachPlace(n, y, x, c, [&](const uint8_t* activations, const int8_t* weights) {
            for (int64_t i = 0; i + 1 < inputs; i += 2) {
                const int32_t sum = static_cast<int32_t>(activations[i]) * weights[i] +
                                    static_cast<int32_t>(activations[i + 1]) * weights[i + 1];
                result.saturated += sum > std::numeric_limits<int16_t>::max() ||
                                            sum < std::numeric_limits<int16_t>::min()
                                        ? 1
                                        : 0;
            }
            result.count += inputs / 2;
        });
    });
    return result;
}

}  // namespace secateur
