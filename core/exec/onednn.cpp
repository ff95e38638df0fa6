#include "core/exec/onednn.h"

#include <algorithm>
#include <cstring>

namespace secateur::onednn {

namespace {

dnnl::memory::dims dims(const std::array<int64_t, 2>& pair) {
    return {pair[0], pair[1]};
}

/// oneDNN counts the places between the kernel's.
dnnl::memory::dims dilation(const Window& window) {
    return {window.dilation[0] - 1, window.dilation[1] - 1};
}

Desc anyFormat(const Desc& desc) {
#if DNNL_VERSION_MAJOR >= 3
    return {desc.get_dims(), desc.get_data_type(), dnnl::memory::format_tag::any};
#else
    return {desc.dims(), desc.data_type(), dnnl::memory::format_tag::any};
#endif
}

int64_t rank(const Desc& desc) {
#if DNNL_VERSION_MAJOR >= 3
    return desc.get_ndims();
#else
    return desc.data.ndims;
#endif
}

int64_t channels(const Desc& result) {
#if DNNL_VERSION_MAJOR >= 3
    return result.get_dims()[1];
#else
    return result.dims()[1];
#endif
}

Desc biasDesc(const Desc& result, bool row) {
    const int64_t size = channels(result);
    return row ? Desc({1, size}, Type::f32, dnnl::memory::format_tag::ab)
               : Desc({size}, Type::f32, dnnl::memory::format_tag::a);
}

/// The library's own plain loops are far slower than LibTorch's.
bool plainLoops(const std::string& implementation) {
    return implementation.starts_with("ref") || implementation.find(":ref") != std::string::npos;
}

/// Builds what `make` describes: a primitive descriptor, which is empty where there is none.
template <class Make>
std::optional<Primitive> built(const Attributes* attributes, const Make& make) {
    try {
        if (attributes != nullptr && !attributes->supported()) {
            return std::nullopt;
        }
        const auto description = make();
        if (!description.get(true)) {
            return std::nullopt;
        }
        Primitive primitive;
        primitive.implementation = description.impl_info_str();
        if (plainLoops(primitive.implementation) ||
            (attributes != nullptr && attributes->withNumbers() &&
             primitive.implementation.starts_with("jit_uni_int8"))) {
            return std::nullopt;
        }
        primitive.primitive = dnnl::primitive(description.get());
        primitive.scratchpadBytes = static_cast<int64_t>(description.scratchpad_desc().get_size());
        if (attributes != nullptr) {
            primitive.constants = attributes->constants();
        }
        if constexpr (requires { description.weights_desc(); }) {
            primitive.weights = description.weights_desc();
        }
        return primitive;
    } catch (const dnnl::error&) {
        return std::nullopt;
    }
}

}  // namespace

const dnnl::engine& engine() {
    static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
    return cpu;
}

dnnl::memory constant(const std::vector<float>& values) {
    dnnl::memory memory(
        Desc({static_cast<int64_t>(values.size())}, Type::f32, dnnl::memory::format_tag::a),
        engine());
    std::memcpy(memory.get_data_handle(), values.data(), values.size() * sizeof(float));
    return memory;
}

Attributes::Attributes(int rank) : m_rank(rank) {
    m_attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
}

void Attributes::sumScales(const std::vector<float>& scales) {
    m_scales = scales;
#if DNNL_VERSION_MAJOR >= 3
    m_constants.emplace_back(DNNL_ARG_ATTR_SCALES | DNNL_ARG_WEIGHTS, constant(scales));
#endif
}

void Attributes::zeroPoint(int argument, int64_t value) {
    if (value == 0) {
        return;
    }
    const auto point = static_cast<int32_t>(value);
#if DNNL_VERSION_MAJOR >= 3
    m_attr.set_zero_points_mask(argument, 0);
    dnnl::memory memory(Desc({1}, Type::s32, dnnl::memory::format_tag::a), engine());
    std::memcpy(memory.get_data_handle(), &point, sizeof(point));
    m_constants.emplace_back(DNNL_ARG_ATTR_ZERO_POINTS | argument, memory);
#else
    m_attr.set_zero_points(argument, 0, {point});
#endif
}

void Attributes::operandScales(const std::array<float, 2>& scales) {
    const std::array<int, 2> arguments{DNNL_ARG_SRC_0, DNNL_ARG_SRC_1};
    for (size_t i = 0; i < scales.size(); ++i) {
#if DNNL_VERSION_MAJOR >= 3
        m_attr.set_scales_mask(arguments[i], 0);
        m_constants.emplace_back(DNNL_ARG_ATTR_SCALES | arguments[i], constant({scales[i]}));
#else
        m_attr.set_scales(arguments[i], 0, {scales[i]});
#endif
    }
}

void Attributes::eltwise(Algorithm algorithm, double alpha, double beta) {
    for (const Eltwise& earlier : m_eltwise) {
        if (earlier.algorithm != algorithm || (earlier.alpha == alpha && earlier.beta == beta)) {
            continue;
        }
        if (algorithm == Algorithm::eltwise_linear) {
            withNumber(Algorithm::binary_mul, alpha);
            return withNumber(Algorithm::binary_add, beta);
        }
        if (algorithm == Algorithm::eltwise_clip) {
            withNumber(Algorithm::binary_max, alpha);
            return withNumber(Algorithm::binary_min, beta);
        }
        m_supported = false;
    }
    m_eltwise.push_back({algorithm, alpha, beta});
    const auto a = static_cast<float>(alpha);
    const auto b = static_cast<float>(beta);
#if DNNL_VERSION_MAJOR >= 3
    m_postOps.append_eltwise(algorithm, a, b);
#else
    m_postOps.append_eltwise(1.0F, algorithm, a, b);
#endif
}

/// result `algorithm` number; nothing where that changes nothing.
void Attributes::withNumber(Algorithm algorithm, double number) {
    if ((algorithm == Algorithm::binary_mul && number == 1) ||
        (algorithm == Algorithm::binary_add && number == 0)) {
        return;
    }
    const Desc one(dnnl::memory::dims(static_cast<size_t>(m_rank), 1), Type::f32,
                   m_rank == 2 ? dnnl::memory::format_tag::ab : dnnl::memory::format_tag::nhwc);
    dnnl::memory memory(one, engine());
    *static_cast<float*>(memory.get_data_handle()) = static_cast<float>(number);
    m_constants.emplace_back(binary(algorithm, one), memory);
    m_withNumbers = true;
}

int Attributes::binary(Algorithm algorithm, const Desc& other) {
    const int position = m_postOps.len();
    m_postOps.append_binary(algorithm, other);
    return DNNL_ARG_ATTR_MULTIPLE_POST_OP(position) | DNNL_ARG_SRC_1;
}

dnnl::primitive_attr Attributes::finish(bool groups) const {
    dnnl::primitive_attr attr = m_attr;
    if (!m_scales.empty()) {
        const bool perChannel = m_scales.size() > 1;
#if DNNL_VERSION_MAJOR >= 3
        attr.set_scales_mask(DNNL_ARG_WEIGHTS, perChannel ? (groups ? 3 : 1) : 0);
#else
        attr.set_output_scales(perChannel ? 2 : 0, m_scales);
#endif
    }
    attr.set_post_ops(m_postOps);
    return attr;
}

std::optional<Primitive> convolution(const Desc& source, const Desc& weights, bool bias,
                                     const Desc& result, const Window& window,
                                     const Attributes& attributes) {
    return built(&attributes, [&] {
        const dnnl::primitive_attr attr = attributes.finish(rank(weights) == 5);
        const Desc biases = bias ? biasDesc(result, false) : Desc();
        using Convolution = dnnl::convolution_forward;
#if DNNL_VERSION_MAJOR >= 3
        return Convolution::primitive_desc(
            engine(), dnnl::prop_kind::forward_inference, Algorithm::convolution_direct, source,
            anyFormat(weights), biases, result, dims(window.stride), dilation(window),
            dims(window.before), dims(window.after), attr, true);
#else
        const Convolution::desc description(
            dnnl::prop_kind::forward_inference, Algorithm::convolution_direct, source,
            anyFormat(weights), biases, result, dims(window.stride), dilation(window),
            dims(window.before), dims(window.after));
        return Convolution::primitive_desc(description, attr, engine(), true);
#endif
    });
}

std::optional<Primitive> product(const Desc& source, const Desc& weights, bool bias,
                                 const Desc& result, const Attributes& attributes) {
    return built(&attributes, [&] {
        dnnl::primitive_attr attr = attributes.finish(false);
        const Desc biases = bias ? biasDesc(result, true) : Desc();
#if DNNL_VERSION_MAJOR >= 3
        if (attributes.scales().size() > 1) {
            attr.set_scales_mask(DNNL_ARG_WEIGHTS, 2);  // weights are [K, M] here
        }
        return dnnl::matmul::primitive_desc(engine(), source, anyFormat(weights), biases, result,
                                            attr, true);
#else
        const dnnl::matmul::desc description(source, anyFormat(weights), biases, result);
        return dnnl::matmul::primitive_desc(description, attr, engine(), true);
#endif
    });
}

std::optional<Primitive> binary(Algorithm algorithm, const Desc& a, const Desc& b,
                                const Desc& result, const Attributes& attributes) {
    return built(&attributes, [&] {
        const dnnl::primitive_attr attr = attributes.finish(false);
#if DNNL_VERSION_MAJOR >= 3
        return dnnl::binary::primitive_desc(engine(), algorithm, a, b, result, attr, true);
#else
        return dnnl::binary::primitive_desc(dnnl::binary::desc(algorithm, a, b, result), attr,
                                            engine(), true);
#endif
    });
}

std::optional<Primitive> pooling(Algorithm algorithm, const Desc& source, const Desc& result,
                                 const Window& window) {
    return built(nullptr, [&] {
        using Pooling = dnnl::pooling_forward;
        const dnnl::primitive_attr attr = Attributes().finish(false);
#if DNNL_VERSION_MAJOR >= 3
        return Pooling::primitive_desc(engine(), dnnl::prop_kind::forward_inference, algorithm,
                                       source, result, dims(window.stride), dims(window.kernel),
                                       dilation(window), dims(window.before), dims(window.after),
                                       attr, true);
#else
        return Pooling::primitive_desc(
            Pooling::desc(dnnl::prop_kind::forward_inference, algorithm, source, result,
                          dims(window.stride), dims(window.kernel), dims(window.before),
                          dims(window.after)),
            attr, engine(), true);
#endif
    });
}

std::optional<Primitive> concatenation(const std::vector<Desc>& sources, const Desc& result) {
    return built(nullptr, [&] {
        const dnnl::primitive_attr attr = Attributes().finish(false);
#if DNNL_VERSION_MAJOR >= 3
        return dnnl::concat::primitive_desc(engine(), result, 1, sources, attr);
#else
        return dnnl::concat::primitive_desc(result, 1, sources, engine(), attr);
#endif
    });
}

std::optional<Primitive> reorder(const Desc& source, const Desc& result) {
    return built(nullptr, [&] {
        return dnnl::reorder::primitive_desc(engine(), source, engine(), result,
                                             Attributes().finish(false), true);
    });
}

dnnl::memory packed(const dnnl::memory& values, const Desc& wanted) {
    if (values.get_desc() == wanted) {
        return values;
    }
    dnnl::memory result(wanted, engine());
    dnnl::stream stream(engine());
    dnnl::memory from = values;
    dnnl::reorder(from, result).execute(stream, from, result);
    stream.wait();
    return result;
}

}  // namespace secateur::onednn
