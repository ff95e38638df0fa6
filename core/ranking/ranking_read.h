#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/paired_interval.h"
#include "core/ranking/ranking.h"

namespace secateur {

/// A cut of so much that loses no more than the tolerance, and what it left.
struct SafeCut {
    double amount = 0.0;  ///< share that is gone: of weights, of channels, or (planned) of macs
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
    std::optional<SafeCut> planned, plannedTuned;  ///< widths by curves
    std::string channelsFailure;                   ///< why no channel was cut
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

/// The newest last. What was measured for one is found by every other that would measure the same.
std::vector<StoredRanking> listRankings(Study& study);

}  // namespace secateur
