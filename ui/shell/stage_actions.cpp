#include "ui/shell/stage_actions.h"

#include <QThread>
#include <algorithm>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/prune/channel_recipe.h"
#include "core/prune/prune_recipe.h"
#include "core/quant/qat_options.h"
#include "core/report/image_set.h"
#include "core/report/measured_rate.h"
#include "core/report/remake_commands.h"
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

/// With what a network is timed: its family's first and INT8 networks, and what these were made of.
QList<DialogContext::Network> networksOf(const StudySnapshot& snapshot, int64_t current) {
    const int64_t root = snapshot.rootOf(current);
    std::set<int64_t> related{current, root};
    for (const Variant& variant : snapshot.variants) {
        if (variant.quantized() && snapshot.rootOf(variant.id) == root) {
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

/// The command whose dialog can show the settings of this network; null: none can.
QAction* makerOf(const Actions& actions, const Variant& made) {
    const std::map<VariantKind, QAction*> makers{
        {VariantKind::Trained, actions.train},
        {VariantKind::Pruned, actions.prune},
        {VariantKind::Slimmed, actions.prune},
        {VariantKind::Recalibrated, actions.recalibrate},
        {VariantKind::FineTuned, actions.fineTune},
        {VariantKind::Int8, madeByQat(made) ? actions.qat : actions.quantize}};
    const auto maker = makers.find(made.kind);
    const nlohmann::json settings = madeWith(made);
    const bool plan = settings.contains("scope") && settings["scope"] == enumName(PruneScope::Plan);
    return plan || maker == makers.end() ? nullptr : maker->second;
}

/// A study may hold anything. Errors: those of its recipe.
void requireSettings(const Variant& made) {
    const nlohmann::json settings = madeWith(made);
    if (made.kind == VariantKind::Pruned) {
        startOf(pruneSettings(), settings);
    } else if (made.kind == VariantKind::Slimmed) {
        startOf(channelSettings(), settings);
    } else if (made.kind == VariantKind::Recalibrated) {
        startOf(recalibrateSettings(), settings);
    } else if (made.quantized()) {
        startOf(quantizeSettings(), quantizedWith(made));
        startOf(qatSettings(), settings);
    }
    if (made.kind == VariantKind::FineTuned || made.kind == VariantKind::Trained ||
        madeByQat(made)) {
        startOf(trainSettings(), settings);
    }
}

}  // namespace

StageActions::StageActions(const Actions& actions, Workspace& workspace, StageRunner& runner,
                           QWidget& window)
    : m_actions(actions), m_workspace(workspace), m_runner(runner), m_window(window) {
    connectStages();
    connectMeasurements();
    connect(actions.changeSettings, &QAction::triggered, this, &StageActions::changeSettings);
    connect(actions.cancelAll, &QAction::triggered, &workspace.jobs(), &JobManager::cancelAll);
    connect(&runner, &StageRunner::made, &workspace, &Workspace::setVariant);
    connect(&workspace, &Workspace::studyOpened, this,
            [this] { m_measureBaseline = m_measuring && m_workspace.firstLook() > 0; });
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
            context.weights += layer.weights;
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
    if (m_filling) {
        m_filling(context);
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
    connect(a.prune, &QAction::triggered, this, [this, &runner] {
        open<PruneDialog>([&runner](PruneDialog& d) {
            d.wholeChannels() ? runner.slim(d.channelOptions()) : runner.prune(d.options());
        });
    });
    connect(a.gradual, &QAction::triggered, this, [this, &runner] {
        open<GradualDialog>([&runner](GradualDialog& d) {
            runner.run(GradualOrder{d.plan(), d.images()});
        });
    });
    connect(a.recalibrate, &QAction::triggered, this, [this, &runner] {
        open<RecalibrateDialog>(
            [&runner](RecalibrateDialog& d) { runner.recalibrate(d.options()); });
    });
    connect(a.fineTune, &QAction::triggered, this, [this, &runner] {
        open<FinetuneDialog>([&runner](FinetuneDialog& d) {
            runner.run(TrainOrder{TrainingKind::FineTuned, d.options(), d.images()});
        });
    });
    connect(a.train, &QAction::triggered, this, [this, &runner] {
        open<TrainDialog>([&runner](TrainDialog& d) {
            runner.run(TrainOrder{TrainingKind::Trained, d.options(), d.images()});
        });
    });
    connect(a.quantize, &QAction::triggered, this, [this, &runner] {
        open<QuantizeDialog>([&runner](QuantizeDialog& d) {
            runner.run(QuantizeOrder{d.options(), d.recipeName().toStdString()});
        })->setClipCount(m_workspace.clipCount());
    });
    connect(a.qat, &QAction::triggered, this, &StageActions::askForQat);
    connect(a.shrink, &QAction::triggered, this, [this, &runner] {
        open<ShrinkDialog>([&runner](ShrinkDialog& d) { runner.run(d.options()); });
    });
    connect(a.pipeline, &QAction::triggered, this, [this, &runner] {
        open<PipelineDialog>([&runner](PipelineDialog& d) { runner.run(d.options()); });
    });
}

void StageActions::connectMeasurements() {
    const Actions& a = m_actions;
    StageRunner& runner = m_runner;
    connect(a.evaluate, &QAction::triggered, this, [this] {
        open<EvaluateDialog>([this](EvaluateDialog& d) {
            m_runner.run(EvaluateOrder{{m_workspace.variant()}, d.images()});
        });
    });
    connect(a.sweep, &QAction::triggered, this, [this, &runner] {
        open<SweepDialog>([&runner](SweepDialog& d) {
            runner.run(SweepOrder{d.options(), d.images(), d.masksFile().toStdString()});
        });
    });
    connect(a.layerErrors, &QAction::triggered, this, [this, &runner] {
        open<LayerErrorsDialog>([&runner](LayerErrorsDialog& d) {
            runner.run(ErrorsOrder{d.options(), d.heldOutImages()});
        });
    });
    connect(a.measureSpeed, &QAction::triggered, this, [this, &runner] {
        open<SpeedDialog>([&runner](SpeedDialog& d) { runner.measureSpeed(d.options()); });
    });
    connect(a.timeLayers, &QAction::triggered, this, [this, &runner] {
        open<TimingDialog>(
            [&runner](TimingDialog& d) { runner.timeLayers(d.networks(), d.options()); });
    });
}

void StageActions::ask(StageDialog dialog) {
    if (const QString why = m_runner.whyNotReady(); !why.isEmpty()) {
        emit m_workspace.notice(why);
        return;
    }
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
        m_runner.run(QatOrder{plan, d.images(), d.heldOutImages()});
    });
}

/// Looks at the network that it was made from, and asks once that one's layers are known.
void StageActions::changeSettings() {
    const Variant* current = m_workspace.currentVariant();
    if (current == nullptr) {
        return;
    }
    const Variant made = *current;
    const QString name = QString::fromStdString(made.name);
    try {
        requireSettings(made);
    } catch (const Error& error) {
        emit m_workspace.notice(QString::fromStdString(error.what()));
        return;
    }
    if (!made.parent || m_workspace.snapshot()->variant(*made.parent) == nullptr) {
        emit m_workspace.notice(tr("%1 was not made from a network of this study.").arg(name));
        return;
    }
    connect(
        &m_workspace, &Workspace::networkChanged, this,
        [this, made] {
            if (m_workspace.variant() == *made.parent) {
                askAgain(made);
            }
        },
        Qt::SingleShotConnection);
    m_workspace.setVariant(*made.parent);
}

void StageActions::askAgain(const Variant& made) {
    const QString name = QString::fromStdString(made.name);
    QAction* const maker = makerOf(m_actions, made);
    if (maker == nullptr) {
        emit m_workspace.notice(
            tr("%1 was made by a plan: change that on the page Sensitivity.").arg(name));
        return;
    }
    if (!maker->isEnabled()) {
        emit m_workspace.notice(tr("Open the images first: %1 is made with them.").arg(name));
        return;
    }
    m_filling = [&made](DialogContext& context) {
        context.start = madeWith(made);
        context.startChannels = made.kind == VariantKind::Slimmed;
        if (made.kind == VariantKind::Int8) {
            context.recipes = context.recipes.empty() ? predefinedRecipes() : context.recipes;
            context.recipes.insert(
                context.recipes.begin(),
                {made.name, "", startOf(quantizeSettings(), quantizedWith(made))});
        }
    };
    maker->trigger();
    m_filling = nullptr;
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
        m_runner.run(
            EvaluateOrder{{m_workspace.variant()},
                          std::min(m_workspace.firstLook(), m_workspace.splitSizes().test)});
    }
}

}  // namespace secateur
