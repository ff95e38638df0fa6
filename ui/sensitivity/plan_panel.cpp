#include "ui/sensitivity/plan_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QUndoStack>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "ui/base/core_text.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/models/figure_view.h"
#include "ui/sensitivity/plan_command.h"
#include "ui/sensitivity/plan_goal.h"
#include "ui/sensitivity/ratio_delegate.h"

namespace secateur {

namespace {

constexpr double kLargestRatio = 0.99;

}  // namespace

PlanPanel::PlanPanel(QUndoStack* undo, QWidget* parent)
    : QWidget(parent),
      m_undo(undo),
      m_printed(planTable({})),
      m_goal(new PlanGoal(this)),
      m_table(new FigureView("planTable", planTable({}), this)),
      m_totals(new QLabel(this)),
      m_prediction(new QLabel(this)),
      m_problem(new QLabel(this)),
      m_measured(new QLabel(this)),
      m_reset(new QPushButton(tr("Res&et"), this)),
      m_measure(new QPushButton(tr("Prune and &measure this plan"), this)) {
    setupTable();
    setupTexts();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(labelFor(m_table, tr("Pruning &plan")));
    layout->addWidget(m_goal);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_problem);
    layout->addWidget(m_totals);
    layout->addWidget(m_prediction);
    layout->addWidget(m_measured);
    layout->addLayout(setupButtons());
    connect(m_goal, &PlanGoal::changed, this, &PlanPanel::propose);
    updateTotals();
}

void PlanPanel::setupTexts() {
    m_totals->setObjectName(QStringLiteral("planTotals"));
    m_totals->setWordWrap(true);
    m_totals->setToolTip(
        tr("What the plan leaves. Sparsity: the share of the convolution and linear weights that "
           "are zero."));
    m_prediction->setObjectName(QStringLiteral("predictedDrop"));
    m_prediction->setWordWrap(true);
    m_prediction->setTextFormat(Qt::PlainText);
    m_prediction->setToolTip(
        tr("Each layer's drop is read off its curve, and the drops are added up. What layers lose "
           "beyond that when they are pruned together is taken from what was measured together: "
           "plans of this network and the curve of all layers. In brackets the interval: of the "
           "points, and of the errors of what it is calibrated by. No more can be lost than the "
           "network is above chance."));
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
    FigureTableModel& figures = m_table->figures();
    const int ratio = figures.columnOf("plan_ratio");
    const auto overridden = [this](const QString& layer) {
        const PlanRow* row = m_plan.find(layer.toStdString());
        return row != nullptr && row->override;
    };
    figures.decorate("plan_ratio", [this, overridden](int role, const QString& layer) {
        QFont bold = font();
        bold.setBold(true);
        return role == Qt::FontRole && overridden(layer) ? QVariant(bold) : QVariant();
    });
    figures.setEditing(
        {"plan_ratio",
         [this](const QString& layer) { return m_plan.find(layer.toStdString())->ratio(); },
         [this](const QString& layer, const QVariant& value) { return takeRatio(layer, value); }});
    m_table->setAccessibleName(tr("Pruning plan"));
    m_printed.setExportTitle(tr("Pruning plan"));
    m_table->setItemDelegateForColumn(ratio, new RatioDelegate(m_table));
    m_table->sortByColumn(figures.columnOf("layer"), Qt::AscendingOrder);
    // Where the table is narrow, what the plan decides is seen first.
    QHeaderView* header = m_table->horizontalHeader();
    header->moveSection(figures.columnOf("weights"), figures.columnCount() - 2);
    m_table->installEventFilter(this);
    connect(m_table, &FigureView::keyChosen, this, &PlanPanel::layerClicked);
}

bool PlanPanel::takeRatio(const QString& layer, const QVariant& value) {
    bool number = false;
    const double ratio = value.toDouble(&number);
    if (!number || !(ratio >= 0.0 && ratio <= kLargestRatio)) {
        return false;
    }
    editPlan(tr("plan %1 at %2").arg(layer).arg(ratio, 0, 'g', 3),
             [&](EditablePlan& plan) { plan.setOverride(layer.toStdString(), ratio); });
    return true;
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
    connect(m_reset, &QPushButton::clicked, this, [this] {
        editPlan(tr("reset the plan"), [](EditablePlan& plan) { plan.setOverrides({}); });
    });
    connect(m_measure, &QPushButton::clicked, this, &PlanPanel::requestMeasurement);
    return buttons;
}

void PlanPanel::setNetwork(std::shared_ptr<const GraphCost> network) {
    m_network = std::move(network);
    m_points.reset();
    m_curves.clear();
    m_plan = m_network ? EditablePlan(*m_network) : EditablePlan();
    m_table->setTable(planTable(m_plan));
    const PlanTotals whole = m_plan.totals();
    m_goal->setTotals(whole.macs, whole.bytes);
    m_requested.clear();
    setMeasuredPlan({});
    propose();
    updateTotals();
}

void PlanPanel::editPlan(const QString& text, const std::function<void(EditablePlan&)>& edit) {
    EditablePlan plan = m_plan;
    edit(plan);
    if (plan.overrides() != m_plan.overrides()) {
        m_undo->push(new SetPlanCommand(
            text, m_plan.overrides(), plan.overrides(), [this](const PlanOverrides& ratios) {
                changePlan([&](EditablePlan& changed) { changed.setOverrides(ratios); });
            }));
    }
}

void PlanPanel::changePlan(const std::function<void(EditablePlan&)>& change) {
    EditablePlan plan = m_plan;
    change(plan);
    if (plan.rows() != m_plan.rows()) {
        m_plan = std::move(plan);
        m_table->setTable(planTable(m_plan));
        updateTotals();
    }
}

void PlanPanel::setCaption(const QString& caption) {
    m_caption = caption;
    updatePrinted();
}

void PlanPanel::showSizes() {
    m_goal->setSizeUnit(sizeUnit());
    updateTotals();
}

void PlanPanel::updatePrinted() {
    m_printed.setTable(m_plan.rows().empty() ? planTable({})
                                             : printedPlan(m_plan, m_caption, m_expected));
}

void PlanPanel::setCurves(const CurveList& curves,
                          std::shared_ptr<const std::vector<SensitivityPoint>> points,
                          const std::vector<MeasuredPlan>& measured) {
    const bool layers = m_network && !m_network->layers.empty();
    m_predictor = DropPredictor(curves, layers ? m_network->layers.back().output[0] : 0, measured);
    if (curves == m_curves && points == m_points) {
        updatePrediction();
        return;
    }
    m_curves = curves;
    m_points = std::move(points);
    propose();
    updateTotals();
}

void PlanPanel::setTolerance(double points) {
    m_tolerancePoints = points;
    updatePrediction();
}

void PlanPanel::setSafeLevels(const std::map<std::string, SafeLevel>& levels) {
    std::set<std::string> untested;
    for (const CurvePtr& curve : m_curves) {
        if (curve->untested()) {
            untested.insert(curve->name());
        }
    }
    changePlan([&](EditablePlan& plan) { plan.setSafeLevels(levels, untested); });
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
    changePlan([&](EditablePlan& plan) { plan.setProposal(ratios); });
}

void PlanPanel::setSelectedLayer(const QString& layer) {
    m_table->select(layer);
}

void PlanPanel::setMeasuredPlan(const QString& text) {
    m_measuredText = text;
    updateMeasured();
}

void PlanPanel::updateMeasured() {
    const bool current = m_plan.ratios() == m_requested;
    m_measured->setText(current ? m_measuredText : tr("Another plan: %1").arg(m_measuredText));
    m_measured->setVisible(!m_measuredText.isEmpty());
}

void PlanPanel::updateTotals() {
    const EditablePlan& plan = m_plan;
    m_totals->setText(plan.rows().empty() ? QString() : planTotalsText(plan.totals()));
    updatePrediction();
    m_reset->setEnabled(plan.hasOverrides());
    m_measure->setEnabled(!plan.ratios().empty());
    updateMeasured();
}

std::optional<PredictedDrop> PlanPanel::predicted() const {
    return m_predictor.predict(m_plan.ratios());
}

void PlanPanel::updatePrediction() {
    const bool planned = !m_curves.empty() && !m_plan.ratios().empty();
    const std::optional<PredictedDrop> drop = planned ? predicted() : std::nullopt;
    const double share = m_tolerancePoints / 100.0;
    const QString text =
        !planned ? QString()
        : drop   ? tr("Predicted drop: %1")
                     .arg(QString::fromStdString(predictionText(*drop, share, inWindowLanguage)))
               : tr("No predicted drop: a ratio lies beyond the measured ones");
    QPalette colours = palette();
    if (drop && drop->mayExceed(share)) {
        colours.setColor(QPalette::WindowText, themeFor(palette()).warning);
    }
    m_prediction->setPalette(colours);
    m_prediction->setText(text);
    m_prediction->setVisible(!text.isEmpty());
    m_expected = {text, drop};
    updatePrinted();
}

void PlanPanel::requestMeasurement() {
    m_requested = m_plan.ratios();
    setMeasuredPlan({});
    const auto drop = predicted();
    emit measurePlanRequested(m_requested, drop ? std::optional(drop->drop) : std::nullopt);
}

bool PlanPanel::eventFilter(QObject* watched, QEvent* event) {
    // While a ratio is typed the editor has the focus, and its Return comes by here too.
    if (watched == m_table && event->type() == QEvent::KeyPress && m_table->hasFocus()) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const QModelIndex current = m_table->currentIndex();
        if ((key == Qt::Key_Delete || key == Qt::Key_Backspace) && current.isValid()) {
            const QString layer = current.data(FigureTableModel::KeyRole).toString();
            editPlan(tr("plan %1 as proposed").arg(layer),
                     [&](EditablePlan& plan) { plan.setOverride(layer.toStdString(), {}); });
            return true;
        }
        if ((key == Qt::Key_Return || key == Qt::Key_Enter) && current.isValid()) {
            m_table->edit(current.siblingAtColumn(m_table->figures().columnOf("plan_ratio")));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PlanPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    }
}

}  // namespace secateur
