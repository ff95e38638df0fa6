#include "ui/sensitivity/plan_goal.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include "ui/base/widgets.h"

namespace secateur {

namespace {

constexpr double kUsualShare = 0.6;  // of the multiply-adds and of the bytes
constexpr double kUsualSparsity = 50.0;
constexpr double kLargestSparsity = 99.0;
constexpr double kPercent = 0.01;
constexpr double kMillion = 1e6;

}  // namespace

PlanGoal::PlanGoal(QWidget* parent)
    : QWidget(parent), m_goal(new QComboBox(this)), m_target(new QDoubleSpinBox(this)) {
    m_goal->setObjectName(QStringLiteral("planGoal"));
    m_goal->setToolTip(
        tr("What the plan is made for: every layer at its own safe ratio, or a budget of the whole "
           "network that loses least by the curves."));
    m_goal->addItem(tr("Safe ratios"));
    m_goal->addItem(tr("Sparsity at least"));
    m_goal->addItem(tr("Multiply-adds at most"));
    m_goal->addItem(tr("Size at most"));
    m_target->setObjectName(QStringLiteral("planTarget"));
    m_target->setAccessibleName(tr("Budget of the plan"));
    m_target->setKeyboardTracking(false);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(labelFor(m_goal, tr("Plan &for")));
    row->addWidget(m_goal);
    row->addWidget(m_target);
    row->addStretch(1);
    m_goals = {Goal{kPercent, kLargestSparsity, kUsualSparsity, 1}, Goal{kMillion, 0.0, 0.0, 1},
               Goal{kMillion, 0.0, 0.0, 2}};
    connect(m_goal, &QComboBox::currentIndexChanged, this, [this] {
        showTarget();
        emit changed();
    });
    connect(m_target, &QDoubleSpinBox::valueChanged, this, [this](double target) {
        m_goals.at(static_cast<size_t>(m_goal->currentIndex() - 1)).target = target;
        emit changed();
    });
    showTarget();
}

void PlanGoal::setTotals(int64_t macs, int64_t bytes) {
    const auto set = [&](BudgetKind kind, int64_t total) {
        Goal& goal = m_goals.at(static_cast<size_t>(kind));
        const double largest = static_cast<double>(total) / goal.unit;
        if (largest != goal.largest) {
            goal.largest = largest;
            goal.target = kUsualShare * largest;
        }
    };
    set(BudgetKind::Macs, macs);
    set(BudgetKind::Size, bytes);
    showTarget();
}

void PlanGoal::showTarget() {
    const int index = m_goal->currentIndex() - 1;
    m_target->setVisible(index >= 0);
    if (index < 0) {
        return;
    }
    const QSignalBlocker blocker(m_target);
    const Goal& goal = m_goals.at(static_cast<size_t>(index));
    const double target = goal.target;  // setRange may clamp what is shown
    m_target->setDecimals(goal.decimals);
    m_target->setRange(0.0, goal.largest);
    m_target->setSingleStep(goal.largest > 0 ? goal.largest / 50.0 : 1.0);
    const QString whole = locale().toString(goal.largest, 'f', goal.decimals);
    m_target->setSuffix(index == 0   ? tr(" %")
                        : index == 1 ? tr(" M of %1 M").arg(whole)
                                     : tr(" MB of %1 MB").arg(whole));
    m_target->setToolTip(
        index == 0   ? tr("Share of all convolution and linear weights that must be zero.")
        : index == 1 ? tr("Multiply-adds of one image, in millions, those with a zero weight left "
                          "out.")
                     : tr("Bytes of the weights, in millions; each layer dense or as a mask and "
                          "values, whichever is smaller."));
    m_target->setValue(target);
}

std::optional<PlanBudget> PlanGoal::budget() const {
    const int index = m_goal->currentIndex() - 1;
    if (index < 0) {
        return std::nullopt;
    }
    return PlanBudget{static_cast<BudgetKind>(index),
                      m_target->value() * m_goals.at(static_cast<size_t>(index)).unit};
}

}  // namespace secateur
