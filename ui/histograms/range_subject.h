#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "core/quant/range_effect.h"
#include "core/stages/layer_ranges.h"
#include "core/study/clips.h"

namespace secateur {

enum class RangeEnd { Low, High };

/// The tensor whose range is being chosen, and how it becomes integers.
struct RangeSubject {
    QString layer;
    ClipTarget target = ClipTarget::Weights;
    QuantScheme scheme;
    bool relu6 = false;  ///< bounded by [0, 6] by construction
    std::shared_ptr<const Histogram> histogram;
    /// Of the batches' extremes, which no histogram holds; empty: unknown.
    std::optional<ClipRange> movingAverage;
    /// Set: every output channel has a scale of its own, from its own range within the clip range.
    std::shared_ptr<const WeightHistogram> channels;
    std::optional<RangeChoice> choice;  ///< quantization's; empty: not known (yet)
    bool stored = false;                ///< in an INT8 network, which nobody can change

    bool perChannel() const { return channels != nullptr; }
    /// Whether there is anything to choose: false where all values are zero or none was seen.
    bool hasRange() const;
    /// What quantization takes where nobody chose, as far as it is known, and why.
    ClipRange automatic() const;
    QString automaticReason() const;
};

/// What a range does to the subject: as it was chosen where it is the range in force, else
/// estimated.
RangeEffect effectOf(const RangeSubject& subject, const ClipRange& range);

/// A range that a method would choose.
struct RangeCandidate {
    QString method;  ///< observerName, "relu6", "automatic" or "yours": in files and names
    QString label;   ///< for people
    ClipRange range;
    RangeEffect effect;
    bool automatic = false;  ///< quantization takes it where nobody chose
};
/// All but "yours": the observers that quantization offers for this tensor, and "automatic" where
/// it takes the range of none of them. Searches: tens of milliseconds, on any thread.
std::vector<RangeCandidate> findCandidates(const RangeSubject& subject, double percentile);

/// The range after one end was moved to `value`; it never becomes narrower than one bin.
ClipRange movedRange(const RangeSubject& subject, const ClipRange& range, RangeEnd end,
                     double value);

/// "weights" or "activations".
QString targetName(ClipTarget target);

}  // namespace secateur
