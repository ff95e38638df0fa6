#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/data/loader.h"
#include "core/graph/graph.h"
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

/// Everything that is needed to go on after a kill and end with the same numbers.
struct TrainState {
    int64_t step = 0;  ///< steps done
    at::Tensor parameters;
    at::Tensor momentum;
    at::Tensor statistics;
    double lossSum = 0.0;  ///< of the epoch under way
    int64_t correct = 0;
    int64_t seen = 0;
    double epochSeconds = 0.0;
    std::vector<EpochRecord> history;
};

struct TrainHooks {
    /// Accuracy in [0, 1] on images that training does not see; called after every epoch.
    std::function<double(const Graph&)> evaluate;
    /// Called every `checkpointSeconds` and when cancelled. Tensors are the trainer's own: write
    /// them out before returning.
    std::function<void(const TrainState&)> saveState;
    /// Called after every epoch with the network, and whether it is the best so far.
    std::function<void(const Graph&, const TrainState&, bool best)> epochDone;
};

/// Trains a copy of `graph` on the images `indices` of `data.train` with SGD as torch.optim.SGD
/// (momentum, Nesterov, weight decay on every parameter), cross entropy as
/// torch.nn.functional.cross_entropy (mean, label smoothing). Elements whose mask is 0 stay exactly
/// zero: `masks` are by state_dict name, of the parameter's shape. The last incomplete batch of an
/// epoch is left out. Gives the network after the last epoch.
/// The result is a function of the arguments and the number of workers.
/// Errors: InvalidArgument for impossible options; Internal when the loss stops being finite.
Graph trainNetwork(const Graph& graph, const ImageData& data, const std::vector<int64_t>& indices,
                   const TrainOptions& options, const std::map<std::string, at::Tensor>& masks,
                   const TrainHooks& hooks, const std::optional<TrainState>& resume,
                   const RunContext& context);

}  // namespace secateur
