#pragma once

#include <QString>
#include <vector>

#include "core/analysis/sensitivity_curve.h"

namespace secateur {

/// How the workbench speaks of one kind of perturbation and draws its curves: one row a kind, so
/// that a new kind is a new row.
struct KindTraits {
    PerturbationKind kind;
    QString title;      ///< "Pruned weights"
    QString axis;       ///< what the level is: "Pruned ratio of the weights"
    QString level;      ///< its short name before a number: "ratio"
    QString levels;     ///< the label of several, with a mnemonic: "&Ratios"
    QString levelsTip;  ///< what to type there
    QString example;    ///< of a level, with what it means: "0.7 for 70 %"
    QString unchanged;  ///< of a point that changed nothing: "nothing pruned"
    QString safe;       ///< of the hardest level within the tolerance: "safe %1"
    QString noneSafe;   ///< where not even the mildest level is; empty: "safe 0.00" says it
    bool ranked;        ///< weights or channels are ranked by a criterion
    bool planned;       ///< curves by layer make a pruning plan
};

const std::vector<KindTraits>& kindTraits();
const KindTraits& traitsOf(PerturbationKind kind);

/// "0.60": a share, without zeros that say nothing beyond two decimals.
QString ratioText(double share);
/// The same, or "4" for bits.
QString levelText(const Level& level);
/// "0.60", "≥ 0.80" where nothing larger was tried; of bits "4", "≤ 2".
QString safeNumberText(const SafeLevel& safe);
/// "L1", "random"; `name` is that of a criterion or "given".
QString criterionTitle(const std::string& name);
/// "by layer".
QString groupingTitle(Grouping grouping);

}  // namespace secateur
