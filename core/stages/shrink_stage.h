#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/analysis/paired_interval.h"
#include "core/stages/stage_context.h"
#include "core/study/variant.h"

namespace secateur {

struct ImageList;
template <class Options>
class SettingsOf;

/// How the smallest network within a tolerance is looked for.
struct ShrinkOptions {
    double toleranceShare = 0.02;  ///< of top-1, a fraction
    int64_t images = 4000;         ///< held-out ones that judge a candidate; 0: all
    int64_t sweepImages = 1000;    ///< held-out ones of the sweep; 0: all
    int64_t recalibrate = 1024;    ///< training images of every repair
    int64_t reconstruct = 512;     ///< those of ChannelRecipe and PruneRecipe; 0: none
    int64_t finetuneImages = 0;    ///< training images of every repair; 0: nothing is trained
    int64_t finetuneEpochs = 1;
    double finetuneRate = 0.01;  ///< falls to 0 by the cosine
    int64_t calibration = 1024;  ///< training images that INT8's ranges are observed on
    int64_t roundTo = 1;         ///< widths are multiples of it
    int64_t minWidth = 8;        ///< of a channel group
    uint64_t seed = 0;
};

/// All of them but the seed.
const SettingsOf<ShrinkOptions>& shrinkSettings();

/// Levels a channel group that its sweep measures, and networks that it tries about.
inline constexpr int64_t kShrinkLevels = 5;
inline constexpr int64_t kShrinkTrials = 16;

/// A network that was tried, and how it compares with the one that is shrunk.
struct ShrinkCandidate {
    Variant variant;
    std::string what;    ///< "50.0 % of the multiply-adds, recalibrated"
    int64_t macs = 0;    ///< of an image of the data's size
    PairedDrop drop;     ///< on held-out images
    int64_t images = 0;  ///< that the verdict took
    bool within = false;
};

/// "NAME  2419432 bytes  1234 multiply-adds, drop 0.80 [..] points on 4000 held-out images: within
/// (WHAT)", in columns.
std::string lineOf(const ShrinkCandidate& candidate);

struct ShrinkResult {
    std::vector<ShrinkCandidate> candidates;  ///< in the order tried; the first: the network itself
    size_t smallest = 0;                      ///< the fewest bytes within the tolerance
};

/// Looks for the smallest network within the tolerance, by default without training: a recalibrated
/// sweep of channels; by bisection the fewest multiply-adds of a plan by its curves (planChannels),
/// each plan made, reconstructed, recalibrated and judged; of these networks the narrowest that
/// bears three quarters of its weights zero, and there by bisection the most, each reconstructed
/// (recalibrated where nothing is to be reconstructed) and judged; INT8 of the narrowest that bears
/// it. Where `finetuneImages` says so, each cut network is fine-tuned on so many before it is
/// judged. A candidate is judged on a quarter of the images, and on all where the paired interval
/// (95 %) of its drop holds the tolerance; on all the drop itself decides. All of it is in the
/// study: what is there is not done again, so what was interrupted ends with the same candidates.
/// Test images are not looked at. `tried` is called with each candidate. Errors: NotFound (no train
/// split), InvalidArgument (an INT8 network, one without batch normalisations or groups that can be
/// cut); Cancelled.
ShrinkResult shrinkVariant(const StageContext& stage, int64_t parent, const ShrinkOptions& options,
                           const std::function<void(const ShrinkCandidate&)>& tried);

/// Measures those within the tolerance on images that chose none of them: their variants, the
/// network itself first.
std::vector<int64_t> measureWithin(const StageContext& stage, const ShrinkResult& result,
                                   const ImageList& images);

}  // namespace secateur
