#include "ui/histograms/range_subject.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/histograms/range_text.h"

namespace secateur {

namespace {

constexpr ClipRange kRelu6{0.0, 6.0};

RangeEffect effectPerChannel(const RangeSubject& subject, const ClipRange& range) {
    const WeightHistogram& weights = *subject.channels;
    double signal = 0.0;
    double noise = 0.0;
    double clipped = 0.0;
    int64_t total = 0;
    RangeEffect sum;
    sum.smallestScale = std::numeric_limits<double>::infinity();
    for (size_t c = 0; c < weights.perChannel.size(); ++c) {
        const Histogram& channel = weights.perChannel[c];
        const auto count = static_cast<double>(channel.total());
        total += channel.total();
        if (channel.minimum() == 0.0 && channel.maximum() == 0.0) {
            continue;  // zeros stay exactly zero, whatever the scale
        }
        const ClipRange own{std::clamp(channel.minimum(), range.low, range.high),
                            std::clamp(channel.maximum(), range.low, range.high)};
        const ClipEffect effect = clipEffect(channel, own, subject.scheme);
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

RangeCandidate candidate(const RangeSubject& subject, const char* method, const QString& label,
                         const ClipRange& range) {
    const ClipRange allowed = allowedRange(subject, range);
    return {method, label, allowed, effectOf(subject, allowed), false};
}

}  // namespace

bool RangeSubject::hasRange() const {
    return histogram != nullptr && histogram->total() > 0 && histogram->width() > 0.0 &&
           (histogram->minimum() != 0.0 || histogram->maximum() != 0.0);
}

RangeEffect effectOf(const RangeSubject& subject, const ClipRange& range) {
    if (subject.perChannel()) {
        return effectPerChannel(subject, range);
    }
    const ClipEffect effect = clipEffect(*subject.histogram, range, subject.scheme);
    return {effect.clippedFraction, effect.params.scale, effect.params.scale,
            effect.params.zeroPoint, effect.sqnrDb};
}

std::vector<RangeCandidate> findCandidates(const RangeSubject& subject, double percentile) {
    const auto observed = [&](ObserverKind kind) {
        return observedRange(*subject.histogram, kind, subject.scheme, percentile);
    };
    const auto add = [&](ObserverKind kind, const QString& label) {
        return candidate(subject, observerName(kind), label, observed(kind));
    };
    std::vector<RangeCandidate> found{
        add(ObserverKind::MinMax, "min-max"),
        add(ObserverKind::Percentile, "percentile " + QString::number(percentile)),
        add(ObserverKind::Mse, "MSE")};
    if (subject.target == ClipTarget::Activations) {
        found.push_back(add(ObserverKind::Entropy, "entropy (KL)"));
    }
    if (subject.movingAverage) {
        found.push_back(candidate(subject, observerName(ObserverKind::MovingAverage),
                                  "moving average", *subject.movingAverage));
    }
    if (subject.relu6) {
        found.push_back(candidate(subject, "relu6", "ReLU6", kRelu6));
    }
    (subject.fixedRelu6 ? found.back() : found.front()).automatic = true;
    return found;
}

ClipRange automaticRange(const RangeSubject& subject) {
    return allowedRange(subject, subject.fixedRelu6 ? kRelu6
                                                    : ClipRange{subject.histogram->minimum(),
                                                                subject.histogram->maximum()});
}

ClipRange allowedRange(const RangeSubject& subject, const ClipRange& wanted) {
    if (subject.scheme.symmetricSigned) {
        const double largest = std::max(std::abs(wanted.low), std::abs(wanted.high));
        return {-largest, largest};
    }
    return {std::min(wanted.low, 0.0), std::max(wanted.high, 0.0)};
}

ClipRange movedRange(const RangeSubject& subject, const ClipRange& range, RangeEnd end,
                     double value) {
    const double least = subject.histogram->width();
    if (subject.scheme.symmetricSigned) {
        const double reach = std::max(end == RangeEnd::Low ? -value : value, least);
        return {-reach, reach};
    }
    if (end == RangeEnd::Low) {
        return {std::min({value, 0.0, range.high - least}), range.high};
    }
    return {range.low, std::max({value, 0.0, range.low + least})};
}

QString targetName(ClipTarget target) {
    return target == ClipTarget::Weights ? "weights" : "activations";
}

}  // namespace secateur
