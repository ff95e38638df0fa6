#include "ui/shell/stage_actions.h"

#include <QThread>
#include <algorithm>
#include <set>

#include "core/report/image_set.h"
#include "core/report/measured_rate.h"
#include "core/stages/recalibrate_stage.h"
#include "ui/base/preferences.h"
#include "ui/dialogs/compare_networks_dialog.h"
#include "ui/dialogs/evaluate_dialog.h"
#include "ui/dialogs/gradual_dialog.h"
#include "ui/dialogs/layer_errors_dialog.h"
#include "ui/dialogs/pipeline_dialog.h"
#include "ui/dialogs/prune_dialog.h"
#include "ui/dialogs/qat_dialog.h"
#include "ui/dialogs/quantize_dialog.h"
#include "ui/dialogs/recalibrate_dialog.h"
#include "ui/dialogs/shrink_dialog.h"
#include "ui/dialogs/speed_dialog.h"
#include "ui/dialogs/sweep_dialog.h"
#include "ui/dialogs/timing_dialog.h"
#include "ui/dialogs/train_dialog.h"
#include "ui/shell/actions.h"

namespace secateur {

namespace {

/// The first of a network's family.
int64_t rootOf(const StudySnapshot& snapshot, int64_t variant) {
    const Variant* at = snapshot.variant(variant);
    while (at != nullptr && at->parent && snapshot.variant(*at->parent) != nullptr) {
        at = snapshot.variant(*at->parent);
    }
    return at != nullptr ? at->id : 0;
}

/// With what a network is timed: its family's first and INT8 networks, and what these were made of.
QList<DialogContext::Network> networksOf(const StudySnapshot& snapshot, int64_t current) {
    const int64_t root = rootOf(snapshot, current);
    std::set<int64_t> related{current, root};
    for (const Variant& variant : snapshot.variants) {
        if (variant.quantized() && rootOf(snapshot, variant.id) == root) {
            related.insert({variant.id, variant.parent.value_or(root)});
        }
    }
    QList<DialogContext::Network> networks;
    for (const Variant& variant : snapshot.variants) {
        networks << DialogContext::Network{variant.id, QString::fromStdString(variant.name),
                                           related.contains(variant.id)};
    }
    return networks;
}

}  // namespace

StageActions::StageActions(const Actions& actions, Workspace& workspace, StageRunner& runner,
                           QWidget& window)
    : m_actions(actions), m_workspace(workspace), m_runner(runner), m_window(window) {
    connectStages();
    connect(actions.cancelAll, &QAction::triggered, &workspace.jobs(), &JobManager::cancelAll);
    connect(&runner, &StageRunner::made, &workspace, &Workspace::setVariant);
    connect(&workspace, &Workspace::studyOpened, this,
            [this] { m_measureBaseline = m_measuring && preferences().measureAtOpening; });
    connect(&workspace, &Workspace::dataChanged, this, &StageActions::measureBaseline);
    connect(&workspace, &Workspace::snapshotChanged, this, &StageActions::measureBaseline);
}

DialogContext StageActions::dialogContext() const {
    DialogContext context;
    if (const Variant* variant = m_workspace.currentVariant()) {
        context.variantName = QString::fromStdString(variant->name);
        context.quantized = variant->quantized();
        context.justCut = justCut(*variant);
    }
    if (const auto data = m_workspace.data()) {
        context.dataName = QString::fromStdString(data->name);
        context.height = data->test->height();
        context.width = data->test->width();
        const SplitSizes sizes = m_workspace.splitSizes();
        context.trainImages = sizes.train;
        context.heldOutImages = sizes.heldOut;
        context.testImages = sizes.test;
    }
    if (const auto network = m_workspace.network()) {
        for (const LayerCost& layer : network->layers) {
            if (layer.weights > 0) {
                context.layers << QString::fromStdString(layer.name);
            }
            context.normalised =
                context.normalised || std::holds_alternative<BatchNorm2d>(layer.op);
        }
    }
    for (const GroupInfo& group : m_workspace.channelGroups()) {
        if (group.fixed.empty()) {
            context.channelGroups << DialogContext::ChannelGroup{QString::fromStdString(group.name),
                                                                 QString::fromStdString(group.role),
                                                                 group.width};
        }
    }
    if (m_workspace.study() && !context.quantized) {
        context.forecastCut = [study = m_workspace.study(),
                               variant = m_workspace.variant()](const ChannelRecipe& recipe) {
            return forecastCut(*study, variant, recipe);
        };
    }
    context.cores = QThread::idealThreadCount();
    context.selectedLayer = m_workspace.selection().layer();
    context.seed = m_workspace.seed();
    context.sweepImages = preferences().sweepImages;
    if (const auto snapshot = m_workspace.snapshot()) {
        context.recipes = snapshot->recipes;
        context.imagesPerSecond = measuredRate(*snapshot, m_workspace.variant());
        context.networks = networksOf(*snapshot, m_workspace.variant());
        const ImageSet shown = shownImageSet(*snapshot);
        context.shownImages = shown.split == Split::Test ? shown.count : 0;
    }
    return context;
}

template <class Dialog>
Dialog* StageActions::open(std::function<void(Dialog&)> run) {
    auto* dialog = new Dialog(dialogContext(), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, run = std::move(run)] {
        run(*dialog);
        emit accepted();
    });
    dialog->open();
    return dialog;
}

void StageActions::connectStages() {
    const Actions& a = m_actions;
    StageRunner& runner = m_runner;
    connect(a.evaluate, &QAction::triggered, this, [this] {
        open<EvaluateDialog>(
            [this](EvaluateDialog& d) { m_runner.evaluate({m_workspace.variant()}, d.images()); });
    });
    connect(a.sweep, &QAction::triggered, this, [this, &runner] {
        open<SweepDialog>(
            [&runner](SweepDialog& d) { runner.sweep(d.options(), d.images(), d.masksFile()); });
    });
    connect(a.prune, &QAction::triggered, this, [this, &runner] {
        open<PruneDialog>([&runner](PruneDialog& d) {
            d.wholeChannels() ? runner.slim(d.channelOptions()) : runner.prune(d.options());
        });
    });
    connect(a.gradual, &QAction::triggered, this, [this, &runner] {
        open<GradualDialog>(
            [&runner](GradualDialog& d) { runner.cutGradually(d.plan(), d.images()); });
    });
    connect(a.recalibrate, &QAction::triggered, this, [this, &runner] {
        open<RecalibrateDialog>(
            [&runner](RecalibrateDialog& d) { runner.recalibrate(d.options()); });
    });
    connect(a.fineTune, &QAction::triggered, this, [this, &runner] {
        open<FinetuneDialog>(
            [&runner](FinetuneDialog& d) { runner.fineTune(d.options(), d.images()); });
    });
    connect(a.train, &QAction::triggered, this, [this, &runner] {
        open<TrainDialog>([&runner](TrainDialog& d) { runner.train(d.options(), d.images()); });
    });
    connect(a.quantize, &QAction::triggered, this, [this, &runner] {
        open<QuantizeDialog>([&runner](QuantizeDialog& d) {
            runner.quantize(d.options(), d.recipeName());
        })->setClipCount(m_workspace.clipCount());
    });
    connect(a.qat, &QAction::triggered, this, &StageActions::askForQat);
    connect(a.layerErrors, &QAction::triggered, this, [this, &runner] {
        open<LayerErrorsDialog>([&runner](LayerErrorsDialog& d) {
            runner.measureErrors(d.options(), d.heldOutImages());
        });
    });
    connect(a.measureSpeed, &QAction::triggered, this, [this, &runner] {
        open<SpeedDialog>([&runner](SpeedDialog& d) { runner.measureSpeed(d.options()); });
    });
    connect(a.timeLayers, &QAction::triggered, this, [this, &runner] {
        open<TimingDialog>(
            [&runner](TimingDialog& d) { runner.timeLayers(d.networks(), d.options()); });
    });
    connect(a.shrink, &QAction::triggered, this, [this, &runner] {
        open<ShrinkDialog>([&runner](ShrinkDialog& d) { runner.shrink(d.options()); });
    });
    connect(a.pipeline, &QAction::triggered, this, [this, &runner] {
        open<PipelineDialog>([&runner](PipelineDialog& d) { runner.pipeline(d.options()); });
    });
}

void StageActions::ask(StageDialog dialog) {
    switch (dialog) {
        case StageDialog::Sweep:
            m_actions.sweep->trigger();
            break;
        case StageDialog::LayerErrors:
            m_actions.layerErrors->trigger();
            break;
        case StageDialog::Qat:
            m_actions.qat->trigger();
            break;
        case StageDialog::TimeLayers:
            m_actions.timeLayers->trigger();
            break;
        case StageDialog::CompareNetworks:
            compareNetworks();
    }
}

void StageActions::askForQat() {
    open<QatDialog>([this](QatDialog& d) {
        QatPlan plan;
        plan.training.options = d.training();
        plan.qat = d.qat();
        plan.quantize = d.quantize();
        m_runner.qat(plan, d.images(), d.heldOutImages());
    });
}

void StageActions::compareNetworks() {
    if (m_runner.ready()) {
        open<CompareNetworksDialog>([this](CompareNetworksDialog& d) {
            m_runner.measureRanking(d.networks(), d.options());
        });
    }
}

/// A study that was just opened gets its first number by itself, once network and data are there.
void StageActions::measureBaseline() {
    const auto snapshot = m_workspace.snapshot();
    if (!m_measureBaseline || !m_runner.ready() || m_workspace.data() == nullptr) {
        return;
    }
    m_measureBaseline = false;
    const bool measured =
        std::any_of(snapshot->rows.begin(), snapshot->rows.end(), [this](const StageRow& row) {
            return row.variant == m_workspace.variant() && row.split == Split::Test;
        });
    if (!measured) {
        m_runner.evaluate({m_workspace.variant()},
                          std::min(preferences().firstLookImages, m_workspace.splitSizes().test));
    }
}

}  // namespace secateur
