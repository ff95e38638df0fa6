#include "core/base/run_context.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace secateur {

const char* figureKey(LiveFigure figure) {
    switch (figure) {
        case LiveFigure::Loss:
            return "loss";
        case LiveFigure::TrainAccuracy:
            return "train_accuracy";
        case LiveFigure::HeldOutAccuracy:
            return "held_out_accuracy";
        case LiveFigure::LearningRate:
            return "learning_rate";
    }
    return "";
}

std::string lineOf(const EpochDone& epoch) {
    std::string heldOut;
    if (epoch.heldOutAccuracy) {
        heldOut = fmt::format(", held-out {:.2f} %", 100 * *epoch.heldOutAccuracy);
    }
    if (epoch.simulatedAccuracy) {
        heldOut += fmt::format(" (INT8; simulated {:.2f} %)", 100 * *epoch.simulatedAccuracy);
    }
    return fmt::format("epoch {}/{}: loss {:.4f}, training accuracy {:.2f} %{}, {:.0f} s",
                       epoch.epoch, epoch.epochs, epoch.loss, 100 * epoch.trainAccuracy, heldOut,
                       epoch.seconds);
}

void RunContext::checkCancelled() const {
    if (stop.stop_requested()) {
        throw Cancelled();
    }
}

void RunContext::report(const Progress& progress) const {
    if (onProgress) {
        onProgress(progress);
    }
}

void RunContext::say(const std::string& line) const {
    if (onMessage) {
        onMessage(line);
    }
}

void RunContext::tell(const Event& event) const {
    if (onEvent) {
        onEvent(event);
    }
}

}  // namespace secateur
