#pragma once

#include <stop_token>

#include "core/train/trainer.h"
#include "tests/support/catch.h"

namespace secateur::test {

/// A context that asks to stop when so many images are done.
struct StopAt {
    explicit StopAt(int64_t images) {
        context.stop = source.get_token();
        context.onProgress = [this, images](const Progress& progress) {
            if (progress.done == images) {
                source.request_stop();
            }
        };
    }
    StopAt(const StopAt&) = delete;
    StopAt& operator=(const StopAt&) = delete;
    std::stop_source source;
    RunContext context;
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
