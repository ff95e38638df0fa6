// The wires of the Sensitivity page: sweeps and measured plans.
#include <QLocale>

#include "ui/base/number_text.h"
#include "ui/sensitivity/sensitivity_page.h"
#include "ui/shell/pages.h"
#include "ui/shell/sweep_list.h"

namespace secateur {

namespace {

QString dropText(const PairedDrop& drop) {
    return Pages::tr("drop %1 points [%2, %3]")
        .arg(pointsText(drop.drop), pointsText(drop.low), pointsText(drop.high));
}

}  // namespace

void Pages::setupSensitivity() {
    connect(m_sensitivity, &SensitivityPage::safeRatiosChanged, this,
            [this](const std::map<std::string, double>& ratios) {
                m_values.safeRatio = ratios;
                m_colourTimer.start();
            });
    connect(m_sensitivity, &SensitivityPage::toleranceChanged, &m_workspace,
            &Workspace::setTolerance);
    connect(&m_workspace, &Workspace::toleranceChanged, m_sensitivity,
            &SensitivityPage::setTolerance);
    connect(m_sensitivity, &SensitivityPage::measurePlanRequested, this, &Pages::measurePlan);
    connect(m_sensitivity, &SensitivityPage::sweepRequested, this, &Pages::sweepRequested);
    connect(&m_runner, &StageRunner::sweepProgressed, this, &Pages::showSensitivity);
}

/// The sweep under way, if it is of the network looked at, and what the study has.
void Pages::showSensitivity() {
    const LiveSweep::State live = m_runner.liveSweep().state();
    const Study* study = m_workspace.study().get();
    m_sensitivity->setSweepRunning(live.running && live.subject.study == study &&
                                   live.subject.variant == m_workspace.variant());
    const Variant* variant = m_workspace.currentVariant();
    if (variant != nullptr) {
        m_sensitivity->setSource(QString::fromStdString(variant->name));
        m_sensitivity->setSweeps(sweepList(m_workspace.snapshot(), study, variant->id,
                                           m_workspace.network().get(), live));
    }
}

void Pages::measurePlan(const std::map<std::string, double>& plan,
                        std::optional<double> predicted) {
    if (!m_runner.ready()) {
        return;
    }
    m_plan = {plan, m_workspace.variant(), predicted, 0};
    PruneRecipe recipe;
    recipe.scope = "plan";
    recipe.plan = plan;
    ImageList images;
    const ShownSweep* sweep = m_sensitivity->plannedSweep();
    const auto snapshot = m_workspace.snapshot();
    const StoredImages* list =
        sweep != nullptr && snapshot ? snapshot->imageList(sweep->imageList) : nullptr;
    if (list != nullptr) {
        m_plan.images = list->id;
        images = {list->split, list->indices};
    }
    m_sensitivity->setMeasuredPlan(tr("Measuring the plan…"));
    m_runner.measurePlan(recipe, images);
}

/// How the network that the plan made compares with the one it was planned for, and the curves'
/// prediction with what it measures on the same images.
void Pages::showMeasuredPlan() {
    const auto snapshot = m_workspace.snapshot();
    if (m_plan.ratios.empty() || m_plan.variant != m_workspace.variant() || !snapshot) {
        return;
    }
    const std::string recipe = pruneRecipeText({"plan", 0.7, {}, m_plan.ratios});
    for (const StageRow& row : snapshot->rows) {
        const Variant* made = snapshot->variant(row.variant);
        if (made->recipe != recipe || made->parent != m_plan.variant || row.split != "test") {
            continue;
        }
        QString text =
            tr("Measured: %1 of %2 test images, %3 sparsity")
                .arg(percentText(row.accuracy()), countText(row.count), percentText(row.sparsity));
        if (row.drop) {
            text += tr(", %1").arg(dropText(*row.drop));
        }
        const auto* before = evaluationOf(*snapshot, m_plan.variant, m_plan.images);
        const auto* after = evaluationOf(*snapshot, row.variant, m_plan.images);
        if (before != nullptr && after != nullptr) {
            const PairedDrop drop = dropBetween(before->result, after->result);
            text += tr("\nOn the curves' %1 images: %2")
                        .arg(countText(after->result.count()), dropText(drop));
            if (m_plan.predicted) {
                text += tr("; predicted %1, gap %2")
                            .arg(pointsText(*m_plan.predicted),
                                 pointsText(drop.drop - *m_plan.predicted));
            }
        }
        m_sensitivity->setMeasuredPlan(text);
    }
}

}  // namespace secateur
