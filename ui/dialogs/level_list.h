#pragma once

#include <QString>
#include <vector>

#include "core/analysis/sensitivity_curve.h"

namespace secateur {

/// Levels of a perturbation as a person types them: "0.3 0.5, 0.7", "8 6 4".
struct LevelList {
    std::vector<double> levels;  ///< from mild to hard; empty if there is a problem
    QString problem;             ///< a sentence that names the first wrong one; empty: none
};

/// Numbers separated by spaces, commas or semicolons, each once: shares of at least 0 and below 1,
/// or whole numbers of bits from 2 to 8.
LevelList parseLevels(const QString& text, PerturbationKind kind);

QString levelsText(const std::vector<double>& levels);

}  // namespace secateur
