#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <QUndoStack>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/graph/cost.h"
#include "core/report/study_snapshot.h"
#include "core/stages/channel_stage.h"
#include "core/stages/layer_ranges.h"
#include "ui/base/selection.h"
#include "ui/jobs/job_manager.h"
#include "ui/workspace/opened.h"

namespace secateur {

class NetworkList;

/// How many images each part of the data set has.
struct SplitSizes {
    int64_t train = 0;  ///< without the held-out ones
    int64_t heldOut = 0;
    int64_t test = 0;
};

/// What is open and what is looked at: a study, a data set, one of the study's networks. Everything
/// is read on the I/O lane; a signal tells when it is here. GUI thread.
class Workspace : public QObject {
    Q_OBJECT

 public:
    explicit Workspace(JobManager& jobs, QObject* parent = nullptr);
    ~Workspace() override;

    JobManager& jobs() { return m_jobs; }
    Selection& selection() { return m_selection; }
    QUndoStack& undoStack() { return m_undoStack; }
    NetworkList& networks() { return *m_networks; }

    /// Null or 0 where nothing is open.
    std::shared_ptr<Study> study() const { return m_study; }
    std::shared_ptr<const ImageData> data() const { return m_data; }
    std::shared_ptr<const StudySnapshot> snapshot() const { return m_snapshot; }
    std::shared_ptr<const GraphCost> network() const { return m_network; }
    /// Of network().
    const std::vector<GroupInfo>& channelGroups() const { return m_channelGroups; }
    int64_t variant() const { return m_variant; }
    const Variant* currentVariant() const;
    bool currentIsQuantized() const;
    uint64_t seed() const { return m_seed; }
    /// Test images that a network without a result is measured on when its study is opened; 0: it
    /// is not.
    int64_t firstLook() const { return m_firstLook; }
    double tolerance() const { return m_tolerance; }  ///< points of top-1
    /// Multiply-adds an image by variant, as far as they are known.
    const std::map<int64_t, int64_t>& macs() const { return m_macs; }
    const std::vector<WeightError>& weightErrors() const { return m_weightErrors; }
    const SplitSizes& splitSizes() const { return m_splitSizes; }

    /// The study is one that another process writes; it is read again as that one goes on.
    bool following() const { return m_study && m_study->following(); }

    void openDefault(const QString& path, const QString& checkpoint);
    void openStudy(const QString& path);
    void createStudy(const StudyRequest& request);
    /// Adds a network to the open study. What its file leaves open is tried on the open images.
    void openCheckpoint(const NetworkRequest& request);
    /// Shows an empty one in memory: the file of the study is free when the last job has let it go.
    void leaveStudy();
    /// For reading, whoever writes it.
    JobId followStudy(const QString& path);
    void openData(const DataRequest& request);
    /// The images that were asked for last; its location is empty where none were.
    const DataRequest& dataRequest() const { return m_dataRequest; }

    void setVariant(int64_t variant);
    void setTolerance(double points);
    /// Ranges chosen by hand that quantizing the network looked at would use.
    int clipCount() const { return m_clipCount; }
    void setClipCount(int count) { m_clipCount = count; }
    /// Which images accuracies are shown of, by ImageSet::images; kept in the study.
    void setMeasuredOn(int64_t images);
    /// Reads the study again, because something was measured.
    void refresh();

    /// Reads, or keeps, something small of the network that is looked at: `work` on the I/O lane
    /// and left out of lists of jobs, `done` only if the same network is looked at by then.
    template <class T>
    void read(const QString& title, std::function<T(Study&, int64_t variant)> work,
              QObject* receiver, std::function<void(T)> done);

 signals:
    void studyOpened();      ///< another study, or the first
    void dataChanged();      ///< opened, or gone
    void snapshotChanged();  ///< something was measured or made
    void variantChanged();   ///< another network is looked at; network() is still the old one
    void networkChanged();   ///< network() is of variant()
    void macsChanged();
    void weightErrorsChanged();
    void toleranceChanged(double points);
    /// How much of each layer can be pruned, by the sweep looked at; a page says so to the others.
    void safeLevelsChanged(const std::map<std::string, SafeLevel>& levels);
    /// The ranges of variant(), as the page Histograms shows them.
    void rangesChanged(const std::shared_ptr<const secateur::NetworkRanges>& ranges);
    void notice(const QString& text);
    /// openCheckpoint() has not added this network, because the open images are not for it.
    void networkMisfits(const QString& path, const QString& why);

 private:
    void adopt(const OpenedStudy& opened);
    void readData(const DataRequest& request, const QString& saidBefore);
    JobLane laneOfTrial(bool images) const;
    void measureSizes();
    void countMacs();
    void forgetMacs();
    void readNetworkFacts();
    void followImages();
    void selectSomething();
    void saveTolerance();
    void lookAgain();
    void onJobFinished(const JobInfo& job);
    std::function<bool()> whileStudyIs(const std::shared_ptr<Study>& study) const;

    JobManager& m_jobs;
    Selection m_selection;
    QUndoStack m_undoStack;
    std::shared_ptr<Study> m_study;
    std::shared_ptr<const ImageData> m_data;
    DataRequest m_dataRequest;
    std::shared_ptr<const StudySnapshot> m_snapshot;
    std::shared_ptr<const GraphCost> m_network;
    std::vector<GroupInfo> m_channelGroups;
    std::vector<WeightError> m_weightErrors;
    std::map<int64_t, int64_t> m_macs;
    std::set<int64_t> m_macsAsked;
    SplitSizes m_splitSizes;
    int64_t m_variant = 0;
    int m_clipCount = 0;
    uint64_t m_seed = 0;
    int64_t m_firstLook = 0;
    double m_tolerance = 2.0;
    std::unique_ptr<NetworkList> m_networks;
    QTimer m_toleranceTimer;  ///< while the line is dragged nothing is stored
    QTimer m_followTimer;     ///< of a study that another process writes
    size_t m_sized = 0;       ///< networks whose gzipped size was asked for
    JobId m_refreshJob = 0;   ///< 0: none under way
    bool m_refreshAgain = false;
};

template <class T>
void Workspace::read(const QString& title, std::function<T(Study&, int64_t)> work,
                     QObject* receiver, std::function<void(T)> done) {
    const auto wanted = [this, study = m_study, variant = m_variant] {
        return m_study == study && m_variant == variant;
    };
    m_jobs.submit<T>(
        {title, JobLane::Io, wanted, true},
        [study = m_study, variant = m_variant, work = std::move(work)](const RunContext&) {
            return work(*study, variant);
        },
        receiver, std::move(done));
}

}  // namespace secateur
