#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enum_names.h"
#include "core/train/train_options.h"

namespace secateur {

class Graph;
class Study;
struct TrainState;

/// What a training is for. Its text also names the network that it makes.
enum class TrainingKind {
    Trained,    ///< all weights
    FineTuned,  ///< repairs a cut network
    Qat,        ///< with fake quantization
};
template <>
inline constexpr auto kEnumNames<TrainingKind> =
    enumNames<TrainingKind>("kind of training", {{TrainingKind::Trained, "trained"},
                                                 {TrainingKind::FineTuned, "fine-tuned"},
                                                 {TrainingKind::Qat, "qat"}});

/// A training run, finished or not.
struct StoredTraining {
    int64_t id = 0;
    TrainingKind kind = TrainingKind::Trained;
    std::string recipe;  ///< what makes two runs the same run
    std::vector<EpochRecord> epochs;
    /// Once finished. Of Qat it is the INT8 network of the best epoch.
    std::optional<int64_t> lastVariant;
    std::optional<int64_t> bestVariant;  ///< once finished, if another epoch was better
};

/// Finds or makes the training of this recipe; gives its id.
int64_t openTraining(Study& study, TrainingKind kind, const std::string& recipe);
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
