#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/analysis/parity_report.h"
#include "core/prune/channel_recipe.h"
#include "core/ranking/ranking.h"
#include "core/stages/layer_ranges.h"
#include "core/stages/perform_order.h"
#include "core/stages/profile_stage.h"
#include "core/stages/recalibrate_stage.h"
#include "core/stages/stage_orders.h"
#include "core/stages/stages.h"
#include "core/stages/training_stage.h"
#include "core/study/quant_error_store.h"
#include "ui/workspace/live_sweep.h"
#include "ui/workspace/workspace.h"

namespace secateur {

/// Submits the stages of the work on what is open in the workspace at the moment of the call, as
/// jobs of the compute lane. What a stage makes is measured by the same job on the test images that
/// accuracies are shown of, and is in the study when it ends, however it ends. GUI thread.
class StageRunner : public QObject {
    Q_OBJECT

 public:
    explicit StageRunner(Workspace& workspace, QObject* parent = nullptr);

    /// A study that can be written, a network and its data are open.
    bool ready() const;
    /// Why it is not, as a sentence; empty: it is.
    QString whyNotReady() const;
    const LiveSweep& liveSweep() const { return *m_liveSweep; }
    const LiveErrors& liveErrors() const { return *m_liveErrors; }

    /// What can be asked for again where it was interrupted; of the network that is looked at.
    void run(const StageOrder& order);
    /// On the images that the study's accuracies are shown of.
    void evaluateAlike(const std::vector<int64_t>& variants);
    /// Of all networks of the study, together.
    void measureSpeed(const SpeedOptions& options);
    /// Of these networks, side by side (profileVariants).
    void timeLayers(const std::vector<int64_t>& variants, const TimingOptions& options);
    void prune(const PruneRecipe& recipe);
    void slim(const ChannelRecipe& recipe);
    void recalibrate(const RecalibrateOptions& options);
    /// Prunes by the recipe's plan and measures that on `images` too (none: on test images only).
    void measurePlan(const PruneRecipe& recipe, const ImageList& images);
    /// The INT8 network that is looked at, three ways on test images.
    void verify(int64_t testImages);
    /// Of files, not of the study's networks; the figures are in the study as they are measured.
    void measureRanking(const std::vector<RankedSource>& networks, const RankingOptions& options);
    /// What quantization by this recipe sees and takes (collectRanges).
    void collectRanges(const QuantRecipe& recipe);

    /// Stages that the study keeps since they were interrupted, by where it keeps them.
    std::map<std::string, WorkOrder> interrupted() const;
    /// Asks for all of them again.
    void resume();
    void forgetInterrupted();
    /// From now on what ends is kept as interrupted: the window closes.
    void leave() { m_leaving = true; }
    /// Titles of the stages of the open study that run or wait, and can be asked for again.
    QStringList waiting() const;
    /// Stops these; the study keeps them as interrupted, for another process.
    void handOver();

 signals:
    /// A new network is in the study, measured: the next stage starts from it.
    void made(qint64 variant, qint64 parent);
    /// The same after measurePlan(), which is looked at beside its curves.
    void planMeasured(qint64 variant, qint64 parent);
    /// shrink() has found this one, the smallest within the tolerance.
    void shrunk(qint64 smallest, qint64 parent);
    void sweepProgressed();  ///< liveSweep() has more points, or has ended
    void rangesCollected(qint64 variant, std::shared_ptr<const secateur::NetworkRanges> ranges);
    void collectingEnded();   ///< with a result or without
    void errorsProgressed();  ///< liveErrors() has more figures, or has ended
    void verified(qint64 variant, std::shared_ptr<const secateur::ParityReport> report);
    void verifyingEnded();  ///< with a result or without
    void planEnded();       ///< the same, of measurePlan()
    void timing(bool on);   ///< timeLayers() has begun, or ended with a result or without

 private:
    /// What is done about a stage under way, in the GUI thread.
    struct Watch {
        std::function<void()> changed;  ///< its row has
        std::function<void()> ended;    ///< with a result or without
    };
    /// What every stage needs, by value: the workspace may show something else meanwhile.
    struct Inputs {
        std::shared_ptr<Study> study;
        std::shared_ptr<const ImageData> data;
        int64_t variant = 0;
        uint64_t seed = 0;
        QString name;  ///< of the variant
        /// The test images that accuracies are shown of, if they are of `data`; empty: all of it.
        ImageList shown;
        OrderSubject subject() const;
        StageContext stage(const RunContext& run) const;
    };
    Inputs inputs() const;
    QString nameOf(int64_t variant) const;
    static SweepSubject subjectOf(const Inputs& in, const SweepOptions& options,
                                  const ImageList& images);
    /// A job of the study; `work` gives what its row says in the end.
    JobId submit(const QString& title, std::function<QString(const RunContext&)> work,
                 Watch watching = {});
    JobManager::Request request(const QString& title, const Inputs& in) const;
    void watch(JobId id, Watch watch = {});
    /// The study keeps it until the job has ended.
    void keep(JobId id, const StageOrder& order);
    void forget(const std::shared_ptr<Study>& study, const std::string& key);
    /// Emits `progressed` where `live` has changed, and when the stage has ended.
    template <class Live>
    Watch watchLive(const std::shared_ptr<Live>& live, void (StageRunner::*progressed)());
    using MadeSignal = void (StageRunner::*)(qint64 variant, qint64 parent);
    /// `tell` says which network was made, and measured.
    JobId submitMaking(const QString& title, const Inputs& in,
                       std::function<Variant(const RunContext&)> make,
                       MadeSignal tell = &StageRunner::made);
    JobId submitStage(const QString& title, const Inputs& in,
                      std::function<Performed(const RunContext&)> work,
                      std::function<QString(const Performed&)> result, MadeSignal tell);
    /// Null: nothing is told.
    static MadeSignal tellerOf(const StageOrder& order);
    Watch watchOf(const StageOrder& order, JobId id,
                  const std::shared_ptr<std::atomic<double>>& share);
    QString titleOf(const StageOrder& order, const QString& name) const;
    void onJobChanged(const JobInfo& job);
    void onJobTold(JobId id);
    void onJobFinished(const JobInfo& job);

    Workspace& m_workspace;
    std::shared_ptr<LiveSweep> m_liveSweep;
    std::shared_ptr<LiveErrors> m_liveErrors;
    std::map<JobId, Watch> m_ours;  ///< stages under way
    struct Kept {
        std::shared_ptr<Study> study;
        std::string key;
        bool handedOver = false;
    };
    std::map<JobId, Kept> m_kept;        ///< of those under way
    std::set<std::string> m_ownKeys;     ///< of this session
    std::set<std::string> m_handedOver;  ///< of these, until the study is left
    bool m_leaving = false;
};

}  // namespace secateur
