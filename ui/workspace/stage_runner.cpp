#include "ui/workspace/stage_runner.h"

#include <algorithm>

#include "core/report/image_set.h"
#include "core/stages/qat_stage.h"
#include "core/stages/quant_checks.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/speed_stage.h"
#include "core/stages/split_images.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"
#include "core/stages/training_stage.h"
#include "core/study/recipe_store.h"
#include "ui/base/preferences.h"

namespace secateur {

namespace {

/// Under this name, if there is one.
void keepRecipe(const std::shared_ptr<Study>& study, const QString& name,
                const QuantizeOptions& options) {
    if (!name.isEmpty()) {
        saveRecipe(*study, name.toStdString(), options);
    }
}

ImageList shownTestImages(const StudySnapshot* snapshot, const ImageData* data) {
    const StoredImages* list =
        snapshot != nullptr ? snapshot->imageList(shownImageSet(*snapshot).images) : nullptr;
    if (list == nullptr || data == nullptr || list->split != Split::Test) {
        return {};
    }
    const bool ofData =
        std::any_of(snapshot->data.begin(), snapshot->data.end(), [&](const StoredData& stored) {
            return stored.id == list->dataSet && stored.digest == data->digest;
        });
    return ofData ? ImageList{list->split, list->indices} : ImageList();
}

QString percent(double share) {
    return QString::number(100.0 * share, 'g', 3) + QStringLiteral(" %");
}

}  // namespace

template <class Live>
StageRunner::Watch StageRunner::watchLive(const std::shared_ptr<Live>& live,
                                          void (StageRunner::*progressed)()) {
    const auto changed = [this, live, progressed, seen = int64_t{0}]() mutable {
        if (const int64_t revision = live->state().revision; revision != seen) {
            seen = revision;
            (this->*progressed)();
        }
    };
    return {changed, [this, live, progressed] {
                live->finish();
                (this->*progressed)();
            }};
}

StageRunner::StageRunner(Workspace& workspace, QObject* parent)
    : QObject(parent),
      m_workspace(workspace),
      m_liveSweep(std::make_shared<LiveSweep>()),
      m_liveErrors(std::make_shared<LiveErrors>()) {
    connect(&workspace.jobs(), &JobManager::jobChanged, this, &StageRunner::onJobChanged);
    connect(&workspace.jobs(), &JobManager::jobTold, this, &StageRunner::onJobTold);
    connect(&workspace.jobs(), &JobManager::jobFinished, this, &StageRunner::onJobFinished);
}

bool StageRunner::ready() const {
    return m_workspace.study() && m_workspace.data() && m_workspace.currentVariant() != nullptr;
}

StageRunner::Inputs StageRunner::inputs() const {
    const Variant* variant = m_workspace.currentVariant();
    return {m_workspace.study(),
            m_workspace.data(),
            m_workspace.variant(),
            m_workspace.seed(),
            variant != nullptr ? QString::fromStdString(variant->name) : QString(),
            shownTestImages(m_workspace.snapshot().get(), m_workspace.data().get())};
}

ImageList StageRunner::Inputs::testImages() const {
    return shown.indices.empty() ? spreadImages(*data, Split::Test, 0, seed) : shown;
}

StageContext StageRunner::Inputs::stage(const RunContext& run) const {
    return {*study, *data, preferences().threads, run};
}

QString StageRunner::nameOf(int64_t variant) const {
    const auto snapshot = m_workspace.snapshot();
    const Variant* found = snapshot ? snapshot->variant(variant) : nullptr;
    return found != nullptr ? QString::fromStdString(found->name) : tr("network %1").arg(variant);
}

void StageRunner::evaluate(const std::vector<int64_t>& variants, int64_t testImages) {
    submitEvaluation(variants, [testImages](const Inputs& in) {
        return spreadImages(*in.data, Split::Test, testImages, in.seed);
    });
}

void StageRunner::evaluateAlike(const std::vector<int64_t>& variants) {
    submitEvaluation(variants, [](const Inputs& in) { return in.testImages(); });
}

void StageRunner::submitEvaluation(const std::vector<int64_t>& variants,
                                   std::function<ImageList(const Inputs&)> imagesOf) {
    const Inputs in = inputs();
    submit(variants.size() == 1 ? tr("Evaluate %1").arg(nameOf(variants.front()))
                                : tr("Evaluate %1 networks").arg(variants.size()),
           [=](const RunContext& context) {
               const ImageList images = imagesOf(in);
               for (const int64_t variant : variants) {
                   evaluateVariant(in.stage(context), variant, images);
               }
           });
}

void StageRunner::measureSpeed(const SpeedOptions& options) {
    const Inputs in = inputs();
    submit(tr("Measure the speed of all networks"), [=](const RunContext& context) {
        secateur::measureSpeed(in.stage(context), {}, options);
    });
}

void StageRunner::sweep(const SweepOptions& chosen, int64_t heldOutImages,
                        const QString& masksFile) {
    const Inputs in = inputs();
    submit(
        tr("Sweep %1").arg(in.name),
        [=, live = m_liveSweep](const RunContext& context) {
            SweepOptions options = chosen;
            if (!masksFile.isEmpty()) {
                options.masks = readMasksOf(*in.study, in.variant, masksFile.toStdString());
            }
            const ImageList images = drawnImages(*in.data, Split::HeldOut, heldOutImages, in.seed);
            live->start(subjectOf(in, options, images));
            sweepVariant(
                in.stage(context), in.variant, images, options,
                [&](const std::vector<SensitivityPoint>& points) { live->update(points); });
        },
        watchLive(m_liveSweep, &StageRunner::sweepProgressed));
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

JobId StageRunner::submitMaking(const QString& title, const Inputs& in,
                                std::function<Variant(const RunContext&)> make, MadeSignal tell) {
    const JobId id = m_workspace.jobs().submit<Variant>(
        {title, JobLane::Compute, [this, in] { return in.study == m_workspace.study(); }},
        [in, make = std::move(make)](const RunContext& context) {
            Variant variant = make(context);
            evaluateVariant(in.stage(context), variant.id, in.testImages());
            return variant;
        },
        this,
        [this, tell, in](const Variant& variant) {
            // Of an INT8 network they say how it was made: nobody need be told.
            for (const std::string& remark :
                 variant.quantized() ? std::vector<std::string>() : variant.remarks()) {
                emit m_workspace.notice(QString::fromStdString(variant.name + ": " + remark));
            }
            (this->*tell)(variant.id, in.variant);
        });
    watch(id);
    return id;
}

void StageRunner::prune(const PruneRecipe& recipe) {
    const Inputs in = inputs();
    submitMaking(tr("Prune %1 by %2").arg(in.name, percent(recipe.amount)), in,
                 [in, recipe](const RunContext& context) {
                     context.checkCancelled();
                     return pruneVariant(in.stage(context), in.variant, recipe);
                 });
}

void StageRunner::recalibrate(const RecalibrateOptions& options) {
    const Inputs in = inputs();
    submitMaking(tr("Recalibrate %1").arg(in.name), in, [in, options](const RunContext& context) {
        return recalibrateVariant(in.stage(context), in.variant, options, in.seed);
    });
}

void StageRunner::measurePlan(const PruneRecipe& recipe, const ImageList& images) {
    const Inputs in = inputs();
    const JobId id = submitMaking(
        tr("Prune %1 by the plan of %2 layers").arg(in.name).arg(recipe.plan.size()), in,
        [in, recipe, images](const RunContext& context) {
            context.checkCancelled();
            const Variant variant = pruneVariant(in.stage(context), in.variant, recipe);
            if (!images.indices.empty()) {
                evaluateVariant(in.stage(context), variant.id, images);
            }
            return variant;
        },
        &StageRunner::planMeasured);
    watch(id, {{}, [this] { emit planEnded(); }});
}

void StageRunner::slim(const ChannelRecipe& recipe) {
    const Inputs in = inputs();
    submitMaking(tr("Cut channels of %1 by %2").arg(in.name, percent(recipe.amount)), in,
                 [in, recipe](const RunContext& context) {
                     context.checkCancelled();
                     return slimVariant(in.stage(context), in.variant, recipe).variant;
                 });
}

void StageRunner::train(const TrainOptions& options, int64_t trainImages) {
    TrainingPlan plan;
    plan.kind = TrainingKind::Trained;
    plan.options = options;
    submitTraining(tr("Train %1"), plan, trainImages);
}

void StageRunner::fineTune(const TrainOptions& options, int64_t trainImages) {
    TrainingPlan plan;
    plan.kind = TrainingKind::FineTuned;
    plan.keepZeros = true;
    plan.options = options;
    submitTraining(tr("Fine-tune %1"), plan, trainImages);
}

void StageRunner::submitTraining(const QString& title, TrainingPlan plan, int64_t trainImages) {
    const Inputs in = inputs();
    plan.parent = in.variant;
    submitMaking(title.arg(in.name), in, [in, plan, trainImages](const RunContext& context) {
        TrainingPlan full = plan;
        full.images = drawnImages(*in.data, Split::Train, trainImages, in.seed);
        full.heldOut = splitImages(*in.data, Split::HeldOut, in.seed);
        return trainVariant(in.stage(context), full).last;
    });
}

void StageRunner::quantize(const QuantizeOptions& options, const QString& recipeName) {
    const Inputs in = inputs();
    submitMaking(tr("Quantize %1").arg(in.name), in, [=](const RunContext& context) {
        keepRecipe(in.study, recipeName, options);
        return quantizeVariant(
            in.stage(context), in.variant,
            drawnImages(*in.data, Split::Train, options.calibrationImages, in.seed), options);
    });
}

void StageRunner::measureErrors(const QuantizeOptions& options, int64_t heldOutImages) {
    const Inputs in = inputs();
    submit(
        tr("Layer errors of %1").arg(in.name),
        [=, live = m_liveErrors](const RunContext& context) {
            live->start({in.study.get(), in.variant});
            quantErrorsOf(in.stage(context), in.variant,
                          drawnImages(*in.data, Split::Train, options.calibrationImages, in.seed),
                          drawnImages(*in.data, Split::HeldOut, heldOutImages, in.seed), options,
                          [&](const QuantErrors& errors) { live->update(errors); });
        },
        watchLive(m_liveErrors, &StageRunner::errorsProgressed));
}

void StageRunner::verify(int64_t testImages) {
    const Inputs in = inputs();
    const JobId id = m_workspace.jobs().submit<std::shared_ptr<const ParityReport>>(
        {tr("Verify %1").arg(in.name), JobLane::Compute,
         [this, in] { return in.study == m_workspace.study(); }},
        [=](const RunContext& context) {
            return std::make_shared<const ParityReport>(
                verifyVariant(in.stage(context), in.variant,
                              spreadImages(*in.data, Split::Test, testImages, in.seed)));
        },
        this,
        [this, in](const std::shared_ptr<const ParityReport>& report) {
            emit verified(in.variant, report);
        });
    watch(id, {{}, [this] { emit verifyingEnded(); }});
}

void StageRunner::qat(const QatPlan& plan, int64_t trainImages, int64_t heldOutImages) {
    const Inputs in = inputs();
    submitMaking(tr("Train %1 for INT8").arg(in.name), in, [=](const RunContext& context) {
        QatPlan full = plan;
        full.training.parent = in.variant;
        full.training.images = drawnImages(*in.data, Split::Train, trainImages, in.seed);
        full.training.heldOut = drawnImages(*in.data, Split::HeldOut, heldOutImages, in.seed);
        full.calibration =
            drawnImages(*in.data, Split::Train, plan.quantize.calibrationImages, in.seed);
        return qatVariant(in.stage(context), full);
    });
}

void StageRunner::pipeline(PipelineOptions options) {
    const Inputs in = inputs();
    options.seed = in.seed;
    submit(
        tr("Pipeline on %1").arg(in.name),
        [=, live = m_liveSweep](const RunContext& context) {
            const ImageList images =
                drawnImages(*in.data, Split::HeldOut, options.sensitivityImages, options.seed);
            live->start(subjectOf(in, {}, images));
            PipelineHooks hooks;
            hooks.sweepChanged = [&](const std::vector<SensitivityPoint>& points) {
                live->update(points);
            };
            hooks.swept = [&](const SweepResult&) { live->finish(); };
            runPipeline(in.stage(context), in.variant, options, hooks);
        },
        watchLive(m_liveSweep, &StageRunner::sweepProgressed));
}

void StageRunner::shrink(ShrinkOptions options) {
    const Inputs in = inputs();
    options.seed = in.seed;
    const JobId id = m_workspace.jobs().submit<Variant>(
        {tr("Shrink %1").arg(in.name), JobLane::Compute,
         [this, in] { return in.study == m_workspace.study(); }},
        [=](const RunContext& context) {
            const StageContext stage = in.stage(context);
            const ShrinkResult result =
                shrinkVariant(stage, in.variant, options, [&](const ShrinkCandidate& candidate) {
                    context.say(lineOf(candidate));
                    context.tell(Stored{});
                });
            measureWithin(stage, result, in.testImages());
            return result.candidates[result.smallest].variant;
        },
        this, [this](const Variant& smallest) { emit shrunk(smallest.id); });
    watch(id);
}

void StageRunner::collectRanges(const QuantRecipe& recipe) {
    using Ranges = std::shared_ptr<const NetworkRanges>;
    const Inputs in = inputs();
    const JobId id = m_workspace.jobs().submit<Ranges>(
        {tr("Collect activations of %1").arg(in.name), JobLane::Compute,
         [this, in] { return in.study == m_workspace.study(); }},
        [=](const RunContext& context) {
            const ImageList images =
                drawnImages(*in.data, Split::Train, recipe.options.calibrationImages, in.seed);
            return std::make_shared<const NetworkRanges>(
                secateur::collectRanges(in.stage(context), in.variant, images, recipe));
        },
        this, [this, in](const Ranges& ranges) { emit rangesCollected(in.variant, ranges); });
    watch(id, {{}, [this] { emit collectingEnded(); }});
}

void StageRunner::measureRanking(const std::vector<RankedSource>& networks,
                                 const RankingOptions& options) {
    const Inputs in = inputs();
    submit(tr("Compare %1 networks").arg(networks.size()), [=](const RunContext& context) {
        secateur::measureRanking(in.stage(context), networks, options);
    });
}

void StageRunner::submit(const QString& title, std::function<void(const RunContext&)> work,
                         Watch watching) {
    watch(m_workspace.jobs().submit({title, JobLane::Compute, {}}, std::move(work), this, [] {}),
          std::move(watching));
}

void StageRunner::watch(JobId id, Watch watch) {
    m_ours[id] = std::move(watch);
}

void StageRunner::onJobChanged(const JobInfo& job) {
    const auto ours = m_ours.find(job.id);
    if (ours != m_ours.end() && ours->second.changed) {
        ours->second.changed();
    }
}

/// What a stage tells is in the study, so that it can be looked at meanwhile.
void StageRunner::onJobTold(JobId id) {
    if (m_ours.contains(id)) {
        m_workspace.refresh();
    }
}

/// Also after a failure or a cancel: what was measured until then is in the study.
void StageRunner::onJobFinished(const JobInfo& job) {
    const auto ours = m_ours.find(job.id);
    if (ours == m_ours.end()) {
        return;
    }
    const Watch watch = std::move(ours->second);
    m_ours.erase(ours);
    if (watch.ended) {
        watch.ended();
    }
    m_workspace.refresh();
}

}  // namespace secateur
