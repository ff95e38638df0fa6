#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/train/train_options.h"

namespace secateur {

class Graph;
class Study;
struct TrainState;

/// A training run, finished or not.
struct StoredTraining {
    int64_t id = 0;
    std::string kind;    ///< "trained", "fine-tuned" or "qat"
    std::string recipe;  ///< what makes two runs the same run
    std::vector<EpochRecord> epochs;
    /// Once finished. Of "qat" it is the INT8 network of the best epoch.
    std::optional<int64_t> lastVariant;
    std::optional<int64_t> bestVariant;  ///< once finished, if another epoch was better
};

/// Finds or makes the training of this recipe; gives its id.
int64_t openTraining(Study& study, const std::string& kind, const std::string& recipe);
/// Where an unfinished training stood. Errors: CorruptData.
std::optional<TrainState> loadTrainState(Study& study, int64_t training);
/// Replaces the saved state and the records of the epochs.
void saveTrainState(Study& study, int64_t training, const TrainState& state);
void saveBestNetwork(Study& study, int64_t training, const Graph& graph);
std::optional<Graph> loadBestNetwork(Study& study, int64_t training);
/// Drops the state, which is needed no longer.
void finishTraining(Study& study, int64_t training, int64_t lastVariant,
                    std::optional<int64_t> bestVariant);
std::vector<StoredTraining> listTrainings(Study& study);

}  // namespace secateur
