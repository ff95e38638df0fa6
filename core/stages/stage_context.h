#pragma once

#include "core/base/device.h"
#include "core/base/run_context.h"
#include "core/data/dataset.h"

namespace secateur {

class Study;
class WorkSharing;

/// What every stage of the work is given: where its results are kept, the images, and how it runs.
/// It lives no longer than what it refers to.
struct StageContext {
    Study& study;
    const ImageData& data;  ///< as it is recorded: each stage fits it to its network (fitData)
    int workers = 0;        ///< of the whole stage, in place of those of its options; 0: one a core
    RunContext run = {};
    Device device = Device::Cpu;     ///< of FP32 networks, in place of that of options
    WorkSharing* cluster = nullptr;  ///< other processes that compute along, if there are any

    /// The same on other images: fitted ones.
    StageContext on(const ImageData& images) const {
        return {study, images, workers, run, device, cluster};
    }
};

/// Options of part of a stage, which runs with the stage's workers, on its device.
template <class Options>
Options forStage(const StageContext& stage, Options options) {
    options.workers = stage.workers;
    if constexpr (requires { options.device; }) {
        options.device = stage.device;
    }
    return options;
}

}  // namespace secateur
