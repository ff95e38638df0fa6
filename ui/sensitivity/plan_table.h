#pragma once

#include <QString>
#include <optional>

#include "core/analysis/predicted_drop.h"
#include "core/base/table.h"
#include "ui/sensitivity/editable_plan.h"

namespace secateur {

/// "1,234,567 of 2,296,922 parameters remain, 46.98 % sparsity; 50.3 of 94.6 M multiply-adds, 5.12
/// of 9.02 MB of weights", these in the sizeUnit().
QString planTotalsText(const PlanTotals& totals);

/// The plan, one row a layer; keys are layers. Ratios set by hand have an asterisk. Files have
/// layer,weights,safe_ratio,largest_tried,plan_ratio,weights_kept,predicted_drop,predicted_low,
/// predicted_high,calibrated_by; safe_ratio is empty where nothing was measured. The role is last.
Table planTable(const EditablePlan& plan);

/// What is expected of a plan, in words and as numbers; empty: nothing.
struct ExpectedDrop {
    QString text;
    std::optional<PredictedDrop> drop;
};
/// The same for paper: with totals and prediction, in words above the table and as numbers in a
/// last row, "global".
Table printedPlan(const EditablePlan& plan, const QString& caption, const ExpectedDrop& prediction);

}  // namespace secateur
