#include "ui/sensitivity/plan_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "ui/base/number_text.h"
#include "ui/sensitivity/plan_goal.h"
#include "ui/sensitivity/ratio_delegate.h"

namespace secateur {

PlanPanel::PlanPanel(QWidget* parent)
    : QWidget(parent),
      m_model(new PlanTableModel(this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_drawing(*m_model),
      m_goal(new PlanGoal(this)),
      m_table(new QTableView(this)),
      m_totals(new QLabel(this)),
      m_problem(new QLabel(this)),
      m_measured(new QLabel(this)),
      m_reset(new QPushButton(tr("Res&et"), this)),
      m_measure(new QPushButton(tr("Prune and &measure this plan"), this)) {
    setupTable();
    setupTexts();
    auto* title = new QLabel(tr("Pruning &plan"), this);
    title->setBuddy(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(title);
    layout->addWidget(m_goal);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_problem);
    layout->addWidget(m_totals);
    layout->addWidget(m_measured);
    layout->addLayout(setupButtons());
    connect(m_model, &PlanTableModel::planChanged, this, &PlanPanel::updateTotals);
    connect(m_goal, &PlanGoal::changed, this, &PlanPanel::propose);
    updateTotals();
}

void PlanPanel::setupTexts() {
    m_totals->setObjectName(QStringLiteral("planTotals"));
    m_totals->setWordWrap(true);
    m_totals->setToolTip(
        tr("Predicted from the plan, not measured. Sparsity: the share of the convolution and "
           "linear weights that are zero. The predicted drop is the sum of the layers' own: that "
           "drops add up is an assumption, so measure the plan."));
    m_problem->setObjectName(QStringLiteral("planProblem"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    m_measured->setObjectName(QStringLiteral("measuredPlan"));
    m_measured->setWordWrap(true);
    m_measured->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_measured->hide();
}

void PlanPanel::setupTable() {
    m_model->setFont(font());
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(PlanTableModel::SortRole);
    m_table->setObjectName(QStringLiteral("planTable"));
    m_table->setAccessibleName(tr("Pruning plan"));
    m_table->setModel(m_sorted);
    m_table->setItemDelegateForColumn(PlanTableModel::PlanRatio, new RatioDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);  // Tab leaves the table; arrows move in it
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(PlanTableModel::Layer, Qt::AscendingOrder);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    // Where the table is narrow, what the plan decides is seen first.
    header->setSectionResizeMode(PlanTableModel::Role, QHeaderView::Stretch);
    header->moveSection(header->visualIndex(PlanTableModel::Role), PlanTableModel::ColumnCount - 1);
    header->moveSection(header->visualIndex(PlanTableModel::Weights),
                        PlanTableModel::ColumnCount - 2);
    m_table->installEventFilter(this);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (!m_following && current.isValid()) {
                    emit layerClicked(current.data(PlanTableModel::LayerRole).toString());
                }
            });
}

QLayout* PlanPanel::setupButtons() {
    m_reset->setObjectName(QStringLiteral("resetPlan"));
    m_reset->setToolTip(tr("Every layer back to what is proposed."));
    m_measure->setObjectName(QStringLiteral("measurePlan"));
    m_measure->setToolTip(
        tr("Prune every layer at its plan ratio, all at once, and count what the network then gets "
           "right. The drops of layers pruned together do not simply add up."));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_reset);
    buttons->addStretch(1);
    buttons->addWidget(m_measure);
    connect(m_reset, &QPushButton::clicked, m_model, &PlanTableModel::clearOverrides);
    connect(m_measure, &QPushButton::clicked, this, &PlanPanel::requestMeasurement);
    return buttons;
}

void PlanPanel::setNetwork(std::shared_ptr<const GraphCost> network) {
    m_network = std::move(network);
    m_points.reset();
    m_curves.clear();
    m_model->setPlan(m_network ? EditablePlan(*m_network) : EditablePlan());
    const PlanTotals whole = m_model->plan().totals();
    m_goal->setTotals(whole.macs, whole.bytes);
    m_table->resizeColumnsToContents();
    m_requested.clear();
    setMeasuredPlan({});
    propose();
}

void PlanPanel::setCurves(const CurveList& curves,
                          std::shared_ptr<const std::vector<SensitivityPoint>> points) {
    m_curves = curves;
    m_points = std::move(points);
    propose();
    updateTotals();
}

void PlanPanel::setSafeRatios(const std::map<std::string, double>& ratios) {
    std::set<std::string> untested;
    for (const CurvePtr& curve : m_curves) {
        if (curve->untested()) {
            untested.insert(curve->layer);
        }
    }
    m_model->setSafeRatios(ratios, untested);
}

/// A budget takes some ten milliseconds to plan for, and a running sweep asks often.
void PlanPanel::propose() {
    const std::optional<PlanBudget> budget = m_goal->budget();
    if (!budget || !m_network || !m_points) {
        m_planning.forget();
        takeProposal({}, {});
        return;
    }
    m_planning.start([this, points = m_points, network = m_network, budget = *budget] {
        try {
            return LatestTask::Answer(
                [this, ratios = planPruning(*points, *network, budget).ratios] {
                    takeProposal(ratios, {});
                });
        } catch (const Error& error) {
            return LatestTask::Answer([this, text = QString::fromUtf8(error.what())] {
                takeProposal(std::map<std::string, double>(), text);
            });
        }
    });
}

void PlanPanel::takeProposal(const std::optional<std::map<std::string, double>>& ratios,
                             const QString& problem) {
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_model->setProposal(ratios);
}

void PlanPanel::setSelectedLayer(const QString& layer) {
    const QModelIndex row = m_sorted->mapFromSource(m_model->indexOf(layer));
    const QModelIndex current = m_table->currentIndex();
    if (row.isValid() && current.isValid() && row.row() == current.row()) {
        return;
    }
    m_following = true;
    if (row.isValid()) {
        // The column stays: a click on a ratio must not lose it.
        const int column = current.isValid() ? current.column() : int(PlanTableModel::PlanRatio);
        m_table->setCurrentIndex(row.siblingAtColumn(column));
    } else {
        m_table->selectionModel()->clear();
    }
    m_following = false;
}

void PlanPanel::setMeasuredPlan(const QString& text) {
    m_measuredText = text;
    updateMeasured();
}

void PlanPanel::updateMeasured() {
    const bool current = m_model->plan().ratios() == m_requested;
    m_measured->setText(current ? m_measuredText : tr("Another plan: %1").arg(m_measuredText));
    m_measured->setVisible(!m_measuredText.isEmpty());
}

void PlanPanel::updateTotals() {
    const EditablePlan& plan = m_model->plan();
    QString text = plan.rows().empty() ? QString() : planTotalsText(plan.totals());
    if (!m_curves.empty() && !plan.rows().empty()) {
        const std::optional<double> drop = predictedDrop(m_curves, plan.ratios());
        text += QLatin1Char('\n') + (drop ? tr("Predicted drop: %1 points").arg(pointsText(*drop))
                                          : tr("No predicted drop: a ratio lies beyond the "
                                               "measured ones"));
    }
    m_totals->setText(text);
    m_reset->setEnabled(plan.hasOverrides());
    m_measure->setEnabled(!plan.ratios().empty());
    updateMeasured();
}

void PlanPanel::requestMeasurement() {
    m_requested = m_model->plan().ratios();
    setMeasuredPlan({});
    emit measurePlanRequested(m_requested, predictedDrop(m_curves, m_requested));
}

bool PlanPanel::eventFilter(QObject* watched, QEvent* event) {
    // While a ratio is typed the editor has the focus, and its Return comes by here too.
    if (watched == m_table && event->type() == QEvent::KeyPress && m_table->hasFocus()) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const QModelIndex current = m_sorted->mapToSource(m_table->currentIndex());
        if ((key == Qt::Key_Delete || key == Qt::Key_Backspace) && current.isValid()) {
            m_model->clearOverride(current);
            return true;
        }
        if ((key == Qt::Key_Return || key == Qt::Key_Enter) && current.isValid()) {
            m_table->edit(
                m_sorted->mapFromSource(current.siblingAtColumn(PlanTableModel::PlanRatio)));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PlanPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_model->setFont(font());
        m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    }
}

}  // namespace secateur
