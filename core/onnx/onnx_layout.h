#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/graph/op.h"

namespace secateur {

/// What an axis of an ONNX tensor is a part of.
enum class OnnxSource { Batch, Channels, Height, Width };

/// `size` steps of `stride` along the batch, channels, height or width.
struct OnnxAtom {
    OnnxSource source = OnnxSource::Batch;
    int64_t size = 1;
    int64_t stride = 1;
    bool operator==(const OnnxAtom&) const = default;
};

/// How an ONNX tensor of any shape shows the values of a graph's node [N, C, H, W]: each of its
/// axes runs through atoms, the outermost first. Transpose moves axes, Reshape divides and joins
/// them, and nothing is computed: a channel shuffle ends as one axis of channels in another order,
/// channels-last values as (batch), (height), (width), (channels). Atoms of one step are left out.
class OnnxLayout {
 public:
    OnnxLayout() = default;
    explicit OnnxLayout(std::vector<std::vector<OnnxAtom>> axes);

    /// (batch), (channels), (height), (width).
    static OnnxLayout map(int64_t batch, const FeatureShape& shape);
    /// (batch), (channels).
    static OnnxLayout features(int64_t batch, int64_t channels);

    const std::vector<std::vector<OnnxAtom>>& axes() const { return m_axes; }
    int64_t rank() const { return static_cast<int64_t>(m_axes.size()); }
    std::vector<int64_t> dims() const;

    /// Nothing where the shape cuts through an atom in a way that is no division, or the number of
    /// values differs.
    std::optional<OnnxLayout> reshaped(const std::vector<int64_t>& dims) const;
    OnnxLayout transposed(const std::vector<int64_t>& order) const;

    /// All atoms of the axis are of this source.
    bool isOnly(int64_t axis, OnnxSource source) const;
    /// The axis runs through all of the source, which has `size`, and nothing else does.
    bool isWhole(int64_t axis, OnnxSource source, int64_t size) const;
    /// The places in [C, H, W] (flattened) that the axes run through, the last axis fastest; the
    /// batch counts as one.
    std::vector<int64_t> places(const FeatureShape& shape) const;
    /// The channels in the order in which the axes run through them, the last axis fastest.
    std::vector<int64_t> channels() const;
    /// The same axes over channels that lie in just that order.
    OnnxLayout recounted() const;
    /// The same, `picked` of them along `axis`, which is of channels only.
    OnnxLayout rechannelled(int64_t axis, int64_t picked) const;
    /// Without the axes, or with axes of one step in their places.
    OnnxLayout without(const std::vector<int64_t>& axes, bool keep) const;

    bool operator==(const OnnxLayout&) const = default;

 private:
    std::vector<std::vector<OnnxAtom>> m_axes;
};

/// 0, 1, 2, ... in this order.
bool isCounting(const std::vector<int64_t>& numbers);

}  // namespace secateur
