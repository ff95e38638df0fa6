#include "core/quant/weight_scales.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "core/base/error.h"
#include "core/passes/lower_int8.h"

namespace secateur {

namespace {

constexpr auto kLargest = static_cast<float>(kLargestWeight);
constexpr int kCandidates = 81;  // 1.00 to 0.20

using Row = std::span<const float>;

float scaleOf(float reach) {
    return reach > 0.0F ? reach / kLargest : 1.0F;
}

/// Halves to even, as torch rounds; only for |x| < 2^22.
float roundedToEven(float x) {
    constexpr float kShift = 12582912.0F;  // 1.5 * 2^23
    return (x + kShift) - kShift;
}

double squaredError(Row row, float scale) {
    double sum = 0.0;
    for (const float w : row) {
        const float steps = std::clamp(roundedToEven(w / scale), -kLargest, kLargest);
        const double error = static_cast<double>(w - steps * scale);
        sum += error * error;
    }
    return sum;
}

float largestOf(Row row) {
    float largest = 0.0F;
    for (const float w : row) {
        largest = std::max(largest, std::abs(w));
    }
    return largest;
}

float percentileOf(Row row, double percentile) {
    std::vector<float> sizes;
    sizes.reserve(row.size());
    for (const float w : row) {
        sizes.push_back(std::abs(w));
    }
    const double position = percentile / 100.0 * static_cast<double>(sizes.size() - 1);
    const auto below = sizes.begin() + static_cast<std::ptrdiff_t>(position);
    std::nth_element(sizes.begin(), below, sizes.end());
    const double low = *below;
    if (below + 1 == sizes.end()) {
        return static_cast<float>(low);
    }
    const double high = *std::min_element(below + 1, sizes.end());
    return static_cast<float>(low + (high - low) * (position - std::floor(position)));
}

float leastErrorScale(Row row) {
    const float largest = largestOf(row);
    float best = scaleOf(largest);
    double least = std::numeric_limits<double>::infinity();
    for (int i = 0; i < kCandidates && largest > 0.0F; ++i) {
        const float scale = scaleOf(largest * (1.0F - 0.01F * static_cast<float>(i)));
        const double error = squaredError(row, scale);
        if (error < least) {
            least = error;
            best = scale;
        }
    }
    return best;
}

float rowScale(Row row, const QuantizeOptions& options) {
    switch (options.weightObserver) {
        case ObserverKind::MinMax:
            return scaleOf(largestOf(row));
        case ObserverKind::Percentile:
            if (const float reach = percentileOf(row, options.weightPercentile); reach > 0.0F) {
                return scaleOf(reach);
            }
            return scaleOf(largestOf(row));
        case ObserverKind::Mse:
            return leastErrorScale(row);
        case ObserverKind::MovingAverage:
        case ObserverKind::Entropy:
            break;
    }
    throw Error(ErrorCode::InvalidArgument, "weights have no such observer",
                {"", "min-max, percentile or mse", enumName(options.weightObserver)});
}

}  // namespace

at::Tensor weightScales(const at::Tensor& weight, const QuantizeOptions& options) {
    const at::Tensor values = weight.detach().contiguous();
    const Row all(values.data_ptr<float>(), static_cast<size_t>(values.numel()));
    if (options.weightScales == WeightScales::PerTensor) {
        return at::scalar_tensor(static_cast<double>(rowScale(all, options)), at::kDouble);
    }
    const size_t rowSize = all.size() / static_cast<size_t>(values.size(0));
    std::vector<double> scales;
    for (size_t first = 0; first < all.size(); first += rowSize) {
        scales.push_back(rowScale(all.subspan(first, rowSize), options));
    }
    return at::tensor(scales, at::kDouble);
}

}  // namespace secateur
