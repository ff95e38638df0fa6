#include "ui/workspace/stage_runner.h"

#include "core/stages/qat_stage.h"
#include "core/stages/quant_checks.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/split_images.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"
#include "core/stages/training_stage.h"
#include "core/study/recipe_store.h"

namespace secateur {

namespace {

/// Under this name, if there is one.
void keepRecipe(const std::shared_ptr<Study>& study, const QString& name,
                const QuantizeOptions& options) {
    if (!name.isEmpty()) {
        saveRecipe(*study, name.toStdString(), options);
    }
}

QString percent(double share) {
    return QString::number(100.0 * share, 'g', 3) + QStringLiteral(" %");
}

}  // namespace

StageRunner::StageRunner(Workspace& workspace, QObject* parent)
    : QObject(parent),
      m_workspace(workspace),
      m_liveSweep(std::make_shared<LiveSweep>()),
      m_liveErrors(std::make_shared<LiveErrors>()) {
    connect(&workspace.jobs(), &JobManager::jobChanged, this, &StageRunner::onJobChanged);
    connect(&workspace.jobs(), &JobManager::jobFinished, this, &StageRunner::onJobFinished);
}

bool StageRunner::ready() const {
    return m_workspace.study() && m_workspace.data() && m_workspace.currentVariant() != nullptr;
}

StageRunner::Inputs StageRunner::inputs() const {
    const Variant* variant = m_workspace.currentVariant();
    return {m_workspace.study(), m_workspace.data(), m_workspace.variant(), m_workspace.seed(),
            variant != nullptr ? QString::fromStdString(variant->name) : QString()};
}

void StageRunner::evaluate(const std::vector<int64_t>& variants, int64_t testImages) {
    const Inputs in = inputs();
    const JobId id = m_workspace.jobs().submit(
        {variants.size() == 1 ? tr("Evaluate %1").arg(in.name)
                              : tr("Evaluate %1 networks").arg(variants.size()),
         JobLane::Compute,
         {}},
        [=](const RunContext& context) {
            const ImageList images = spreadImages(*in.data, "test", testImages, in.seed);
            for (const int64_t variant : variants) {
                evaluateVariant(*in.study, variant, *in.data, images, 0, context);
            }
        },
        this, [] {});
    m_ours[id] = Kind::Plain;
}

void StageRunner::sweep(const SweepOptions& chosen, int64_t heldOutImages,
                        const QString& masksFile) {
    const Inputs in = inputs();
    const JobId id = m_workspace.jobs().submit(
        {tr("Sweep %1").arg(in.name), JobLane::Compute, {}},
        [=, live = m_liveSweep](const RunContext& context) {
            SweepOptions options = chosen;
            if (!masksFile.isEmpty()) {
                options.masks = readMasksOf(*in.study, in.variant, masksFile.toStdString());
            }
            const ImageList images = drawnImages(*in.data, "held-out", heldOutImages, in.seed);
            live->start(subjectOf(in, options, images));
            sweepVariant(
                *in.study, in.variant, *in.data, images, options,
                [&](const std::vector<SensitivityPoint>& points) { live->update(points); },
                context);
        },
        this, [] {});
    m_ours[id] = Kind::Sweeping;
}

SweepSubject StageRunner::subjectOf(const Inputs& in, const SweepOptions& options,
                                    const ImageList& images) {
    return {in.study.get(),
            in.variant,
            options,
            images.split,
            imageListDigest(*in.data, images),
            static_cast<int64_t>(images.indices.size())};
}

void StageRunner::submitMaking(const QString& title, const Inputs& in,
                               std::function<Variant(const RunContext&)> make, Kind kind,
                               MadeSignal tell) {
    const JobId id = m_workspace.jobs().submit<int64_t>(
        {title, JobLane::Compute, [this, in] { return in.study == m_workspace.study(); }},
        [in, make = std::move(make)](const RunContext& context) {
            const Variant variant = make(context);
            evaluateVariant(*in.study, variant.id, *in.data,
                            spreadImages(*in.data, "test", 0, in.seed), 0, context);
            return variant.id;
        },
        this, [this, tell, in](int64_t variant) { emit(this->*tell)(variant, in.variant); });
    m_ours[id] = kind;
}

void StageRunner::prune(const PruneRecipe& recipe) {
    const Inputs in = inputs();
    submitMaking(tr("Prune %1 by %2").arg(in.name, percent(recipe.amount)), in,
                 [in, recipe](const RunContext& context) {
                     context.checkCancelled();
                     return pruneVariant(*in.study, in.variant, recipe);
                 });
}

void StageRunner::measurePlan(const PruneRecipe& recipe, const ImageList& images) {
    const Inputs in = inputs();
    submitMaking(
        tr("Prune %1 by the plan of %2 layers").arg(in.name).arg(recipe.plan.size()), in,
        [in, recipe, images](const RunContext& context) {
            context.checkCancelled();
            const Variant variant = pruneVariant(*in.study, in.variant, recipe);
            if (!images.indices.empty()) {
                evaluateVariant(*in.study, variant.id, *in.data, images, 0, context);
            }
            return variant;
        },
        Kind::Plain, &StageRunner::planMeasured);
}

void StageRunner::slim(const ChannelRecipe& recipe) {
    const Inputs in = inputs();
    submitMaking(tr("Cut channels of %1 by %2").arg(in.name, percent(recipe.amount)), in,
                 [in, recipe](const RunContext& context) {
                     context.checkCancelled();
                     return slimVariant(*in.study, in.variant, recipe).variant;
                 });
}

void StageRunner::train(const TrainOptions& options, int64_t trainImages) {
    TrainingPlan plan;
    plan.kind = "trained";
    plan.options = options;
    submitTraining(tr("Train %1"), plan, trainImages);
}

void StageRunner::fineTune(const TrainOptions& options, int64_t trainImages) {
    TrainingPlan plan;
    plan.kind = "fine-tuned";
    plan.options = options;
    submitTraining(tr("Fine-tune %1"), plan, trainImages);
}

void StageRunner::submitTraining(const QString& title, TrainingPlan plan, int64_t trainImages) {
    const Inputs in = inputs();
    plan.parent = in.variant;
    submitMaking(title.arg(in.name), in, [in, plan, trainImages](const RunContext& context) {
        TrainingPlan full = plan;
        full.images = drawnImages(*in.data, "train", trainImages, in.seed);
        full.heldOut = splitImages(*in.data, "held-out", in.seed);
        return trainVariant(*in.study, full, *in.data, context).last;
    });
}

void StageRunner::quantize(const QuantizeOptions& options, const QString& recipeName) {
    const Inputs in = inputs();
    submitMaking(tr("Quantize %1").arg(in.name), in, [=](const RunContext& context) {
        keepRecipe(in.study, recipeName, options);
        return quantizeVariant(*in.study, in.variant, *in.data,
                               drawnImages(*in.data, "train", options.calibrationImages, in.seed),
                               options, context);
    });
}

void StageRunner::measureErrors(const QuantizeOptions& options, int64_t heldOutImages) {
    const Inputs in = inputs();
    const JobId id = m_workspace.jobs().submit(
        {tr("Layer errors of %1").arg(in.name), JobLane::Compute, {}},
        [=, live = m_liveErrors](const RunContext& context) {
            live->start({in.study.get(), in.variant});
            quantErrorsOf(
                *in.study, in.variant, *in.data,
                drawnImages(*in.data, "train", options.calibrationImages, in.seed),
                drawnImages(*in.data, "held-out", heldOutImages, in.seed), options,
                [&](const QuantErrors& errors) { live->update(errors); }, context);
        },
        this, [] {});
    m_ours[id] = Kind::Measuring;
}

void StageRunner::verify(int64_t testImages) {
    const Inputs in = inputs();
    const JobId id = m_workspace.jobs().submit<std::shared_ptr<const ParityReport>>(
        {tr("Verify %1").arg(in.name), JobLane::Compute,
         [this, in] { return in.study == m_workspace.study(); }},
        [=](const RunContext& context) {
            return std::make_shared<const ParityReport>(
                verifyVariant(*in.study, in.variant, *in.data,
                              spreadImages(*in.data, "test", testImages, in.seed), 0, context));
        },
        this,
        [this, in](const std::shared_ptr<const ParityReport>& report) {
            emit verified(in.variant, report);
        });
    m_ours[id] = Kind::Verifying;
}

void StageRunner::qat(const QatPlan& plan, int64_t trainImages, int64_t heldOutImages) {
    const Inputs in = inputs();
    submitMaking(
        tr("Train %1 for INT8").arg(in.name), in,
        [=](const RunContext& context) {
            QatPlan full = plan;
            full.training.parent = in.variant;
            full.training.images = drawnImages(*in.data, "train", trainImages, in.seed);
            full.training.heldOut = drawnImages(*in.data, "held-out", heldOutImages, in.seed);
            full.calibration =
                drawnImages(*in.data, "train", plan.quantize.calibrationImages, in.seed);
            return qatVariant(*in.study, full, *in.data, context);
        },
        Kind::Training);
}

void StageRunner::pipeline(PipelineOptions options) {
    const Inputs in = inputs();
    options.seed = in.seed;
    const JobId id = m_workspace.jobs().submit(
        {tr("Pipeline on %1").arg(in.name), JobLane::Compute, {}},
        [=, live = m_liveSweep](const RunContext& context) {
            const ImageList images =
                drawnImages(*in.data, "held-out", options.sensitivityImages, options.seed);
            live->start(subjectOf(in, {}, images));
            PipelineHooks hooks;
            hooks.sweepChanged = [&](const std::vector<SensitivityPoint>& points) {
                live->update(points);
            };
            hooks.swept = [&](const SweepResult&) { live->finish(); };
            runPipeline(*in.study, in.variant, *in.data, options, hooks, context);
        },
        this, [] {});
    m_ours[id] = Kind::Sweeping;
}

void StageRunner::collectActivations(int64_t calibrationImages) {
    using Histograms = std::map<std::string, ActivationHistogram>;
    struct Result {
        std::shared_ptr<const Histograms> histograms;
        int64_t images;
    };
    const Inputs in = inputs();
    const JobId id = m_workspace.jobs().submit<Result>(
        {tr("Collect activations of %1").arg(in.name), JobLane::Compute,
         [this, in] { return in.study == m_workspace.study(); }},
        [=](const RunContext& context) {
            const ImageList images = drawnImages(*in.data, "train", calibrationImages, in.seed);
            return Result{std::make_shared<const Histograms>(activationHistograms(
                              *in.study, in.variant, *in.data, images, 0, context)),
                          static_cast<int64_t>(images.indices.size())};
        },
        this,
        [this, in](const Result& result) {
            emit activationsCollected(in.variant, result.histograms, result.images);
        });
    m_ours[id] = Kind::Collecting;
}

void StageRunner::measureRanking(const std::vector<RankedSource>& networks,
                                 const RankingOptions& options) {
    const Inputs in = inputs();
    JobManager& jobs = m_workspace.jobs();
    const JobId id = jobs.submit(
        {tr("Compare %1 networks").arg(networks.size()), JobLane::Compute, {}},
        [=](const RunContext& context) {
            secateur::measureRanking(*in.study, networks, *in.data, options, {}, context);
        },
        this, [] {});
    m_ours[id] = Kind::Plain;
    // The page fills while it is measured.
    auto* watch = new QObject(this);
    connect(&jobs, &JobManager::jobChanged, watch,
            [this, id, seen = int64_t{0}](const JobInfo& job) mutable {
                if (job.id == id && job.progress.done != seen) {
                    seen = job.progress.done;
                    m_workspace.refresh();
                }
            });
    connect(&jobs, &JobManager::jobFinished, watch, [watch, id](const JobInfo& job) {
        if (job.id == id) {
            watch->deleteLater();
        }
    });
}

void StageRunner::onJobChanged(const JobInfo& job) {
    const auto ours = m_ours.find(job.id);
    if (ours == m_ours.end()) {
        return;
    }
    const int64_t revision = m_liveSweep->state().revision;
    if (ours->second == Kind::Sweeping && revision != m_seenRevision) {
        m_seenRevision = revision;
        emit sweepProgressed();
    }
    const int64_t errors = m_liveErrors->state().revision;
    if (ours->second == Kind::Measuring && errors != m_seenErrors) {
        m_seenErrors = errors;
        emit errorsProgressed();
    }
    if (ours->second == Kind::Training || ours->second == Kind::Sweeping) {  // also the pipeline
        followTraining(job);
    }
}

/// An epoch is in the study when it ends, so that its figures can be looked at meanwhile.
void StageRunner::followTraining(const JobInfo& job) {
    const std::string& stage = job.progress.stage;
    if (stage.starts_with("train epoch") && stage != m_seenStage) {
        m_seenStage = stage;
        m_workspace.refresh();
    }
}

/// Also after a failure or a cancel: what was measured until then is in the study.
void StageRunner::onJobFinished(const JobInfo& job) {
    const auto ours = m_ours.find(job.id);
    if (ours == m_ours.end()) {
        return;
    }
    const Kind kind = ours->second;
    m_ours.erase(ours);
    if (kind == Kind::Sweeping) {
        m_liveSweep->finish();
        m_seenRevision = m_liveSweep->state().revision;
        emit sweepProgressed();
    } else if (kind == Kind::Collecting) {
        emit collectingEnded();
    } else if (kind == Kind::Measuring) {
        m_liveErrors->finish();
        m_seenErrors = m_liveErrors->state().revision;
        emit errorsProgressed();
    } else if (kind == Kind::Verifying) {
        emit verifyingEnded();
    }
    m_workspace.refresh();
}

}  // namespace secateur
