#include "ui/sensitivity/plan_goal.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <cmath>

#include "ui/base/widgets.h"

namespace secateur {

namespace {

constexpr double kUsualShare = 0.6;  // of the multiply-adds and of the bytes
constexpr double kUsualSparsity = 0.5;
constexpr double kLargestSparsity = 0.99;
constexpr double kPercent = 0.01;
constexpr double kMillion = 1e6;

int decimalsOf(BudgetKind kind) {
    return kind == BudgetKind::Size ? 2 : 1;
}

/// What is shown is what is planned for.
double rounded(double number, double unit, int decimals) {
    const double least = unit / std::pow(10.0, decimals);
    return std::round(number / least) * least;
}

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
    m_goals.at(static_cast<size_t>(BudgetKind::Sparsity)) = {kLargestSparsity, kUsualSparsity};
    connect(m_goal, &QComboBox::currentIndexChanged, this, [this] {
        showTarget();
        emit changed();
    });
    connect(m_target, &QDoubleSpinBox::valueChanged, this, [this](double target) {
        const int index = m_goal->currentIndex() - 1;
        m_goals.at(static_cast<size_t>(index)).target =
            target * unitOf(static_cast<BudgetKind>(index));
        emit changed();
    });
    showTarget();
}

void PlanGoal::setTotals(int64_t macs, int64_t bytes) {
    const auto set = [&](BudgetKind kind, int64_t total) {
        Goal& goal = m_goals.at(static_cast<size_t>(kind));
        const auto largest = static_cast<double>(total);
        if (largest != goal.largest) {
            goal.largest = largest;
            goal.target = rounded(kUsualShare * largest, unitOf(kind), decimalsOf(kind));
        }
    };
    set(BudgetKind::Macs, macs);
    set(BudgetKind::Size, bytes);
    showTarget();
}

void PlanGoal::setSizeUnit(SizeUnit unit) {
    if (unit != m_sizeUnit) {
        m_sizeUnit = unit;
        showTarget();
    }
}

double PlanGoal::unitOf(BudgetKind kind) const {
    return kind == BudgetKind::Sparsity ? kPercent
           : kind == BudgetKind::Macs   ? kMillion
                                        : bytesPer(m_sizeUnit);
}

void PlanGoal::showTarget() {
    const int index = m_goal->currentIndex() - 1;
    m_target->setVisible(index >= 0);
    if (index < 0) {
        return;
    }
    const QSignalBlocker blocker(m_target);
    const Goal& goal = m_goals.at(static_cast<size_t>(index));
    const auto kind = static_cast<BudgetKind>(index);
    const double unit = unitOf(kind);
    const double largest = goal.largest / unit;
    m_target->setDecimals(decimalsOf(kind));
    m_target->setRange(0.0, largest);
    m_target->setSingleStep(largest > 0 ? largest / 50.0 : 1.0);
    const QString whole = locale().toString(largest, 'f', decimalsOf(kind));
    m_target->setSuffix(index == 0 ? tr(" %")
                        : index == 1
                            ? tr(" M of %1 M").arg(whole)
                            : tr(" %1 of %2 %1").arg(QLatin1String(enumName(m_sizeUnit)), whole));
    m_target->setToolTip(
        index == 0   ? tr("Share of all convolution and linear weights that must be zero.")
        : index == 1 ? tr("Multiply-adds of one image, in millions, those with a zero weight left "
                          "out.")
                     : tr("Of the weights; each layer dense or as a mask and values, whichever is "
                          "smaller. 1 MB is a million bytes, 1 MiB is 1,048,576."));
    m_target->setValue(goal.target / unit);
}

std::optional<PlanBudget> PlanGoal::budget() const {
    const int index = m_goal->currentIndex() - 1;
    if (index < 0) {
        return std::nullopt;
    }
    return PlanBudget{static_cast<BudgetKind>(index),
                      m_goals.at(static_cast<size_t>(index)).target};
}

}  // namespace secateur
