#pragma once

#include <cstdint>

#include "core/base/setting.h"

namespace secateur {

/// What quantization-aware training has besides the options of every training. Counts of epochs
/// from the start; 0: frozen from the start.
struct QatOptions {
    int64_t observedEpochs = 1;   ///< in which ranges follow the batches; then they are frozen
    int64_t batchNormEpochs = 1;  ///< in which BN uses and updates statistics; then frozen
    bool operator==(const QatOptions&) const = default;
};

const SettingsOf<QatOptions>& qatSettings();

}  // namespace secateur
