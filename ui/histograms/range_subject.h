#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "core/quant/observer.h"
#include "core/stages/layer_ranges.h"
#include "core/study/clips.h"

namespace secateur {

enum class RangeEnd { Low, High };

/// The tensor whose range is being chosen, and how it will become integers.
struct RangeSubject {
    QString layer;
    ClipTarget target = ClipTarget::Weights;
    QuantScheme scheme;
    bool relu6 = false;       ///< bounded by [0, 6] by construction
    bool fixedRelu6 = false;  ///< and PTQ takes [0, 6] unless told otherwise
    std::shared_ptr<const Histogram> histogram;
    /// Of the batches' extremes, which no histogram holds; empty: unknown.
    std::optional<ClipRange> movingAverage;
    /// Set: every output channel has a scale of its own, from its own range within the clip range.
    std::shared_ptr<const WeightHistogram> channels;

    bool perChannel() const { return channels != nullptr; }
    /// Whether there is anything to choose: false where all values are zero or none was seen.
    bool hasRange() const;
};

/// What a range does to the subject. Per channel: over all channels' values together, each weighted
/// by its number, and the smallest and largest scale of a channel that is not all zeros.
struct RangeEffect {
    double clippedFraction = 0.0;
    double smallestScale = 0.0;
    double largestScale = 0.0;
    int64_t zeroPoint = 0;
    double sqnrDb = 0.0;
};
RangeEffect effectOf(const RangeSubject& subject, const ClipRange& range);

/// A range that a method would choose.
struct RangeCandidate {
    QString method;  ///< observerName, "relu6" or "yours": in files and names
    QString label;   ///< for people
    ClipRange range;
    RangeEffect effect;
    bool automatic = false;  ///< PTQ takes it where nobody chose
};
/// All but "yours": the observers that quantization offers for this tensor. Searches: tens of
/// milliseconds, on any thread.
std::vector<RangeCandidate> findCandidates(const RangeSubject& subject, double percentile);

/// What PTQ takes where nobody chose.
ClipRange automaticRange(const RangeSubject& subject);

/// The nearest range that the scheme can stand for: it holds 0, and a symmetric one is mirrored.
ClipRange allowedRange(const RangeSubject& subject, const ClipRange& wanted);
/// The range after one end was moved to `value`; it never becomes narrower than one bin.
ClipRange movedRange(const RangeSubject& subject, const ClipRange& range, RangeEnd end,
                     double value);

/// "weights" or "activations".
QString targetName(ClipTarget target);

}  // namespace secateur
