#include "ui/workspace/stage_runner.h"

#include <QFileInfo>
#include <algorithm>
#include <atomic>

#include "core/graph/op.h"
#include "core/report/image_set.h"
#include "core/stages/quant_checks.h"
#include "core/stages/speed_stage.h"
#include "core/stages/split_images.h"
#include "core/stages/stages.h"
#include "core/study/settings.h"
#include "ui/base/number_text.h"
#include "ui/base/preferences.h"

namespace secateur {

namespace {

QString resultText(const StoredEvaluation& measured) {
    return StageRunner::tr("%1 of %2")
        .arg(percentText(measured.result.accuracy()), countText(measured.result.count()));
}

/// "pruned: 93.10 % of 10,000"
QString madeText(const Performed& done) {
    return QString::fromStdString(done.variant->name) + QStringLiteral(": ") +
           resultText(*done.measured);
}

/// What a row says in the end.
QString resultOf(const StageOrder& order, const Performed& done) {
    if (const auto* evaluate = std::get_if<EvaluateOrder>(&order)) {
        return evaluate->variants.size() == 1
                   ? resultText(*done.measured)
                   : StageRunner::tr("%1 measured").arg(done.evaluations);
    }
    if (std::holds_alternative<SweepOrder>(order)) {
        return StageRunner::tr("%1 points").arg(done.points);
    }
    if (std::holds_alternative<ShrinkOptions>(order)) {
        return QString::fromStdString(done.variant->name) + QStringLiteral(": ") +
               sizeText(done.variant->sizeBytes);
    }
    return done.measured ? madeText(done) : QString();
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
    connect(&workspace, &Workspace::studyOpened, this, [this] {
        std::erase_if(m_ownKeys, [this](const auto& key) { return m_handedOver.contains(key); });
        m_handedOver.clear();
    });
}

bool StageRunner::ready() const {
    return m_workspace.study() && !m_workspace.following() && m_workspace.data() &&
           m_workspace.currentVariant() != nullptr;
}

QString StageRunner::whyNotReady() const {
    if (ready()) {
        return {};
    }
    return m_workspace.following()
               ? tr("Another program works on this study; here it is only read.")
               : tr("This needs a study with a network, and its images: File, Open data folder.");
}

StageRunner::Inputs StageRunner::inputs() const {
    const std::shared_ptr<const StudySnapshot> snapshot = m_workspace.snapshot();
    const std::shared_ptr<const ImageData> data = m_workspace.data();
    const Variant* variant = m_workspace.currentVariant();
    return {m_workspace.study(),
            data,
            m_workspace.variant(),
            m_workspace.seed(),
            variant != nullptr ? QString::fromStdString(variant->name) : QString(),
            snapshot && data ? shownTestImages(*snapshot, *data) : ImageList()};
}

OrderSubject StageRunner::Inputs::subject() const {
    return {variant, seed, shown};
}

StageContext StageRunner::Inputs::stage(const RunContext& run) const {
    return {*study, *data, preferences().threads, run};
}

QString StageRunner::nameOf(int64_t variant) const {
    const auto snapshot = m_workspace.snapshot();
    const Variant* found = snapshot ? snapshot->variant(variant) : nullptr;
    return found != nullptr ? QString::fromStdString(found->name) : tr("network %1").arg(variant);
}

void StageRunner::evaluateAlike(const std::vector<int64_t>& variants) {
    const Inputs in = inputs();
    submit(titleOf(EvaluateOrder{variants, 0}, in.name), [=](const RunContext& context) {
        const StageContext stage = in.stage(context);
        const ImageList images = testImages(stage, in.subject());
        Performed done;
        for (const int64_t variant : variants) {
            done.measured = evaluateVariant(stage, variant, images);
            ++done.evaluations;
        }
        return resultOf(EvaluateOrder{variants, 0}, done);
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
    return submitStage(
        title, in,
        [in, make = std::move(make)](const RunContext& context) {
            return performMaking(in.stage(context), in.subject(), [&] { return make(context); });
        },
        &madeText, tell);
}

/// What was made is told, and its remarks, while its study is open.
JobId StageRunner::submitStage(const QString& title, const Inputs& in,
                               std::function<Performed(const RunContext&)> work,
                               std::function<QString(const Performed&)> result, MadeSignal tell) {
    const auto job = std::make_shared<JobId>(0);
    *job = m_workspace.jobs().submit<Performed>(
        {title, JobLane::Compute, {}, false, studyName(*in.study)}, std::move(work), this,
        [this, tell, in, job, result = std::move(result)](const Performed& done) {
            m_workspace.jobs().setResult(*job, result(done));
            if (tell == nullptr || !done.variant || in.study != m_workspace.study()) {
                return;
            }
            const Variant& variant = *done.variant;
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

void StageRunner::run(const StageOrder& order) {
    const Inputs in = inputs();
    const auto share = std::make_shared<std::atomic<double>>(-1.0);
    const JobId id = submitStage(
        titleOf(order, in.name), in,
        [this, in, order, share, sweep = m_liveSweep,
         errors = m_liveErrors](const RunContext& context) {
            if (std::holds_alternative<ErrorsOrder>(order)) {
                errors->start({in.study.get(), in.variant});
            }
            OrderHooks hooks;
            hooks.sweepStarts = [&](const SweepOptions& options, const ImageList& images) {
                sweep->start(subjectOf(in, options, images));
            };
            hooks.sweepChanged = [&](const auto& points) { sweep->update(points); };
            hooks.errorsChanged = [&](const QuantErrors& found) { errors->update(found); };
            hooks.pipeline.swept = [&](const SweepResult&) { sweep->finish(); };
            hooks.pipeline.advanced = [share](double done) { *share = done; };
            return performOrder(in.stage(context), in.subject(), order, hooks);
        },
        [order](const Performed& done) { return resultOf(order, done); }, tellerOf(order));
    watch(id, watchOf(order, id, share));
    keep(id, order);
}

StageRunner::MadeSignal StageRunner::tellerOf(const StageOrder& order) {
    return std::visit(Overloaded{[](const TrainOrder&) { return &StageRunner::made; },
                                 [](const GradualOrder&) { return &StageRunner::made; },
                                 [](const QuantizeOrder&) { return &StageRunner::made; },
                                 [](const QatOrder&) { return &StageRunner::made; },
                                 [](const ShrinkOptions&) { return &StageRunner::shrunk; },
                                 [](const auto&) { return MadeSignal(nullptr); }},
                      order);
}

StageRunner::Watch StageRunner::watchOf(const StageOrder& order, JobId id,
                                        const std::shared_ptr<std::atomic<double>>& share) {
    if (std::holds_alternative<ErrorsOrder>(order)) {
        return watchLive(m_liveErrors, &StageRunner::errorsProgressed);
    }
    if (std::holds_alternative<SweepOrder>(order)) {
        return watchLive(m_liveSweep, &StageRunner::sweepProgressed);
    }
    if (!std::holds_alternative<PipelineOptions>(order)) {
        return {};
    }
    Watch watching = watchLive(m_liveSweep, &StageRunner::sweepProgressed);
    watching.changed = [this, share, id, sweep = watching.changed] {
        if (*share >= 0.0) {
            m_workspace.jobs().setWhole(id, *share);
        }
        sweep();
    };
    return watching;
}

QString StageRunner::titleOf(const StageOrder& order, const QString& name) const {
    return std::visit(
        Overloaded{
            [&](const EvaluateOrder& o) {
                return o.variants.size() == 1 ? tr("Evaluate %1").arg(nameOf(o.variants.front()))
                                              : tr("Evaluate %1 networks").arg(o.variants.size());
            },
            [&](const SweepOrder&) { return tr("Sweep %1").arg(name); },
            [&](const TrainOrder& o) {
                return (o.kind == TrainingKind::FineTuned ? tr("Fine-tune %1") : tr("Train %1"))
                    .arg(name);
            },
            [&](const GradualOrder& o) {
                const double amount =
                    std::visit([](const auto& recipe) { return recipe.amount; }, o.plan.cut);
                return tr("Prune %1 by %2 in steps").arg(name, percent(amount));
            },
            [&](const QuantizeOrder&) { return tr("Quantize %1").arg(name); },
            [&](const ErrorsOrder&) { return tr("Layer errors of %1").arg(name); },
            [&](const QatOrder&) { return tr("Train %1 for INT8").arg(name); },
            [&](const PipelineOptions&) { return tr("Pipeline on %1").arg(name); },
            [&](const ShrinkOptions&) { return tr("Shrink %1").arg(name); }},
        order);
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

void StageRunner::keep(JobId id, const StageOrder& order) {
    const std::string key = orderKey();
    m_kept[id] = {m_workspace.study(), key, false};
    m_ownKeys.insert(key);
    const WorkOrder kept =
        workOrder(m_workspace.jobs().job(id)->title.toStdString(), m_workspace.variant(), order);
    m_workspace.jobs().submit(
        {tr("Keep what was asked for"), JobLane::Io, {}, true},
        [study = m_workspace.study(), key, kept](const RunContext&) {
            setSetting(*study, key, orderText(kept));
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
            run(stageOrderOf(order));
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

QStringList StageRunner::waiting() const {
    QStringList titles;
    for (const auto& [id, kept] : m_kept) {
        if (kept.study == m_workspace.study()) {
            titles << m_workspace.jobs().job(id)->title;
        }
    }
    return titles;
}

/// The last first, so that none begins because the one before it was stopped.
void StageRunner::handOver() {
    std::vector<JobId> ours;
    for (auto& [id, kept] : m_kept) {
        if (kept.study == m_workspace.study()) {
            kept.handedOver = true;
            m_handedOver.insert(kept.key);
            ours.push_back(id);
        }
    }
    std::for_each(ours.rbegin(), ours.rend(), [this](JobId id) { m_workspace.jobs().cancel(id); });
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
        if (!kept->second.handedOver) {
            forget(kept->second.study, kept->second.key);
        }
        m_kept.erase(kept);
    }
    if (watch.ended) {
        watch.ended();
    }
    m_workspace.refresh();
}

}  // namespace secateur
