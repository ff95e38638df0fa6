#pragma once

#include <QString>

#include <string>
#include <vector>

#include "core/analysis/curve_set.h"

namespace secateur {

/// Which layers' curves are shown; the global curve always is.
struct LayerChoice {
    enum Kind { All, Selected, WorstTen, Role };
    Kind kind = All;
    std::string role;  ///< of kind Role
    bool operator==(const LayerChoice&) const = default;
};

struct NamedChoice {
    LayerChoice choice;
    QString title;
    QString tip;
};

/// All, Selected, Worst ten, and for curves by layer every role that more than one layer with
/// weights has.
std::vector<NamedChoice> layerChoices(const GraphCost* network, Grouping grouping);

CurveList chosenCurves(const CurveList& curves, const LayerChoice& choice,
                       const std::string& selected, double toleranceShare);

}  // namespace secateur
