#include "ui/workspace/stage_runner.h"

#include <QFileInfo>
#include <algorithm>
#include <atomic>

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
#include "core/study/settings.h"
#include "ui/base/number_text.h"
#include "ui/base/preferences.h"
#include "ui/workspace/stage_orders.h"

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

QString resultText(const StoredEvaluation& measured) {
    return StageRunner::tr("%1 of %2")
        .arg(percentText(measured.result.accuracy()), countText(measured.result.count()));
}

QString studyName(const Study& study) {
    return study.path().empty()
               ? StageRunner::tr("in memory")
               : QFileInfo(QString::fromStdString(study.path())).completeBaseName();
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
    return m_workspace.study() && !m_workspace.following() && m_workspace.data() &&
           m_workspace.currentVariant() != nullptr;
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
    const JobId id = submitEvaluation(variants, [testImages](const Inputs& in) {
        return spreadImages(*in.data, Split::Test, testImages, in.seed);
    });
    keep(id, "evaluate", evaluateOrder(variants, testImages));
}

void StageRunner::evaluateAlike(const std::vector<int64_t>& variants) {
    submitEvaluation(variants, [](const Inputs& in) { return in.testImages(); });
}

JobId StageRunner::submitEvaluation(const std::vector<int64_t>& variants,
                                    std::function<ImageList(const Inputs&)> imagesOf) {
    const Inputs in = inputs();
    return submit(variants.size() == 1 ? tr("Evaluate %1").arg(nameOf(variants.front()))
                                       : tr("Evaluate %1 networks").arg(variants.size()),
                  [=](const RunContext& context) {
                      const ImageList images = imagesOf(in);
                      QString said;
                      for (const int64_t variant : variants) {
                          said = resultText(evaluateVariant(in.stage(context), variant, images));
                      }
                      return variants.size() == 1 ? said : tr("%1 measured").arg(variants.size());
                  });
}

void StageRunner::measureSpeed(const SpeedOptions& options) {
    const Inputs in = inputs();
    submit(tr("Measure the speed of all networks"), [=](const RunContext& context) {
        const SpeedRun run = secateur::measureSpeed(in.stage(context), {}, options);
        return tr("%1 figures").arg(run.figures.size());
    });
}

void StageRunner::timeLayers(const std::vector<int64_t>& variants, const TimingOptions& options) {
    const Inputs in = inputs();
    submit(tr("Time the layers of %1 networks").arg(variants.size()),
           [=](const RunContext& context) {
               const ProfileRun run = profileVariants(in.stage(context), variants, options);
               return tr("%1 networks").arg(run.networks.size());
           },
           {{}, [this] { emit timing(false); }});
    emit timing(true);
}

void StageRunner::sweep(const SweepOptions& chosen, int64_t heldOutImages,
                        const QString& masksFile) {
    const Inputs in = inputs();
    const JobId id = submit(
        tr("Sweep %1").arg(in.name),
        [=, live = m_liveSweep](const RunContext& context) {
            SweepOptions options = chosen;
            if (!masksFile.isEmpty()) {
                options.masks = readMasksOf(*in.study, in.variant, masksFile.toStdString());
            }
            const ImageList images = drawnImages(*in.data, Split::HeldOut, heldOutImages, in.seed);
            live->start(subjectOf(in, options, images));
            const SweepResult result = sweepVariant(
                in.stage(context), in.variant, images, options,
                [&](const std::vector<SensitivityPoint>& points) { live->update(points); });
            return tr("%1 points").arg(result.points.size());
        },
        watchLive(m_liveSweep, &StageRunner::sweepProgressed));
    keep(id, "sweep", sweepOrder(chosen, heldOutImages, masksFile));
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
    struct Made {
        Variant variant;
        QString result;
    };
    const auto job = std::make_shared<JobId>(0);
    *job = m_workspace.jobs().submit<Made>(
        request(title, in),
        [in, make = std::move(make)](const RunContext& context) {
            const Variant variant = make(context);
            return Made{variant, resultText(evaluateVariant(in.stage(context), variant.id,
                                                            in.testImages()))};
        },
        this,
        [this, tell, in, job](const Made& made) {
            const Variant& variant = made.variant;
            m_workspace.jobs().setResult(
                *job, QString::fromStdString(variant.name) + QStringLiteral(": ") + made.result);
            // Of an INT8 network they say how it was made: nobody need be told.
            for (const std::string& remark :
                 variant.quantized() ? std::vector<std::string>() : variant.remarks()) {
                emit m_workspace.notice(QString::fromStdString(variant.name + ": " + remark));
            }
            (this->*tell)(variant.id, in.variant);
        });
    watch(*job);
    return *job;
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

void StageRunner::cutGradually(const GradualPlan& plan, int64_t trainImages) {
    const Inputs in = inputs();
    const double amount = std::visit([](const auto& recipe) { return recipe.amount; }, plan.cut);
    const auto cut = [in, plan, trainImages](const RunContext& context) {
        GradualPlan full = plan;
        std::visit([&](auto& recipe) { recipe.seed = in.seed; }, full.cut);
        drawTraining(full.training, in, trainImages);
        return secateur::cutGradually(in.stage(context), in.variant, full,
                                      [&](const GradualStep&) { context.tell(Stored{}); })
            .back()
            .result();
    };
    keep(submitMaking(tr("Prune %1 by %2 in steps").arg(in.name, percent(amount)), in, cut),
         "gradual", gradualOrder(plan, trainImages));
}

void StageRunner::train(const TrainOptions& options, int64_t trainImages) {
    TrainingPlan plan;
    plan.kind = TrainingKind::Trained;
    plan.options = options;
    keep(submitTraining(tr("Train %1"), plan, trainImages), "train",
         trainingOrder(options, trainImages));
}

void StageRunner::fineTune(const TrainOptions& options, int64_t trainImages) {
    TrainingPlan plan;
    plan.kind = TrainingKind::FineTuned;
    plan.keepZeros = true;
    plan.options = options;
    keep(submitTraining(tr("Fine-tune %1"), plan, trainImages), "fine-tune",
         trainingOrder(options, trainImages));
}

void StageRunner::drawTraining(TrainingPlan& plan, const Inputs& in, int64_t trainImages) {
    plan.images = drawnImages(*in.data, Split::Train, trainImages, in.seed);
    plan.heldOut = splitImages(*in.data, Split::HeldOut, in.seed);
}

JobId StageRunner::submitTraining(const QString& title, TrainingPlan plan, int64_t trainImages) {
    const Inputs in = inputs();
    plan.parent = in.variant;
    return submitMaking(title.arg(in.name), in, [in, plan, trainImages](const RunContext& context) {
        TrainingPlan full = plan;
        drawTraining(full, in, trainImages);
        return trainVariant(in.stage(context), full).last;
    });
}

void StageRunner::quantize(const QuantizeOptions& options, const QString& recipeName) {
    const Inputs in = inputs();
    const JobId id =
        submitMaking(tr("Quantize %1").arg(in.name), in, [=](const RunContext& context) {
            keepRecipe(in.study, recipeName, options);
            return quantizeVariant(
                in.stage(context), in.variant,
                drawnImages(*in.data, Split::Train, options.calibrationImages, in.seed), options);
        });
    keep(id, "quantize", quantizeOrder(options, recipeName));
}

void StageRunner::measureErrors(const QuantizeOptions& options, int64_t heldOutImages) {
    const Inputs in = inputs();
    const JobId id = submit(
        tr("Layer errors of %1").arg(in.name),
        [=, live = m_liveErrors](const RunContext& context) {
            live->start({in.study.get(), in.variant});
            quantErrorsOf(in.stage(context), in.variant,
                          drawnImages(*in.data, Split::Train, options.calibrationImages, in.seed),
                          drawnImages(*in.data, Split::HeldOut, heldOutImages, in.seed), options,
                          [&](const QuantErrors& errors) { live->update(errors); });
            return QString();
        },
        watchLive(m_liveErrors, &StageRunner::errorsProgressed));
    keep(id, "errors", errorsOrder(options, heldOutImages));
}

void StageRunner::verify(int64_t testImages) {
    const Inputs in = inputs();
    const JobId id = m_workspace.jobs().submit<std::shared_ptr<const ParityReport>>(
        request(tr("Verify %1").arg(in.name), in),
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
    const auto train = [=](const RunContext& context) {
        QatPlan full = plan;
        full.training.parent = in.variant;
        full.training.images = drawnImages(*in.data, Split::Train, trainImages, in.seed);
        full.training.heldOut = drawnImages(*in.data, Split::HeldOut, heldOutImages, in.seed);
        full.calibration =
            drawnImages(*in.data, Split::Train, plan.quantize.calibrationImages, in.seed);
        return qatVariant(in.stage(context), full);
    };
    keep(submitMaking(tr("Train %1 for INT8").arg(in.name), in, train), "qat",
         qatOrder(plan, trainImages, heldOutImages));
}

void StageRunner::pipeline(PipelineOptions options) {
    const Inputs in = inputs();
    options.seed = in.seed;
    const auto share = std::make_shared<std::atomic<double>>(-1.0);
    const auto job = std::make_shared<JobId>(0);
    Watch watching = watchLive(m_liveSweep, &StageRunner::sweepProgressed);
    watching.changed = [this, share, job, sweep = watching.changed] {
        if (*share >= 0.0) {
            m_workspace.jobs().setWhole(*job, *share);
        }
        sweep();
    };
    *job = submit(
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
            QString said;
            hooks.measured = [&](const Variant& variant, const StoredEvaluation& measured) {
                said = QString::fromStdString(variant.name) + QStringLiteral(": ") +
                       resultText(measured);
            };
            hooks.advanced = [share](double done) { *share = done; };
            runPipeline(in.stage(context), in.variant, options, hooks);
            return said;
        },
        std::move(watching));
    keep(*job, "pipeline", pipelineOrder(options));
}

void StageRunner::shrink(ShrinkOptions options) {
    const Inputs in = inputs();
    options.seed = in.seed;
    const auto job = std::make_shared<JobId>(0);
    *job = m_workspace.jobs().submit<Variant>(
        request(tr("Shrink %1").arg(in.name), in),
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
        this,
        [this, job](const Variant& smallest) {
            m_workspace.jobs().setResult(*job, QString::fromStdString(smallest.name) +
                                                   QStringLiteral(": ") +
                                                   megabyteText(smallest.sizeBytes));
            emit shrunk(smallest.id);
        });
    watch(*job);
    keep(*job, "shrink", shrinkOrder(options));
}

void StageRunner::collectRanges(const QuantRecipe& recipe) {
    using Ranges = std::shared_ptr<const NetworkRanges>;
    const Inputs in = inputs();
    const JobId id = m_workspace.jobs().submit<Ranges>(
        request(tr("Collect activations of %1").arg(in.name), in),
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
        return QString();
    });
}

JobManager::Request StageRunner::request(const QString& title, const Inputs& in) const {
    return {title, JobLane::Compute, [this, in] { return in.study == m_workspace.study(); }, false,
            studyName(*in.study)};
}

JobId StageRunner::submit(const QString& title, std::function<QString(const RunContext&)> work,
                          Watch watching) {
    const auto job = std::make_shared<JobId>(0);
    *job = m_workspace.jobs().submit<QString>(
        {title, JobLane::Compute, {}, false, studyName(*m_workspace.study())}, std::move(work),
        this, [this, job](const QString& result) { m_workspace.jobs().setResult(*job, result); });
    watch(*job, std::move(watching));
    return *job;
}

void StageRunner::keep(JobId id, const char* stage, nlohmann::json options) {
    const std::string key = orderKey();
    m_kept[id] = {m_workspace.study(), key};
    m_ownKeys.insert(key);
    const WorkOrder order{m_workspace.jobs().job(id)->title.toStdString(), stage,
                          m_workspace.variant(), std::move(options)};
    m_workspace.jobs().submit(
        {tr("Keep what was asked for"), JobLane::Io, {}, true},
        [study = m_workspace.study(), key, order](const RunContext&) {
            setSetting(*study, key, orderText(order));
        },
        this, [] {});
}

void StageRunner::forget(const std::shared_ptr<Study>& study, const std::string& key) {
    m_workspace.jobs().submit(
        {tr("Forget what was asked for"), JobLane::Io, {}, true},
        [study, key](const RunContext&) { removeSetting(*study, key); }, this, [] {});
}

std::map<std::string, WorkOrder> StageRunner::interrupted() const {
    const auto snapshot = m_workspace.snapshot();
    std::map<std::string, WorkOrder> orders =
        snapshot ? keptOrders(snapshot->settings) : std::map<std::string, WorkOrder>();
    std::erase_if(orders, [&](const auto& order) {
        return m_ownKeys.contains(order.first) ||
               snapshot->variant(order.second.variant) == nullptr;
    });
    return orders;
}

void StageRunner::resume() {
    for (const auto& [key, order] : interrupted()) {
        m_workspace.setVariant(order.variant);
        try {
            runOrder(*this, order);
        } catch (const Error& error) {
            emit m_workspace.notice(tr("%1 cannot be resumed: %2")
                                        .arg(QString::fromStdString(order.title),
                                             QString::fromStdString(error.what())));
        }
    }
    forgetInterrupted();
}

void StageRunner::forgetInterrupted() {
    for (const auto& [key, order] : interrupted()) {
        m_ownKeys.insert(key);
        forget(m_workspace.study(), key);
    }
    m_workspace.refresh();
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
    const auto kept = m_kept.find(job.id);
    if (kept != m_kept.end() && !m_leaving) {
        forget(kept->second.study, kept->second.key);
        m_kept.erase(kept);
    }
    if (watch.ended) {
        watch.ended();
    }
    m_workspace.refresh();
}

}  // namespace secateur
