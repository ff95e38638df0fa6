#pragma once

#include <QString>

#include "core/analysis/parity_report.h"
#include "ui/models/figure_table.h"

namespace secateur {

/// Layer by layer: how far simulation and kernels are from the integer reference, and accumulations
/// that saturate.
FigureTable parityTable(const ParityReport& report, const QString& caption);
/// Engine, instruction set, whether it saturates, and how many images keep their class.
QString parityHeading(const ParityReport& report);

}  // namespace secateur
