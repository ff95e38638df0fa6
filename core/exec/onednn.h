#pragma once

#include <array>
#include <cstdint>
#include <oneapi/dnnl/dnnl.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The forms of oneDNN's primitives that the compiled networks use, for its versions 2 and 3: this
/// is the only file that knows the difference. A form that the library does not have on this
/// processor, or only as its plain reference loops, gives nothing. All for one thread, in
/// inference, on the CPU.
namespace secateur::onednn {

using Algorithm = dnnl::algorithm;
using Desc = dnnl::memory::desc;
using Type = dnnl::memory::data_type;

const dnnl::engine& engine();

/// Memory of our own that oneDNN fills: `values` as float32 [values].
dnnl::memory constant(const std::vector<float>& values);

/// What a primitive does to its result before it is stored.
class Attributes {
 public:
    explicit Attributes(int rank = 4);

    /// Sums of integers become `scales[c] * (sum + bias)`, c the output channel: [1] or [out].
    void sumScales(const std::vector<float>& scales);
    /// Of the integers of an argument (DNNL_ARG_SRC, DNNL_ARG_DST).
    void zeroPoint(int argument, int64_t value);
    /// A sum's or product's operands are `scales` times their integers.
    void operandScales(const std::array<float, 2>& scales);
    /// oneDNN 2 takes the parameters of the first of several with the same algorithm for all of
    /// them. Further lines and clips are therefore made of binary operations; others make the form
    /// one that is not supported.
    void eltwise(Algorithm algorithm, double alpha, double beta);
    /// result `algorithm` another tensor. Gives the argument's number.
    int binary(Algorithm algorithm, const Desc& other);

    const std::vector<float>& scales() const { return m_scales; }
    bool supported() const { return m_supported; }
    /// Results are combined with single numbers, which the convolutions of oneDNN 2 for processors
    /// without AVX-512 ("jit_uni_int8") get wrong.
    bool withNumbers() const { return m_withNumbers; }
    dnnl::primitive_attr finish(bool groups) const;
    /// Arguments at execution that are the same every time.
    const std::vector<std::pair<int, dnnl::memory>>& constants() const { return m_constants; }

 private:
    struct Eltwise {
        Algorithm algorithm{};
        double alpha = 0;
        double beta = 0;
    };
    void withNumber(Algorithm algorithm, double number);

    int m_rank = 4;
    bool m_supported = true;
    bool m_withNumbers = false;
    std::vector<Eltwise> m_eltwise;
    dnnl::primitive_attr m_attr;
    dnnl::post_ops m_postOps;
    std::vector<float> m_scales;
    std::vector<std::pair<int, dnnl::memory>> m_constants;
};

struct Primitive {
    dnnl::primitive primitive;
    Desc weights;  ///< as the primitive wants them; empty where it has none
    int64_t scratchpadBytes = 0;
    std::string implementation;  ///< oneDNN's name, for example "brgconv:avx512_core_vnni"
    std::vector<std::pair<int, dnnl::memory>> constants;
};

struct Window {
    std::array<int64_t, 2> kernel{1, 1};
    std::array<int64_t, 2> stride{1, 1};
    std::array<int64_t, 2> dilation{1, 1};  ///< 1: none, as torch counts
    std::array<int64_t, 2> before{0, 0};    ///< padding
    std::array<int64_t, 2> after{0, 0};
};

/// Weights [out, in, kh, kw], or [groups, out / groups, in / groups, kh, kw]; bias float32 [out].
std::optional<Primitive> convolution(const Desc& source, const Desc& weights, bool bias,
                                     const Desc& result, const Window& window,
                                     const Attributes& attributes);
/// source [N, K] times weights [K, M]; bias float32 [1, M].
std::optional<Primitive> product(const Desc& source, const Desc& weights, bool bias,
                                 const Desc& result, const Attributes& attributes);
std::optional<Primitive> binary(Algorithm algorithm, const Desc& a, const Desc& b,
                                const Desc& result, const Attributes& attributes);
std::optional<Primitive> pooling(Algorithm algorithm, const Desc& source, const Desc& result,
                                 const Window& window);
/// Along the channels.
std::optional<Primitive> concatenation(const std::vector<Desc>& sources, const Desc& result);
std::optional<Primitive> reorder(const Desc& source, const Desc& result);

/// `values` laid out as `wanted`.
dnnl::memory packed(const dnnl::memory& values, const Desc& wanted);

}  // namespace secateur::onednn
