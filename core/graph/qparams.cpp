#include "core/graph/qparams.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace secateur {

namespace {

/// As float32, and no smaller than float32's epsilon, as with torch.ao.quantization's observers.
double usableScale(double scale) {
    return std::max(static_cast<float>(scale), std::numeric_limits<float>::epsilon());
}

}  // namespace

QuantParams affineParams(double low, double high, int64_t quantMax) {
    low = std::min(low, 0.0);
    high = std::max(high, 0.0);
    QuantParams q{1.0, 0, 0, quantMax};
    const double scale = (high - low) / static_cast<double>(quantMax);
    if (scale > 0) {
        q.scale = usableScale(scale);
        q.zeroPoint = std::clamp<int64_t>(std::llrint(-low / q.scale), 0, quantMax);
    }
    return q;
}

QuantParams symmetricParams(double low, double high, int64_t quantMax) {
    const double largest = std::max(std::abs(low), std::abs(high));
    QuantParams q{1.0, (quantMax + 1) / 2, 0, quantMax};
    if (largest > 0) {
        q.scale = usableScale(largest / static_cast<double>(quantMax - q.zeroPoint));
    }
    return q;
}

}  // namespace secateur
