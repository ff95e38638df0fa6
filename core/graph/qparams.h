#pragma once

#include <cstdint>

namespace secateur {

/// Affine quantization of one tensor: real = scale * (integer - zeroPoint), integer clamped to
/// [quantMin, quantMax]. torch.quantize_per_tensor with dtype quint8, but for the clamp, which may
/// be tighter (7 bits: 0..127).
struct QuantParams {
    double scale = 1.0;
    int64_t zeroPoint = 0;
    int64_t quantMin = 0;
    int64_t quantMax = 255;

    double realMin() const { return scale * static_cast<double>(quantMin - zeroPoint); }
    double realMax() const { return scale * static_cast<double>(quantMax - zeroPoint); }
    bool operator==(const QuantParams&) const = default;
};

/// How far a moving range goes towards each next batch's extremes
/// (torch.ao.quantization.MovingAverageMinMaxObserver's averaging_constant).
inline constexpr double kRangeAveraging = 0.01;

/// Affine parameters for the range [low, high], widened to include 0 as torch.ao.quantization's
/// MinMaxObserver does: scale = (high - low) / (quantMax - quantMin), zero point rounded and
/// clamped. The scale is rounded to float32. An empty range gives scale 1.
QuantParams affineParams(double low, double high, int64_t quantMax);

/// For a range symmetric about 0: zero point in the middle, (quantMax + 1) / 2.
QuantParams symmetricParams(double low, double high, int64_t quantMax);

}  // namespace secateur
