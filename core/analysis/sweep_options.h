#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/analysis/sensitivity_curve.h"
#include "core/analysis/sharing.h"
#include "core/base/device.h"
#include "core/base/enum_names.h"
#include "core/prune/criterion.h"

namespace secateur {

struct CalibrationImages;
struct GivenMasks;
struct ImageScores;
template <class Options>
class SettingsOf;

/// Which curves a sweep measures.
enum class SweepScope {
    Both,
    Global,  ///< all layers at once
    Layers,  ///< each group by itself (a layer, unless the grouping says)
};
template <>
inline constexpr auto kEnumNames<SweepScope> = enumNames<SweepScope>(
    "scope of a sweep",
    {{SweepScope::Both, "both"}, {SweepScope::Global, "global"}, {SweepScope::Layers, "layers"}});

/// Adaptive mode: a point looks at images until its bounds lie on one side of the tolerance, or are
/// no wider than `width`, or no image is left.
struct AdaptiveOptions {
    bool on = false;
    double toleranceShare = 0.02;  ///< a fraction
    double width = 0.005;          ///< a fraction
    double confidence = 0.95;      ///< that all bounds of the sweep hold at all times
    int64_t firstRound = 64;       ///< images of the first round; roundEnds() has the next ones
};

struct SweepOptions {
    /// Numbers, in the unit of `kind`; empty: defaultLevels().
    std::vector<double> levels;
    /// Empty: every convolution and linear layer. Of Channels names of groups; empty: all that can
    /// be cut.
    std::vector<std::string> layers;
    SweepScope scope = SweepScope::Both;
    int workers = 0;
    int64_t batchSize = 16;
    PerturbationKind kind = PerturbationKind::Prune;
    PruneCriterion criterion = PruneCriterion::L1;  ///< of Prune and Channels
    Grouping grouping = Grouping::Layer;
    /// As PruneRecipe::rankingImages, for a criterion that looks at images.
    int64_t rankingImages = 1024;
    /// What it says of them (core/analysis/image_scores.h): whoever sweeps gives it.
    std::shared_ptr<const ImageScores> scores;
    uint64_t seed = 0;  ///< of PruneCriterion::Random, of the order of images in adaptive mode
    AdaptiveOptions adaptive;
    /// Pruning by these instead of a ranking (core/analysis/given_masks.h): `criterion` and
    /// `levels` say nothing, and each group has one point, at the share that its masks prune.
    std::shared_ptr<const GivenMasks> masks;
    /// Prune and Channels: statistics of batch normalisations are estimated anew at every point, on
    /// so many training images, drawn by the seed; 0: nothing is repaired.
    int64_t recalibrate = 0;
    /// Those images (core/train/batch_averages.h): whoever sweeps gives them.
    std::shared_ptr<const CalibrationImages> calibration;
    /// Of the networks that are measured; rankings and repair are the processor's.
    Device device = Device::Cpu;
    Sharing sharing;

    bool each() const { return scope != SweepScope::Global; }
    bool together() const { return scope != SweepScope::Layers; }
};

/// All of them but workers, seed and device.
const SettingsOf<SweepOptions>& sweepSettings();

/// The levels that a kind is swept over unless others are asked for, from mild to hard.
std::vector<double> defaultLevels(PerturbationKind kind);
/// Those of a sweep.
std::vector<double> levelsOf(const SweepOptions& options);
/// Whether points of a kind can be repaired (SweepOptions::recalibrate).
inline bool repairable(PerturbationKind kind) {
    return kind == PerturbationKind::Prune || kind == PerturbationKind::Channels;
}
/// True for whole numbers from 2 to 8 where levels are bits, else for shares in [0, 1).
bool isLevel(PerturbationKind kind, double number);

/// What can be said of a sweep without a network. Errors: InvalidArgument (a setting out of its
/// range, a level or a criterion that the kind of perturbation does not have).
void checkSweepOptions(const SweepOptions& options);

}  // namespace secateur
