#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/paired_interval.h"
#include "core/data/dataset.h"
#include "core/stages/network_source.h"
#include "core/stages/stage_context.h"

namespace secateur {

class Study;

/// How networks are compared. Two rankings with equal settings on the same data and machine
/// share their results.
struct RankingOptions {
    int64_t testImages = 0;  ///< 0: all
    double tolerance = 2.0;  ///< points of top-1 that a cut may cost
    double step = 0.025;     ///< cuts are tried at multiples of this share
    /// The equal budget of fine-tuning after each cut; 0: cuts are measured without training only.
    int64_t finetuneImages = 0;
    int64_t finetuneEpochs = 1;
    double finetuneRate = 0.001;
    int64_t calibrationImages = 512;
    int64_t speedImages = 256;  ///< FP32 and INT8 take turns on so many (measureRates)
    uint64_t seed = 0;
    int workers = 0;
};

/// A network to compare, under the name that the user gives it.
struct RankedSource {
    std::string name;
    NetworkSource source;
};

/// The network of a file. Where the file does not say which it is, it is the one that the registry
/// has under `name`, or under `name` with "_cifar".
RankedSource rankedSource(const std::string& name, const std::string& file);

/// A cut of so much that loses no more than the tolerance, and what it left.
struct SafeCut {
    double amount = 0.0;  ///< share of weights that are zero, or of channels that are gone
    double top1 = 0.0;
    int64_t parameters = 0;  ///< that are left (of channel cuts) or not zero
    int64_t macs = 0;        ///< of channel cuts: what the smaller network needs
};

/// What INT8 costs and gives.
struct QuantizedFigures {
    double top1 = 0.0;
    PairedDrop drop;  ///< against FP32, a fraction
};

/// Everything that is known of one network; what is not measured (yet) is missing.
struct RankedNetwork {
    std::string digest;  ///< of its file
    std::string name;
    std::string model;  ///< the registry's name, or what the graph calls itself
    int64_t parameters = 0;
    int64_t macs = 0;
    std::optional<double> top1;
    int64_t images = 0;  ///< on so many test images
    std::optional<SafeCut> sparsity, sparsityTuned;
    std::optional<SafeCut> channels, channelsTuned;
    std::string channelsFailure;  ///< why no channel was cut
    std::optional<QuantizedFigures> perChannel, perTensor;
    std::optional<double> speedup;     ///< INT8 images/s over FP32 images/s, median of rounds
    std::optional<double> floatShare;  ///< of all outputs' numbers, computed without INT8 kernels
};

/// A ranking that a study holds, finished or not.
struct StoredRanking {
    int64_t id = 0;
    std::string data;  ///< the data set's name
    std::string processor;
    std::string created;
    RankingOptions options;  ///< workers as they were, not 0
    std::vector<RankedNetwork> networks;
};

/// Measures every network, one after the other: top-1, the largest global L1 sparsity and the
/// largest global channel cut within the tolerance (by bisection, every point evaluated on all the
/// test images; with a fine-tuning budget a second time, each cut repaired by it), PTQ with scales
/// per channel and per tensor, the speed of INT8, and what of it has no INT8 kernels. Each figure
/// is in the study as soon as it is measured and is not measured again; networks and weights are
/// not stored. Each is told as Stored. Gives the ranking's id. Errors: InvalidArgument
/// (no networks, a name twice, impossible options), Mismatch (a network that does not fit the
/// data), NotFound (no train split), those of readNetwork; Cancelled.
int64_t measureRanking(const StageContext& stage, const std::vector<RankedSource>& networks,
                       const RankingOptions& options);

/// The newest last. What was measured for one is found by every other that would measure the same.
std::vector<StoredRanking> listRankings(Study& study);

}  // namespace secateur
