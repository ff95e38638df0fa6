#include "ui/histograms/range_subject.h"

#include <algorithm>
#include <cmath>

#include "ui/base/core_text.h"
#include "ui/base/translation.h"
#include "ui/models/range_text.h"

namespace secateur {

namespace {

constexpr ClipRange kRelu6{0.0, 6.0};

RangeCandidate candidate(const RangeSubject& subject, const char* method, const QString& label,
                         const ClipRange& range) {
    const ClipRange allowed = representable(range, subject.scheme);
    return {method, label, allowed, effectOf(subject, allowed), false};
}

}  // namespace

bool RangeSubject::hasRange() const {
    return histogram != nullptr && histogram->total() > 0 && histogram->width() > 0.0 &&
           (histogram->minimum() != 0.0 || histogram->maximum() != 0.0);
}

ClipRange RangeSubject::automatic() const {
    return choice && !choice->automaticReason.empty()
               ? choice->automatic
               : representable({histogram->minimum(), histogram->maximum()}, scheme);
}

QString RangeSubject::automaticReason() const {
    return choice ? coreList(choice->automaticReason) : QString();
}

RangeEffect effectOf(const RangeSubject& subject, const ClipRange& range) {
    const RangeEffect estimate =
        subject.perChannel() ? effectPerChannel(subject.channels->perChannel, range, subject.scheme)
                             : effectOf(*subject.histogram, range, subject.scheme);
    const bool inForce =
        subject.choice && subject.choice->range == representable(range, subject.scheme);
    return inForce ? asChosen(estimate, *subject.choice) : estimate;
}

std::vector<RangeCandidate> findCandidates(const RangeSubject& subject, double percentile) {
    const auto observed = [&](ObserverKind kind) {
        return observedRange(*subject.histogram, kind, subject.scheme, percentile);
    };
    const auto add = [&](ObserverKind kind, const QString& label) {
        return candidate(subject, enumName(kind), label, observed(kind));
    };
    std::vector<RangeCandidate> found{
        add(ObserverKind::MinMax, Text::tr("min-max")),
        add(ObserverKind::Percentile, Text::tr("percentile %1").arg(percentile)),
        add(ObserverKind::Mse, Text::tr("MSE"))};
    if (subject.target == ClipTarget::Activations) {
        found.push_back(add(ObserverKind::Entropy, Text::tr("entropy (KL)")));
    }
    if (subject.movingAverage) {
        found.push_back(candidate(subject, enumName(ObserverKind::MovingAverage),
                                  Text::tr("moving average"), *subject.movingAverage));
    }
    if (subject.relu6) {
        found.push_back(candidate(subject, "relu6", Text::tr("ReLU6"), kRelu6));
    }
    const ClipRange automatic = subject.automatic();
    const auto same = std::find_if(found.begin(), found.end(), [&](const RangeCandidate& one) {
        return one.range == automatic;
    });
    if (same != found.end()) {
        same->automatic = true;
    } else {
        found.push_back(candidate(subject, "automatic", subject.automaticReason(), automatic));
        found.back().automatic = true;
    }
    return found;
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
    return target == ClipTarget::Weights ? Text::tr("weights") : Text::tr("activations");
}

}  // namespace secateur
