#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/analysis/paired_interval.h"

namespace secateur {

/// What a network answered on a list of images, in the list's order.
struct Evaluation {
    std::vector<int32_t> predictions;  ///< class of the largest logit
    std::vector<int32_t> labels;
    int64_t correct = 0;
    /// Wall time of loading, normalising and running. What it says of speed is of its moment only:
    /// networks are compared by measureRates (speed.h).
    double seconds = 0.0;
    /// Softmax of the largest logit: what the network itself gives its answer. Empty where it was
    /// not kept (studies before version 8); NaN of logits that are not finite.
    std::vector<float> confidences;
    int64_t count() const { return static_cast<int64_t>(predictions.size()); }
    /// From 0 to 1, of the image at this place of the list; none: not known.
    std::optional<double> confidence(size_t image) const;
    double accuracy() const {
        return count() > 0 ? static_cast<double>(correct) / static_cast<double>(count()) : 0.0;
    }
};

/// Images of two networks, of which each knows whether it was right before and is right now.
struct PairedCounts {
    int64_t count = 0;
    int64_t correct = 0;  ///< now
    int64_t lost = 0;     ///< right before, wrong now
    int64_t gained = 0;   ///< the reverse

    void add(bool before, bool now) {
        ++count;
        correct += now ? 1 : 0;
        lost += before && !now ? 1 : 0;
        gained += !before && now ? 1 : 0;
    }
    PairedDrop drop() const { return pairedDrop(lost, gained, count); }
};
/// Of predictions `before` and `now` of the same images, as many as `labels`.
PairedCounts countChanges(std::span<const int32_t> labels, std::span<const int32_t> before,
                          std::span<const int32_t> now);

/// Paired difference of two evaluations of the same images.
/// Throws Error(InvalidArgument) if they are of different numbers of images.
PairedDrop dropBetween(const Evaluation& baseline, const Evaluation& changed);

}  // namespace secateur
