#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/setting.h"
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
    int64_t warmupEpochs = 0;  ///< over which the rate rises to the schedule's first
    Augmentation augmentation{};
    /// Image side by epoch (progressive resizing); shorter than `epochs`: the last one stays;
    /// empty: the data's own size.
    std::vector<int64_t> sides = {};
    /// Images that one worker computes at once; batch statistics are of this many images ("ghost
    /// batch normalisation", Hoffer et al. 2017). 0: see microBatch() in micro_batch.h.
    int64_t microBatch = 0;
    uint64_t seed = 0;
    /// Batch normalisations keep their running statistics, which the network is trained with.
    bool frozenStatistics = false;
    /// Training ends when so many epochs were no better on the held-out images than the best
    /// before them; 0: never. Needs TrainHooks::evaluate.
    int64_t patience = 0;
    /// Of the distance to the logits of TrainHooks::teacher, which is added to the loss: T^2 times
    /// the mean KL divergence of softmax(network / T) from softmax(teacher / T) (Hinton, Vinyals
    /// and Dean 2015), T the temperature. 0: none.
    double distanceWeight = 0.0;
    double distanceTemperature = 4.0;
    int workers = 0;  ///< 0: one per core; changes nothing but the time
    double checkpointSeconds = 20.0;
};

/// All of them but workers and checkpointSeconds, which do not change the result.
const SettingsOf<TrainOptions>& trainSettings();
/// SGD, rate 0.001, 5 epochs, constant.
TrainOptions fineTuneDefaults();
/// Error(InvalidArgument) for options that cannot train on so many images.
void checkTraining(const TrainOptions& options, int64_t images);

/// Scales of one layer of the folded network at the end of an epoch.
struct LayerScales {
    std::string layer;
    double scale = 0.0;  ///< of its output
    int64_t zeroPoint = 0;
    double weightScale = 0.0;  ///< the largest of its channels'; 0 where no weight is rounded
    bool operator==(const LayerScales&) const = default;
};

/// What an epoch of quantization-aware training has besides.
struct QuantEpoch {
    double simulatedAccuracy = 0.0;  ///< of the fake-quantized network in floating point
    bool observersFrozen = false;
    bool normsFrozen = false;
    std::vector<LayerScales> scales;  ///< in the order of the network
    bool operator==(const QuantEpoch&) const = default;
};

/// One finished epoch.
struct EpochRecord {
    int64_t epoch = 0;  ///< 1-based
    double loss = 0.0;  ///< mean training loss
    double trainAccuracy = 0.0;
    /// On held-out images, by the evaluate callback; with `quantization` of the converted INT8
    /// network on its kernels.
    double accuracy = 0.0;
    double seconds = 0.0;
    std::optional<QuantEpoch> quantization;
};

/// Whether the epochs have an accuracy: without held-out images it is 0 of every one.
bool measuredWhileTraining(const std::vector<EpochRecord>& epochs);

}  // namespace secateur
