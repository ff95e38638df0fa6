#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <any>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/run_context.h"

namespace secateur {

/// Compute: trains, sweeps, evaluates, one at a time because it takes every core. Io: opens and
/// writes files, one at a time beside it.
enum class JobLane { Compute, Io };
enum class JobStatus { Queued, Running, Cancelling, Done, Cancelled, Failed };
const char* jobStatusName(JobStatus status);  ///< "Queued", ..., "Cancelling…"

using JobId = int;

/// One sample of the live figures of a job ("loss", "accuracy"), at `done` of its progress.
struct JobSample {
    double position = 0.0;
    std::map<std::string, double> values;
};

/// What a row shows. A copy: nothing in it changes behind the reader's back.
struct JobInfo {
    JobId id = 0;
    QString title;
    JobLane lane = JobLane::Compute;
    JobStatus status = JobStatus::Queued;
    Progress progress;
    double elapsedSeconds = 0.0;
    double rate = 0.0;         ///< progress units a second, smoothed
    double etaSeconds = -1.0;  ///< -1: unknown
    QStringList log;
    QString error;  ///< in full, when Failed
    std::vector<JobSample> samples;

    bool finished() const { return status >= JobStatus::Done; }
};

/// Runs long operations off the GUI thread, the one way this program does so. A job is a function
/// of a RunContext whose inputs were given to it by value or as shared_ptr<const T>. Its worker
/// writes a small shared state; a timer polls that about 20 times a second and emits the changes.
/// All methods: GUI thread. The destructor asks all jobs to stop and waits for them.
class JobManager : public QObject {
    Q_OBJECT

 public:
    explicit JobManager(QObject* parent = nullptr);
    ~JobManager() override;

    struct Request {
        QString title;
        JobLane lane = JobLane::Compute;
        /// When set and false at the end, the result is stale: `done` is not called.
        std::function<bool()> stillWanted;
    };

    /// Queues `work`. On success `done(result)` is called on the GUI thread, unless `receiver` is
    /// gone by then or the result is stale. `T` is any copyable type, or void.
    template <class T>
    JobId submit(Request request, std::function<T(const RunContext&)> work, QObject* receiver,
                 std::function<void(T)> done);
    JobId submit(Request request, std::function<void(const RunContext&)> work, QObject* receiver,
                 std::function<void()> done);

    /// Only asks: the row shows "Cancelling…" until the work has ended. A queued job is cancelled
    /// at once. Unknown or finished ids are ignored.
    void cancel(JobId id);
    void cancelAll();
    /// Forgets finished jobs.
    void clearFinished();

    std::vector<JobInfo> jobs() const;  ///< in the order of submission
    bool busy() const;                  ///< something is queued or running

 signals:
    void jobAdded(secateur::JobId id);
    void jobChanged(const secateur::JobInfo& job);
    void jobFinished(const secateur::JobInfo& job);  ///< done, cancelled or failed
    void jobsCleared();

 private:
    using Work = std::function<std::any(const RunContext&)>;
    using Done = std::function<void(const std::any&)>;
    JobId enqueue(Request request, Work work, QObject* receiver, Done done);

    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

template <class T>
JobId JobManager::submit(Request request, std::function<T(const RunContext&)> work,
                         QObject* receiver, std::function<void(T)> done) {
    return enqueue(
        std::move(request),
        [work = std::move(work)](const RunContext& context) { return std::any(work(context)); },
        receiver,
        [done = std::move(done)](const std::any& result) { done(std::any_cast<T>(result)); });
}

}  // namespace secateur
