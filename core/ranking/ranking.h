#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/prune/criterion.h"
#include "core/stages/network_source.h"
#include "core/stages/stage_context.h"

namespace secateur {

class Study;
template <class Options>
class SettingsOf;

/// How networks are compared. Two rankings with equal settings on the same data and machine
/// share their results.
struct RankingOptions {
    int64_t testImages = 0;  ///< 0: all
    /// By which a cut's size is chosen, of the held-out part of train; test images measure the
    /// chosen one. 0, in rankings of older versions: the test images did both.
    int64_t heldOutImages = 1000;
    double tolerance = 2.0;  ///< points of top-1 that a cut may cost
    double step = 0.025;     ///< cuts are tried at multiples of this share
    PruneCriterion channelRanking = PruneCriterion::GroupNorm;
    /// Every cut network with batch normalisation is recalibrated on so many; 0: none is.
    int64_t recalibrationImages = 512;
    /// Held-out images on which the curves of channel groups are measured, each point recalibrated
    /// on half as many training images (recalibrationImages at most): widths are planned by them.
    /// 0, also in rankings of older versions: none are planned.
    int64_t curveImages = 256;
    std::vector<double> curveLevels{0.25, 0.5, 0.75};  ///< shares of a group's channels
    /// The equal budget of fine-tuning after each cut; 0: cuts are measured without training only.
    int64_t finetuneImages = 0;
    int64_t finetuneEpochs = 1;
    double finetuneRate = 0.001;
    int64_t calibrationImages = 512;
    int64_t speedImages = 256;  ///< FP32 and INT8 take turns on so many (measureRates)
    uint64_t seed = 0;
    int workers = 0;
};

/// All of them but seed and workers.
const SettingsOf<RankingOptions>& rankingOptionSettings();

/// A network to compare, under the name that the user gives it.
struct RankedSource {
    std::string name;
    NetworkSource source;
};

/// The network of a file. Where the file does not say which it is, it is the one that the registry
/// has under `name`, or under `name` with "_cifar".
RankedSource rankedSource(const std::string& name, const std::string& file);

/// Measures every network, one after the other: top-1, the largest global L1 sparsity, the largest
/// global channel cut and the fewest multiply-adds of a plan of widths by curves (planChannels)
/// within the tolerance (by bisection, every point recalibrated and evaluated on the held-out
/// images, the chosen one on all the test images; with a fine-tuning budget a second time, each cut
/// repaired by it instead), PTQ with scales
/// per channel and per tensor, the speed of INT8, and what of it has no INT8 kernels. Each figure
/// is in the study as soon as it is measured and is not measured again; networks and weights are
/// not stored. Each is told as Stored. Gives the ranking's id. Errors: InvalidArgument
/// (no networks, a name twice, impossible options), Mismatch (a network that does not fit the
/// data), NotFound (no train split), those of readNetwork; Cancelled.
int64_t measureRanking(const StageContext& stage, const std::vector<RankedSource>& networks,
                       const RankingOptions& options);

}  // namespace secateur
