#include "core/quant/range_effect.h"

#include <algorithm>
#include <cmath>

namespace secateur {

RangeEffect effectOf(const Histogram& histogram, const ClipRange& range,
                     const QuantScheme& scheme) {
    const ClipEffect effect = clipEffect(histogram, range, scheme);
    return {effect.clippedFraction, effect.params.scale, effect.params.scale,
            effect.params.zeroPoint, effect.sqnrDb};
}

RangeEffect effectPerChannel(std::span<const Histogram> channels, const ClipRange& range,
                             const QuantScheme& scheme) {
    double signal = 0.0;
    double noise = 0.0;
    double clipped = 0.0;
    int64_t total = 0;
    RangeEffect sum;
    sum.smallestScale = std::numeric_limits<double>::infinity();
    for (const Histogram& channel : channels) {
        const auto count = static_cast<double>(channel.total());
        total += channel.total();
        if (channel.minimum() == 0.0 && channel.maximum() == 0.0) {
            continue;  // zeros stay exactly zero, whatever the scale
        }
        const ClipRange own{std::clamp(channel.minimum(), range.low, range.high),
                            std::clamp(channel.maximum(), range.low, range.high)};
        const ClipEffect effect = clipEffect(channel, own, scheme);
        const double power = channel.power() * count;
        signal += power;
        noise += power * std::pow(10.0, -effect.sqnrDb / 10.0);  // 0 where it is infinite
        clipped += effect.clippedFraction * count;
        sum.smallestScale = std::min(sum.smallestScale, effect.params.scale);
        sum.largestScale = std::max(sum.largestScale, effect.params.scale);
    }
    sum.clippedFraction = total > 0 ? clipped / static_cast<double>(total) : 0.0;
    sum.sqnrDb =
        noise > 0.0 ? 10.0 * std::log10(signal / noise) : std::numeric_limits<double>::infinity();
    return sum;
}

RangeEffect asChosen(const RangeEffect& estimate, const RangeChoice& choice) {
    RangeEffect effect = estimate;
    effect.largestScale = choice.params.scale;
    effect.smallestScale = choice.scales.empty()
                               ? choice.params.scale
                               : *std::min_element(choice.scales.begin(), choice.scales.end());
    effect.zeroPoint = choice.params.zeroPoint;
    effect.sqnrDb = choice.sqnrDb;
    return effect;
}

}  // namespace secateur
