#pragma once

#include <QString>
#include <vector>

namespace secateur {

/// Pruning ratios as a person types them: "0.3 0.5, 0.7".
struct RatioList {
    std::vector<double> ratios;  ///< ascending; empty if there is a problem
    QString problem;             ///< a sentence that names the first wrong one; empty: none
};

/// Numbers of at least 0 and below 1, separated by spaces, commas or semicolons, each once.
RatioList parseRatios(const QString& text);

QString ratioText(const std::vector<double>& ratios);

}  // namespace secateur
