#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/paired_interval.h"
#include "core/prune/channel_recipe.h"
#include "core/prune/criterion.h"

namespace secateur {

struct GivenMasks;

/// What is done to a layer, or to several at once. Its level is SensitivityPoint::ratio.
enum class PerturbationKind {
    Prune,           ///< this share of its weights is set to zero; level in [0, 1)
    WeightBits,      ///< its folded weights at so many bits, per channel, symmetric; level 2 to 8
    ActivationBits,  ///< its output at so many bits over its range; level 2 to 8
    Clip,            ///< this share of its output's range is cut off at both ends; level in [0, 1)
    Channels,        ///< this share of a channel group's channels goes; level in [0, 1)
};
/// "prune", "weight-bits", "activation-bits", "clip", "channels".
const char* perturbationName(PerturbationKind kind);
/// Throws Error(InvalidArgument) for any other name.
PerturbationKind perturbationFromName(const std::string& name);
/// Bits: the fewer the harder.
inline bool harderDownwards(PerturbationKind kind) {
    return kind == PerturbationKind::WeightBits || kind == PerturbationKind::ActivationBits;
}

/// Which layers are changed together.
enum class Grouping { Layer, Block, Role };
/// "layer", "block", "role".
const char* groupingName(Grouping grouping);
/// Throws Error(InvalidArgument) for any other name.
Grouping groupingFromName(const std::string& name);

/// The levels that a kind is swept over unless others are asked for, from mild to hard.
std::vector<double> defaultLevels(PerturbationKind kind);

/// One measured point of a sensitivity curve.
struct SensitivityPoint {
    /// state_dict name without ".weight", a block, a role, or "global"; of Channels a group's name
    std::string layer;
    double ratio = 0.0;  ///< the level: see PerturbationKind
    int64_t correct = 0;
    int64_t count = 0;   ///< images seen
    int64_t lost = 0;    ///< right at the baseline, wrong now
    int64_t gained = 0;  ///< the reverse
    int64_t prunedWeights = 0;
    int64_t weights = 0;     ///< of the layers that are changed together
    bool unchanged = false;  ///< not one weight became another: nothing was tested
    PerturbationKind kind = PerturbationKind::Prune;
    /// Adaptive mode: bounds of the drop that all images would show, at any time at once (see
    /// core/analysis/drop_bounds.h). Empty in exact mode.
    std::optional<PairedDrop> bounds;
    bool settled = true;  ///< false while adaptive mode would look at more images

    double accuracy() const {
        return count > 0 ? static_cast<double>(correct) / static_cast<double>(count) : 0.0;
    }
    PairedDrop drop() const { return bounds ? *bounds : pairedDrop(lost, gained, count); }
};

/// What adaptive mode knows of a point: enough to go on from it.
struct AdaptivePoint {
    SensitivityPoint point;
    /// Of the images in the order of AdaptiveOptions::seed, those that changed sides: position + 1,
    /// negative where the image was gained.
    std::vector<int32_t> flips;
};

/// Adaptive mode: a point looks at images until its bounds lie on one side of the tolerance, or are
/// no wider than `width`, or no image is left.
struct AdaptiveOptions {
    bool on = false;
    double tolerance = 0.02;   ///< a fraction
    double width = 0.005;      ///< a fraction
    double confidence = 0.95;  ///< that all bounds of the sweep hold at all times
    uint64_t seed = 0;         ///< of the order of the images
    int64_t firstRound =
        64;  ///< images of the first round; each next one reaches 1.25 times as far
};

struct SweepOptions {
    std::vector<double> ratios{0.3, 0.5, 0.6, 0.7, 0.8};  ///< the levels
    /// Empty: every convolution and linear layer. Of Channels names of groups; empty: all that can
    /// be cut.
    std::vector<std::string> layers;
    bool perLayer = true;  ///< each group by itself (a layer, unless `grouping` says)
    bool global = true;    ///< all layers at once
    int workers = 0;
    int64_t batchSize = 16;
    PerturbationKind kind = PerturbationKind::Prune;
    PruneCriterion criterion = PruneCriterion::L1;
    ChannelCriterion channelCriterion = ChannelCriterion::L1;
    Grouping grouping = Grouping::Layer;
    uint64_t seed = 0;  ///< of PruneCriterion::Random
    AdaptiveOptions adaptive;
    /// Pruning by these instead of a ranking (core/analysis/given_masks.h): `criterion` and
    /// `ratios` say nothing, and each group has one point, at the share that its masks prune.
    std::shared_ptr<const GivenMasks> masks;
};

/// True if `point` loses at most `tolerance` (a fraction): counted on all images, or, in adaptive
/// mode, proved by its bounds (estimated only where they are no wider than half a point).
bool withinTolerance(const SensitivityPoint& point, double tolerance);

/// The largest measured ratio r such that this and every smaller measured ratio of the layer drop
/// at most `tolerance` (a fraction, 0.02 for 2 points); 0 if not even the smallest does. Of bits:
/// the fewest such that these and all more do; 0 if not even the most do. Points that changed
/// nothing prove nothing and are passed over.
double largestSafeRatio(const std::vector<SensitivityPoint>& points, const std::string& layer,
                        double tolerance);

/// True if the layer has points and not one of them changed a weight: "nothing pruned".
bool nothingTested(const std::vector<SensitivityPoint>& points, const std::string& layer);

}  // namespace secateur
