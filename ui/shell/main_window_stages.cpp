// The stages: a small dialog of settings each, then a job.
#include <QMessageBox>
#include <QThread>

#include "ui/dialogs/compare_networks_dialog.h"
#include "ui/dialogs/evaluate_dialog.h"
#include "ui/dialogs/layer_errors_dialog.h"
#include "ui/dialogs/pipeline_dialog.h"
#include "ui/dialogs/prune_dialog.h"
#include "ui/dialogs/qat_dialog.h"
#include "ui/dialogs/quantize_dialog.h"
#include "ui/dialogs/sweep_dialog.h"
#include "ui/dialogs/train_dialog.h"
#include "ui/shell/main_window.h"

namespace secateur {

namespace {

/// Shows the dialog without blocking and calls `run` with it when it is accepted.
template <class Dialog, class Run>
void ask(Dialog* dialog, MainWindow* window, Run run) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, window, [dialog, window, run] {
        run(*dialog);
        emit window->stageAccepted();
    });
    dialog->open();
}

}  // namespace

DialogContext MainWindow::dialogContext() const {
    DialogContext context;
    if (const Variant* variant = m_workspace->currentVariant()) {
        context.variantName = QString::fromStdString(variant->name);
        context.quantized = variant->quantized();
    }
    if (const auto data = m_workspace->data()) {
        context.dataName = QString::fromStdString(data->name);
        context.height = data->test->height();
        context.width = data->test->width();
        const SplitSizes sizes = m_workspace->splitSizes();
        context.trainImages = sizes.train;
        context.heldOutImages = sizes.heldOut;
        context.testImages = sizes.test;
    }
    if (const auto network = m_workspace->network()) {
        for (const LayerCost& layer : network->layers) {
            if (layer.weights > 0) {
                context.layers << QString::fromStdString(layer.name);
            }
        }
    }
    for (const GroupInfo& group : m_workspace->channelGroups()) {
        if (group.fixed.empty()) {
            context.channelGroups << DialogContext::ChannelGroup{QString::fromStdString(group.name),
                                                                 QString::fromStdString(group.role),
                                                                 group.width};
        }
    }
    context.cores = QThread::idealThreadCount();
    context.selectedLayer = m_workspace->selection().layer();
    context.seed = m_workspace->seed();
    if (const auto snapshot = m_workspace->snapshot()) {
        context.recipes = snapshot->recipes;
    }
    return context;
}

void MainWindow::setupStages() {
    const Actions& a = *m_actions;
    StageRunner& runner = *m_runner;
    connect(a.evaluate, &QAction::triggered, this, [this, &runner] {
        ask(new EvaluateDialog(dialogContext(), this), this, [this, &runner](EvaluateDialog& d) {
            runner.evaluate({m_workspace->variant()}, d.images());
        });
    });
    connect(a.sweep, &QAction::triggered, this, [this, &runner] {
        ask(new SweepDialog(dialogContext(), this), this,
            [&runner](SweepDialog& d) { runner.sweep(d.options(), d.images(), d.masksFile()); });
    });
    connect(m_pages, &Pages::sweepRequested, a.sweep, &QAction::trigger);
    connect(a.prune, &QAction::triggered, this, [this, &runner] {
        ask(new PruneDialog(dialogContext(), this), this, [&runner](PruneDialog& d) {
            d.wholeChannels() ? runner.slim(d.channelOptions()) : runner.prune(d.options());
        });
    });
    connect(a.fineTune, &QAction::triggered, this, [this, &runner] {
        ask(new FinetuneDialog(dialogContext(), this), this,
            [&runner](FinetuneDialog& d) { runner.fineTune(d.options(), d.images()); });
    });
    connect(a.train, &QAction::triggered, this, [this, &runner] {
        ask(new TrainDialog(dialogContext(), this), this,
            [&runner](TrainDialog& d) { runner.train(d.options(), d.images()); });
    });
    connect(a.quantize, &QAction::triggered, this, [this, &runner] {
        auto* dialog = new QuantizeDialog(dialogContext(), this);
        dialog->setClipCount(m_pages->clipCount());
        ask(dialog, this,
            [&runner](QuantizeDialog& d) { runner.quantize(d.options(), d.recipeName()); });
    });
    connect(a.qat, &QAction::triggered, this, [this, &runner] {
        ask(new QatDialog(dialogContext(), this), this, [&runner](QatDialog& d) {
            QatPlan plan;
            plan.training.options = d.training();
            plan.qat = d.qat();
            plan.quantize = d.quantize();
            runner.qat(plan, d.images(), d.heldOutImages());
        });
    });
    connect(a.layerErrors, &QAction::triggered, this, [this, &runner] {
        ask(new LayerErrorsDialog(dialogContext(), this), this, [&runner](LayerErrorsDialog& d) {
            runner.measureErrors(d.options(), d.heldOutImages());
        });
    });
    connect(m_pages, &Pages::qatRequested, a.qat, &QAction::trigger);
    connect(m_pages, &Pages::layerErrorsRequested, a.layerErrors, &QAction::trigger);
    connect(a.pipeline, &QAction::triggered, this, [this, &runner] {
        ask(new PipelineDialog(dialogContext(), this), this,
            [&runner](PipelineDialog& d) { runner.pipeline(d.options()); });
    });
    connect(m_pages, &Pages::compareNetworksRequested, this, [this, &runner] {
        if (runner.ready()) {
            ask(new CompareNetworksDialog(dialogContext(), this), this,
                [&runner](CompareNetworksDialog& d) {
                    runner.compareNetworks(d.networks(), d.options());
                });
        }
    });
    connect(a.cancelAll, &QAction::triggered, m_jobs.get(), &JobManager::cancelAll);
    connect(&runner, &StageRunner::made, m_workspace.get(), &Workspace::setVariant);
}

void MainWindow::updateActions() {
    for (QAction* stage : m_actions->stages() + m_actions->quantization()) {
        stage->setEnabled(m_runner->ready());
    }
    const bool open = m_workspace->study() != nullptr;
    for (QAction* action :
         {m_actions->openData, m_actions->saveCopy, m_actions->exportNetwork,
          m_actions->exportDrawings, m_actions->exportReport, m_actions->copyPicture}) {
        action->setEnabled(open);
    }
    m_actions->cancelAll->setEnabled(m_jobs->busy());
}

}  // namespace secateur
