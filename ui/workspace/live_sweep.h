#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/analysis/sweep_options.h"
#include "core/study/quant_error_store.h"
#include "ui/workspace/live_result.h"

namespace secateur {

class Study;

/// What is swept.
struct SweepSubject {
    const Study* study = nullptr;  ///< to compare with only: another one may be open by now
    int64_t variant = 0;
    SweepOptions options;
    Split split = Split::HeldOut;
    std::string imagesDigest;  ///< imageListDigest
    int64_t images = 0;
};
using LiveSweep = LiveResult<SweepSubject, std::vector<SensitivityPoint>>;

/// The network whose layers' quantization errors are measured.
struct ErrorSubject {
    const Study* study = nullptr;  ///< to compare with only
    int64_t variant = 0;
};
using LiveErrors = LiveResult<ErrorSubject, QuantErrors>;

}  // namespace secateur
