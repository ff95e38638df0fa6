#include "ui/sensitivity/sensitivity_page.h"

#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/base/widgets.h"
#include "ui/sensitivity/curve_plot.h"
#include "ui/sensitivity/heatmap_plot.h"
#include "ui/sensitivity/plan_panel.h"
#include "ui/sensitivity/sensitivity_bar.h"
#include "ui/sensitivity/sensitivity_text.h"

namespace secateur {

namespace {

std::string runningKey(const std::vector<ShownSweep>& sweeps) {
    const auto found = std::find_if(sweeps.begin(), sweeps.end(),
                                    [](const ShownSweep& sweep) { return sweep.running; });
    return found == sweeps.end() ? std::string() : found->key;
}

/// "12 points so far", of adaptive sweeps with how many are settled.
QString progressText(const ShownSweep* sweep) {
    const size_t points = sweep != nullptr && sweep->points ? sweep->points->size() : 0;
    const QString count = QLocale().toString(qulonglong(points));
    if (points == 0 || !sweep->points->front().bounds) {
        return SensitivityPage::tr("measuring… %1 points so far").arg(count);
    }
    const auto settled = std::count_if(sweep->points->begin(), sweep->points->end(),
                                       [](const SensitivityPoint& p) { return p.settled; });
    return SensitivityPage::tr("measuring… %1 of %2 points settled")
        .arg(QLocale().toString(qlonglong(settled)), count);
}

}  // namespace

SensitivityPage::SensitivityPage(Selection* selection, QUndoStack* undo, QWidget* parent)
    : QWidget(parent),
      m_selection(selection),
      m_bar(new SensitivityBar(this)),
      m_plot(new CurvePlot(this)),
      m_heatmap(new HeatmapPlot(this)),
      m_plan(new PlanPanel(undo, this)),
      m_stack(new QStackedWidget(this)),
      m_emptyText(messageLabel("sensitivityEmpty")),
      m_runSweep(new QPushButton(tr("Run a s&weep…"), this)) {
    setObjectName(QStringLiteral("sensitivityPage"));
    m_stack->addWidget(setupEmptyState());
    m_stack->addWidget(setupContent());
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_stack);
    setupConnections();
    applyTolerance();
    updateState();
}

QWidget* SensitivityPage::setupEmptyState() {
    m_runSweep->setObjectName(QStringLiteral("runSweep"));
    m_runSweep->setToolTip(tr("Measure how much each layer bears before accuracy falls. (F6)"));
    return messagePage(m_emptyText, m_runSweep);
}

QWidget* SensitivityPage::setupContent() {
    auto* content = new QWidget(m_stack);
    auto* tabs = new QTabWidget(content);
    tabs->setObjectName(QStringLiteral("sensitivityTabs"));
    tabs->setDocumentMode(true);
    addTab(tabs, m_plot, tr("&Curves"),
           tr("Accuracy over the level, one curve a layer, block or role."));
    addTab(tabs, m_heatmap, tr("&Heatmap"), tr("Layer by level, coloured by the accuracy drop."));
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_bar);
    // Sizes are shares: a splitter scales them to its width.
    layout->addWidget(
        splitterOf("sensitivitySplitter", Qt::Horizontal, {tabs, m_plan}, {3, 2}, {540, 460}), 1);
    return content;
}

void SensitivityPage::setupConnections() {
    connect(m_selection, &Selection::changed, this, &SensitivityPage::followSelection);
    connect(m_plot, &CurvePlot::curveClicked, this, &SensitivityPage::selectCurve);
    connect(m_plot, &CurvePlot::toleranceChanged, m_bar, &SensitivityBar::setTolerance);
    connect(m_heatmap, &HeatmapPlot::layerClicked, this, &SensitivityPage::selectCurve);
    connect(m_plan, &PlanPanel::layerClicked, this, &SensitivityPage::selectLayer);
    connect(m_plan, &PlanPanel::measurePlanRequested, this, &SensitivityPage::measurePlanRequested);
    connect(m_bar, &SensitivityBar::toleranceChanged, this, [this](double points) {
        applyTolerance();
        emit toleranceChanged(points);
    });
    connect(m_bar, &SensitivityBar::sweepChosen, this,
            [this](const QString& key) { chooseSweep(key.toStdString()); });
    connect(m_bar, &SensitivityBar::valueChosen, m_plot, &CurvePlot::setValue);
    connect(m_bar, &SensitivityBar::layersChosen, this, &SensitivityPage::updateShown);
    connect(m_bar, &SensitivityBar::rangeChosen, m_plot, &CurvePlot::setShownRange);
    connect(m_runSweep, &QPushButton::clicked, this, &SensitivityPage::sweepRequested);
}

void SensitivityPage::setNetwork(std::shared_ptr<const GraphCost> network) {
    if (network == m_network) {
        return;
    }
    m_network = std::move(network);
    m_sweeps.clear();
    m_chosen.clear();
    m_planned.clear();
    m_running.clear();
    m_curves.clear();
    m_planCurves.clear();
    m_planPoints.reset();
    m_plan->setNetwork(m_network);
    m_bar->setSweeps({}, {});
    m_bar->setNetwork(m_network.get(), m_grouping);
    updateSafeLevels();
    updateShown();
    followSelection();
    updateState();
}

void SensitivityPage::setSweeps(std::vector<ShownSweep> sweeps) {
    m_sweeps = std::move(sweeps);
    m_bar->setSweeps(m_sweeps, m_chosen);
    const std::string running = runningKey(m_sweeps);
    const bool begun = !running.empty() && running != m_running;
    m_running = running;
    if (begun || shownSweep() == nullptr) {
        const ShownSweep* first = defaultSweep(m_sweeps);
        chooseSweep(first != nullptr ? first->key : std::string());
    } else {
        showPoints();
    }
}

void SensitivityPage::chooseSweep(const std::string& key) {
    m_chosen = key;
    m_curves.clear();
    m_bar->setChosenSweep(key);
    if (const ShownSweep* sweep = shownSweep()) {
        if (sweep->kind != m_kind) {
            m_kind = sweep->kind;
            m_plot->setCurves({});
            m_plot->setKind(m_kind);
            m_heatmap->setKind(m_kind);
        }
        m_grouping = sweep->grouping;
        m_plan->setVisible(sweep->planned());
    }
    m_bar->setNetwork(m_network.get(), m_grouping);
    applyCaption();
    showPoints();
    followSelection();
}

void SensitivityPage::showPoints() {
    const ShownSweep* sweep = shownSweep();
    m_curves = sweep != nullptr && sweep->points
                   ? groupCurves(*sweep->points, m_network.get(), m_curves)
                   : CurveList();
    m_plot->setBaseline(baseline().accuracy);
    planFromSweeps();
    updateShown();
    updateState();
}

/// The plan follows the sweep looked at, or, where that one makes none, the last that did.
void SensitivityPage::planFromSweeps() {
    const ShownSweep* sweep = shownSweep();
    if (sweep == nullptr || !sweep->planned()) {
        sweep = plannedSweep();
    }
    if (sweep == nullptr) {
        std::vector<ShownSweep> planned;
        std::copy_if(m_sweeps.begin(), m_sweeps.end(), std::back_inserter(planned),
                     [](const ShownSweep& other) { return other.planned(); });
        const ShownSweep* first = defaultSweep(planned);
        sweep = first != nullptr ? findSweep(m_sweeps, first->key) : nullptr;
    }
    m_planned = sweep != nullptr ? sweep->key : std::string();
    m_planPoints = sweep != nullptr ? sweep->points : nullptr;
    const CurveList before = m_planCurves;
    m_planCurves = !m_planPoints            ? CurveList()
                   : sweep->key == m_chosen ? m_curves
                                            : groupCurves(*m_planPoints, m_network.get(), before);
    m_plan->setCurves(m_planCurves, m_planPoints,
                      sweep != nullptr ? sweep->measuredPlans : std::vector<MeasuredPlan>());
    if (m_planCurves != before) {
        updateSafeLevels();
    }
}

SweepBaseline SensitivityPage::baseline() const {
    const ShownSweep* sweep = shownSweep();
    return sweep != nullptr && sweep->baseline ? *sweep->baseline : baselineOf(m_curves);
}

void SensitivityPage::setSweepRunning(bool running) {
    m_measuring = running;
    updateState();
}

void SensitivityPage::setSource(const QString& text) {
    m_source = text;
    applyCaption();
    updateHeading();
}

void SensitivityPage::applyCaption() {
    const auto caption = [this](const ShownSweep* sweep) {
        const QString title = sweep != nullptr ? sweep->title : QString();
        return m_source.isEmpty() || title.isEmpty() ? m_source + title
                                                     : tr("%1 · %2").arg(m_source, title);
    };
    const QString curves = caption(shownSweep());
    m_plot->setCaption(curves.isEmpty() ? curves : tr("%1; bands: 95 % intervals").arg(curves));
    m_heatmap->setCaption(caption(shownSweep()));
    m_plan->setCaption(caption(plannedSweep()));
}

void SensitivityPage::showSizes() {
    m_plan->showSizes();
}

void SensitivityPage::setMeasuredPlan(const QString& text) {
    m_plan->setMeasuredPlan(text);
}

void SensitivityPage::setTolerance(double points) {
    m_bar->setTolerance(points);
}

double SensitivityPage::tolerance() const {
    return m_bar->tolerance();
}

std::vector<Exportable*> SensitivityPage::exportables() {
    return {m_plot, m_heatmap, m_plan->exportable()};
}

void SensitivityPage::applyTolerance() {
    m_plot->setTolerance(tolerance());
    m_heatmap->setTolerance(tolerance());
    m_plan->setTolerance(tolerance());
    updateSafeLevels();
    updateShown();
}

void SensitivityPage::updateSafeLevels() {
    std::map<std::string, SafeLevel> levels =
        secateur::safeLevels(m_planCurves, tolerance() / 100.0);
    if (levels != m_safe) {
        m_safe = std::move(levels);
        m_plan->setSafeLevels(m_safe);
        emit safeLevelsChanged(m_safe);
    }
}

void SensitivityPage::updateShown() {
    const CurveList shown =
        chosenCurves(m_curves, m_bar->layerChoice(), selectedCurve(), tolerance() / 100.0);
    m_plot->setCurves(shown);
    m_heatmap->setCurves(shown);
}

void SensitivityPage::followSelection() {
    const QString curve = QString::fromStdString(selectedCurve());
    updateShown();
    m_plot->setSelectedLayer(curve);
    m_heatmap->setSelectedLayer(curve);
    m_plan->setSelectedLayer(m_selection->layer());
}

std::string SensitivityPage::selectedCurve() const {
    if (m_network) {
        const std::string layer = m_selection->layer().toStdString();
        for (const LayerCost& cost : m_network->layers) {
            if (cost.name == layer) {
                return Target::of(cost.name, cost.block, cost.role, m_grouping).text();
            }
        }
    }
    return m_grouping == Grouping::Block ? m_selection->block().toStdString() : std::string();
}

void SensitivityPage::selectCurve(const QString& curve) {
    const std::string name = curve.toStdString();
    const auto& layers = m_network ? m_network->layers : std::vector<LayerCost>();
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const LayerCost& cost) {
        return cost.weights > 0 &&
               Target::of(cost.name, cost.block, cost.role, m_grouping).text() == name;
    });
    if (found == layers.end()) {
        m_selection->select({}, {});  // "global" is every layer
        return;
    }
    const bool wholeBlock = m_grouping == Grouping::Block && name == found->block;
    m_selection->select(QString::fromStdString(found->block),
                        wholeBlock ? QString() : QString::fromStdString(found->name));
}

void SensitivityPage::selectLayer(const QString& layer) {
    for (const LayerCost& cost : m_network->layers) {
        if (cost.name == layer.toStdString()) {
            m_selection->select(QString::fromStdString(cost.block), layer);
        }
    }
}

void SensitivityPage::updateState() {
    m_stack->setCurrentIndex(m_curves.empty() ? 0 : 1);
    m_runSweep->setVisible(m_network && !m_measuring);
    m_emptyText->setText(
        !m_network ? tr("No network is open. Open a study or a checkpoint (Ctrl+O).")
        : m_measuring
            ? tr("Measuring the first points…")
            : tr("No sensitivity measured yet. Run a sweep (F6) to see how much each layer bears — "
                 "pruning, fewer bits, clipping — before accuracy falls."));
    m_bar->setProgress(m_measuring ? progressText(findSweep(m_sweeps, m_running)) : QString());
    updateHeading();
}

void SensitivityPage::updateHeading() {
    const SweepBaseline unchanged = baseline();
    QStringList parts;
    if (!m_source.isEmpty()) {
        parts << m_source;
    }
    if (unchanged.images > 0) {
        parts << tr("baseline %1 of %2 images")
                     .arg(percentText(unchanged.accuracy),
                          QLocale().toString(qlonglong(unchanged.images)));
    }
    m_bar->setSource(parts.join(tr(" · ")));
}

}  // namespace secateur
