#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/cluster/team.h"
#include "core/data/loader.h"
#include "core/exec/train_executor.h"
#include "core/graph/graph.h"
#include "core/train/train_options.h"

namespace secateur {

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
    std::string source;  ///< where it was kept, for messages
};

/// Whether the last `patience` (0: never) epochs were no better than the best before them.
bool lostPatience(const std::vector<EpochRecord>& history, int64_t patience);

struct TrainHooks {
    /// Logits of float images [N, C, H, W], without gradients, from any thread: what the network is
    /// to stay near (TrainOptions::distanceWeight).
    std::function<at::Tensor(const at::Tensor& images)> teacher;
    /// Called before every epoch with the state that it begins in: processes that call
    /// trainAlong() with it, and compute their micro batches of each step; null: there are none.
    std::function<std::unique_ptr<Team>(const TrainState&)> gather;
    /// Called for every replica before the first step of an epoch (0-based), also of one that is
    /// resumed in its middle.
    std::function<void(TrainExecutor&, int64_t epoch)> beginEpoch;
    /// Called after every epoch with the network and the executor that holds it: fills in what it
    /// measures on images that training does not see, EpochRecord::accuracy at least.
    std::function<void(const Graph&, const TrainExecutor&, EpochRecord&)> evaluate;
    /// Called after the first step, in growing intervals up to `checkpointSeconds`, and when
    /// cancelled. Tensors are the trainer's own: write
    /// them out before returning.
    std::function<void(const TrainState&)> saveState;
    /// Called after every epoch with the network, and whether it is the best so far.
    std::function<void(const Graph&, const TrainState&, bool best)> epochDone;
};

/// Trains `start`'s network, whose parameters it overwrites, where they are (on a GPU with one
/// worker), on the images `indices` of
/// `data.train` with SGD as torch.optim.SGD (momentum, Nesterov, weight decay on every parameter),
/// cross entropy as torch.nn.functional.cross_entropy (mean, label smoothing), to which the
/// distance to a teacher may be added. Elements whose mask is 0 stay exactly zero: `masks` are by
/// state_dict name, of the parameter's shape. The last incomplete batch of an epoch is left out.
/// Gives the network after the last epoch, which early stopping may bring forward. A batch is
/// computed in micro batches, one after the other as gradient accumulation in PyTorch does (the
/// gradients of a batch add up, running statistics move with every micro batch), each on whichever
/// worker is free: the result is a function of the arguments, the number of workers apart. Errors:
/// InvalidArgument for impossible options (also those that need a hook that is not there); Internal
/// when the loss stops being finite; Io when a member of a team is gone, after saveState: it goes
/// on from there.
Graph trainNetwork(const TrainExecutor& start, const ImageData& data,
                   const std::vector<int64_t>& indices, const TrainOptions& options,
                   const std::map<std::string, at::Tensor>& masks, const TrainHooks& hooks,
                   const std::optional<TrainState>& resume, const RunContext& context);
/// The same on a plain executor of a copy of `graph`.
Graph trainNetwork(const Graph& graph, const ImageData& data, const std::vector<int64_t>& indices,
                   const TrainOptions& options, const std::map<std::string, at::Tensor>& masks,
                   const TrainHooks& hooks, const std::optional<TrainState>& resume,
                   const RunContext& context);
/// A member's part of the epoch that `state` is in, beside trainNetwork() on another process with
/// the same arguments: of its hooks only the teacher. Errors: as above.
void trainAlong(const TrainExecutor& start, const ImageData& data,
                const std::vector<int64_t>& indices, const TrainOptions& options,
                const std::map<std::string, at::Tensor>& masks, const TrainHooks& hooks,
                const TrainState& state, Team& team, const RunContext& context);

}  // namespace secateur
