#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

namespace secateur {

/// What a live figure measures.
enum class LiveFigure { Loss, TrainAccuracy, HeldOutAccuracy, LearningRate };
const char* figureKey(LiveFigure figure);  ///< "train_accuracy"

/// One progress report of a long operation. `done` and `total` count `unit`s; total 0 means
/// unknown.
struct Progress {
    std::string stage;  ///< what is running, for people: "train epoch 3/9"
    int64_t done = 0;
    int64_t total = 0;
    std::string unit;  ///< "images", "points"
    std::map<LiveFigure, double> figures;
};

/// An epoch of a training has ended; what is kept of it is kept. Accuracies are fractions.
struct EpochDone {
    int64_t epoch = 0;  ///< 1-based
    int64_t epochs = 0;
    double loss = 0.0;
    double trainAccuracy = 0.0;
    std::optional<double> heldOutAccuracy;
    /// With quantization-aware training, whose heldOutAccuracy is of the INT8 network.
    std::optional<double> simulatedAccuracy;
    double seconds = 0.0;
};
/// "epoch 3/9: loss 0.4100, training accuracy 87.12 %, held-out 85.00 %, 12 s".
std::string lineOf(const EpochDone& epoch);

/// Something that was measured is in the study: whoever shows the study reads it again.
struct Stored {};

using Event = std::variant<EpochDone, Stored>;

/// What every long operation takes: how to stop it and whom to tell.
/// The callbacks may be called from worker threads, one call at a time.
struct RunContext {
    std::stop_token stop;
    std::function<void(const Progress&)> onProgress;
    /// Lines worth keeping in a log: decisions taken, fallbacks, warnings.
    std::function<void(const std::string&)> onMessage;
    std::function<void(const Event&)> onEvent;

    /// Throws Cancelled when a stop was requested.
    void checkCancelled() const;
    void report(const Progress& progress) const;
    void say(const std::string& line) const;
    void tell(const Event& event) const;
};

}  // namespace secateur
