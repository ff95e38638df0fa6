#pragma once

#include <functional>
#include <stop_token>

#include "core/train/trainer.h"
#include "tests/support/catch.h"

namespace secateur::test {

/// A context that asks to stop once a report of progress is such.
struct StopWhen {
    explicit StopWhen(const std::function<bool(const Progress&)>& reached) {
        context.stop = source.get_token();
        context.onProgress = [this, reached](const Progress& progress) {
            if (reached(progress)) {
                source.request_stop();
            }
        };
    }
    StopWhen(const StopWhen&) = delete;
    StopWhen& operator=(const StopWhen&) = delete;
    std::stop_source source;
    RunContext context;
};

/// When so many images are done.
struct StopAt : StopWhen {
    explicit StopAt(int64_t images)
        : StopWhen([images](const Progress& progress) { return progress.done == images; }) {}
};

/// As if the state had been written out and read: the trainer goes on with its own tensors.
inline TrainState written(const TrainState& state) {
    TrainState copy = state;
    copy.parameters = state.parameters.clone();
    copy.momentum = state.momentum.defined() ? state.momentum.clone() : at::Tensor();
    copy.statistics = state.statistics.clone();
    return copy;
}

}  // namespace secateur::test
