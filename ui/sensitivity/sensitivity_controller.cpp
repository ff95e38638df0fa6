#include "ui/sensitivity/sensitivity_controller.h"

#include "core/analysis/drop_text.h"
#include "core/report/comparison.h"
#include "core/report/image_set.h"
#include "ui/base/core_text.h"
#include "ui/base/number_text.h"
#include "ui/sensitivity/sweep_list.h"

namespace secateur {

namespace {

QString dropPhrase(const PairedDrop& drop) {
    return SensitivityController::tr("drop %1 points").arg(QString::fromStdString(dropText(drop)));
}

}  // namespace

SensitivityController::SensitivityController(Workspace& workspace, StageRunner& runner,
                                             QWidget* parent)
    : ControllerOf(workspace, runner, tr("Sensitivity"), "sensitivity.md",
                   new SensitivityPage(&workspace.selection(), &workspace.undoStack(), parent)) {
    connect(m_page, &SensitivityPage::safeLevelsChanged, &workspace, &Workspace::safeLevelsChanged);
    connect(m_page, &SensitivityPage::toleranceChanged, &workspace, &Workspace::setTolerance);
    connect(&workspace, &Workspace::toleranceChanged, m_page, &SensitivityPage::setTolerance);
    connect(m_page, &SensitivityPage::measurePlanRequested, this,
            &SensitivityController::measurePlan);
    connect(m_page, &SensitivityPage::sweepRequested, this,
            [this] { emit dialogWanted(StageDialog::Sweep); });
    connect(&runner, &StageRunner::sweepProgressed, this, &SensitivityController::showSweeps);
    connect(&runner, &StageRunner::planMeasured, this, [this](qint64 made, qint64 parent) {
        if (parent == m_plan.variant) {
            m_plan.made = made;
        }
    });
    connect(&runner, &StageRunner::planEnded, this, [this] {
        if (m_plan.made == 0) {
            m_page->setMeasuredPlan({});
        }
    });
}

void SensitivityController::forgetStudy() {
    m_page->setNetwork(nullptr);
}

void SensitivityController::forgetNetwork() {
    m_plan = {};
    m_page->setSweeps({});
    m_page->setMeasuredPlan({});
}

void SensitivityController::showNetwork() {
    m_page->setNetwork(m_workspace.network());
    showSweeps();
}

void SensitivityController::showStudy() {
    m_page->showSizes();
    showSweeps();
    showMeasuredPlan();
}

/// The sweep under way, if it is of the network looked at, and what the study has.
void SensitivityController::showSweeps() {
    const LiveSweep::State live = m_runner.liveSweep().state();
    const Study* study = m_workspace.study().get();
    m_page->setSweepRunning(live.running && live.subject.study == study &&
                            live.subject.variant == m_workspace.variant());
    const Variant* variant = m_workspace.currentVariant();
    if (variant != nullptr) {
        const auto snapshot = m_workspace.snapshot();
        const std::string data = snapshot ? shownImageSet(*snapshot).data : std::string();
        const QString name = QString::fromStdString(variant->name);
        m_page->setSource(data.empty() ? name
                                       : tr("%1 on %2").arg(name, QString::fromStdString(data)));
        m_page->setSweeps(sweepList(m_workspace.snapshot(), study, variant->id,
                                    m_workspace.network().get(), live));
    }
}

void SensitivityController::measurePlan(const std::map<std::string, double>& plan,
                                        std::optional<PairedDrop> predicted) {
    if (!m_runner.ready()) {
        return;
    }
    m_plan = {m_workspace.variant(), 0, predicted, 0};
    PruneRecipe recipe;
    recipe.scope = PruneScope::Plan;
    recipe.plan = plan;
    ImageList images;
    const ShownSweep* sweep = m_page->plannedSweep();
    const auto snapshot = m_workspace.snapshot();
    const StoredImages* list =
        sweep != nullptr && snapshot ? snapshot->imageList(sweep->imageList) : nullptr;
    if (list != nullptr) {
        m_plan.images = list->id;
        images = {list->split, list->indices};
    }
    m_page->setMeasuredPlan(tr("Measuring the plan…"));
    m_runner.measurePlan(recipe, images);
}

/// How the network that the plan made compares with the one it was planned for, and the curves'
/// prediction with what it measures on the same images.
void SensitivityController::showMeasuredPlan() {
    const auto snapshot = m_workspace.snapshot();
    if (m_plan.made == 0 || !snapshot) {
        return;
    }
    for (const StageRow& row : snapshot->rows) {
        if (row.variant != m_plan.made || row.images != shownImageSet(*snapshot).images) {
            continue;
        }
        QString text = tr("Measured: %1 of %2 %3 images, %4 sparsity")
                           .arg(percentText(row.accuracy()), countText(row.count),
                                shownName(row.split), percentText(row.sparsity));
        if (row.drop) {
            text += tr(", %1").arg(dropPhrase(*row.drop));
        }
        const auto* before = newestEvaluation(*snapshot, m_plan.variant, m_plan.images);
        const auto* after = newestEvaluation(*snapshot, m_plan.made, m_plan.images);
        if (before != nullptr && after != nullptr) {
            const PairedDrop drop = dropBetween(before->result, after->result);
            text += tr("\nOn the curves' %1 images: %2")
                        .arg(countText(after->result.count()), dropPhrase(drop));
            if (m_plan.predicted) {
                text += tr("; predicted %1, gap %2")
                            .arg(QString::fromStdString(dropText(*m_plan.predicted)),
                                 pointsText(drop.drop - m_plan.predicted->drop));
            }
        }
        m_page->setMeasuredPlan(text);
    }
}

}  // namespace secateur
