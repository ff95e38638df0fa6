#pragma once

#include <cstdint>
#include <vector>

#include "core/data/augmentation.h"
#include "core/train/schedule.h"

namespace secateur {

/// How to train. The defaults are those of training from scratch; fine-tuning sets its own.
struct TrainOptions {
    int64_t epochs = 30;
    int64_t batchSize = 128;
    double learningRate = 0.1;
    double momentum = 0.9;
    bool nesterov = true;
    double weightDecay = 5e-4;
    double labelSmoothing = 0.0;
    ScheduleKind schedule = ScheduleKind::Cosine;
    Augmentation augmentation{0, false};
    /// Image side by epoch (progressive resizing); shorter than `epochs`: the last one stays;
    /// empty: the data's own size.
    std::vector<int64_t> sides;
    /// Images that one worker computes at once; batch statistics are of this many images ("ghost
    /// batch normalisation", Hoffer et al. 2017), which keeps activations in cache.
    int64_t microBatch = 32;
    uint64_t seed = 0;
    int workers = 0;  ///< 0: one per core
    double checkpointSeconds = 60.0;
};

/// One finished epoch.
struct EpochRecord {
    int64_t epoch = 0;  ///< 1-based
    double loss = 0.0;  ///< mean training loss
    double trainAccuracy = 0.0;
    double accuracy = 0.0;  ///< by the evaluate callback
    double seconds = 0.0;
};

}  // namespace secateur
