#pragma once

#include <QWidget>

#include <array>
#include <optional>

#include "core/analysis/pruning_plan.h"
#include "core/base/size_unit.h"

class QComboBox;
class QDoubleSpinBox;

namespace secateur {

/// What a plan has to reach: the tolerance, layer by layer, or a budget of the whole network.
class PlanGoal : public QWidget {
    Q_OBJECT

 public:
    explicit PlanGoal(QWidget* parent = nullptr);

    /// Of the whole network: multiply-adds of an image, bytes of the weights. Where they are others
    /// than before, the targets go back to three fifths of them.
    void setTotals(int64_t macs, int64_t bytes);
    /// In what sizes are shown and typed; the budget stays the same bytes.
    void setSizeUnit(SizeUnit unit);
    /// Empty: every layer at its safe ratio.
    std::optional<PlanBudget> budget() const;

 signals:
    void changed();

 private:
    struct Goal {  ///< as PlanBudget has it: a share, multiply-adds, bytes
        double largest = 0.0;
        double target = 0.0;
    };
    double unitOf(BudgetKind kind) const;  ///< of the number that is shown
    void showTarget();

    QComboBox* m_goal;
    QDoubleSpinBox* m_target;
    std::array<Goal, 3> m_goals;  ///< by BudgetKind
    SizeUnit m_sizeUnit = sizeUnit();
};

}  // namespace secateur
