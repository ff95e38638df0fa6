#include "ui/sensitivity/sensitivity_page.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>

#include <algorithm>

#include "ui/sensitivity/curve_plot.h"
#include "ui/sensitivity/heatmap_plot.h"
#include "ui/sensitivity/plan_panel.h"
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

void SensitivityPage::fillLayerChoices() {
    const std::vector<NamedChoice> choices = layerChoices(m_network.get(), m_grouping);
    const int row = m_layers->currentIndex();
    const LayerChoice chosen = row < 0 ? LayerChoice() : m_choices[static_cast<size_t>(row)];
    const QSignalBlocker blocker(m_layers);
    m_layers->clear();
    m_choices.clear();
    for (const NamedChoice& choice : choices) {
        m_layers->addItem(choice.title);
        m_layers->setItemData(m_layers->count() - 1, choice.tip, Qt::ToolTipRole);
        m_choices.push_back(choice.choice);
    }
    const auto kept = std::find(m_choices.begin(), m_choices.end(), chosen);
    m_layers->setCurrentIndex(kept == m_choices.end() ? 0
                                                      : static_cast<int>(kept - m_choices.begin()));
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
    fillSweepChoices();
    fillLayerChoices();
    updateSafeRatios();
    updateShown();
    followSelection();
    updateState();
}

void SensitivityPage::setSweeps(std::vector<ShownSweep> sweeps) {
    m_sweeps = std::move(sweeps);
    fillSweepChoices();
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

void SensitivityPage::fillSweepChoices() {
    bool same = m_sweepBox->count() == static_cast<int>(m_sweeps.size());
    for (int row = 0; same && row < m_sweepBox->count(); ++row) {
        const ShownSweep& sweep = m_sweeps[static_cast<size_t>(row)];
        same = m_sweepBox->itemText(row) == sweep.title &&
               m_sweepBox->itemData(row).toString().toStdString() == sweep.key;
    }
    if (same) {
        return;
    }
    const QSignalBlocker blocker(m_sweepBox);
    m_sweepBox->clear();
    for (const ShownSweep& sweep : m_sweeps) {
        const QString key = QString::fromStdString(sweep.key);
        m_sweepBox->addItem(sweep.title, key);
        m_sweepBox->setItemData(m_sweepBox->count() - 1, sweep.title, Qt::ToolTipRole);
        if (sweep.key == m_chosen) {
            m_sweepBox->setCurrentIndex(m_sweepBox->count() - 1);
        }
    }
}

void SensitivityPage::chooseSweep(const std::string& key) {
    m_chosen = key;
    m_curves.clear();
    const QSignalBlocker blocker(m_sweepBox);
    m_sweepBox->setCurrentIndex(m_sweepBox->findData(QString::fromStdString(key)));
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
    fillLayerChoices();
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
    if (m_planCurves != before) {
        m_plan->setCurves(m_planCurves, m_planPoints);
        updateSafeRatios();
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
    m_plot->setCaption(caption(shownSweep()));
    m_heatmap->setCaption(caption(shownSweep()));
    m_plan->setCaption(caption(plannedSweep()));
}

void SensitivityPage::setMeasuredPlan(const QString& text) {
    m_plan->setMeasuredPlan(text);
}

void SensitivityPage::setTolerance(double points) {
    m_tolerance->setValue(points);
}

double SensitivityPage::tolerance() const {
    return m_tolerance->value();
}

std::vector<Exportable*> SensitivityPage::exportables() {
    return {m_plot, m_heatmap, m_plan->exportable()};
}

void SensitivityPage::applyTolerance() {
    m_plot->setTolerance(tolerance());
    m_heatmap->setTolerance(tolerance());
    updateSafeRatios();
    updateShown();
}

void SensitivityPage::applyValue() {
    m_plot->setValue(m_value->currentIndex() == 0 ? CurveValue::Drop : CurveValue::Accuracy);
}

void SensitivityPage::updateSafeRatios() {
    std::map<std::string, double> ratios = secateur::safeRatios(m_planCurves, tolerance() / 100.0);
    if (ratios != m_safe) {
        m_safe = std::move(ratios);
        m_plan->setSafeRatios(m_safe);
        emit safeRatiosChanged(m_safe);
    }
}

void SensitivityPage::updateShown() {
    const LayerChoice& choice = m_choices[static_cast<size_t>(m_layers->currentIndex())];
    const CurveList shown = chosenCurves(m_curves, choice, selectedCurve(), tolerance() / 100.0);
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
                return curveNameOf(cost, m_grouping);
            }
        }
    }
    return m_grouping == Grouping::Block ? m_selection->block().toStdString() : std::string();
}

void SensitivityPage::selectCurve(const QString& curve) {
    const std::string name = curve.toStdString();
    const auto& layers = m_network ? m_network->layers : std::vector<LayerCost>();
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const LayerCost& cost) {
        return cost.weights > 0 && curveNameOf(cost, m_grouping) == name;
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
    m_badge->setText(progressText(findSweep(m_sweeps, m_running)));
    m_badge->setVisible(m_measuring);
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
    m_sourceLabel->setText(parts.join(tr(" · ")));
}

}  // namespace secateur
