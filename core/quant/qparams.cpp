#include "core/quant/qparams.h"

#include <algorithm>
#include <cmath>

namespace secateur {

QuantParams affineParams(double low, double high, int64_t quantMax) {
    low = std::min(low, 0.0);
    high = std::max(high, 0.0);
    QuantParams q{1.0, 0, 0, quantMax};
    const double scale = (high - low) / static_cast<double>(quantMax);
    if (scale > 0) {
        q.scale = static_cast<float>(scale);
        q.zeroPoint = std::clamp<int64_t>(std::llrint(-low / q.scale), 0, quantMax);
    }
    return q;
}

QuantParams symmetricParams(double low, double high, int64_t quantMax) {
    const double largest = std::max(std::abs(low), std::abs(high));
    QuantParams q{1.0, (quantMax + 1) / 2, 0, quantMax};
    if (largest > 0) {
        q.scale = static_cast<float>(largest / static_cast<double>(quantMax - q.zeroPoint));
    }
    return q;
}

}  // namespace secateur
