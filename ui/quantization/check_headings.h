#pragma once

#include <QString>

#include "core/analysis/parity_report.h"
#include "core/study/quant_error_store.h"

namespace secateur {

/// "All layers quantized: drop 0.25 [0.02, 0.48] points on 2,000 images; 12 of 74 figures to come".
QString layerErrorHeading(const QuantErrors& errors);
/// Engine, instruction set, whether it saturates, and how many images keep their class.
QString parityHeading(const ParityReport& report);

}  // namespace secateur
