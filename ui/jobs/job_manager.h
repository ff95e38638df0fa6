#pragma once

#include <QObject>
#include <QString>
#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/run_context.h"
#include "ui/jobs/job.h"

namespace secateur {

/// Runs long operations off the GUI thread, the one way this program does so. A job is a function
/// of a RunContext whose inputs were given to it by value or as shared_ptr<const T>. Its worker
/// writes a small shared state; a timer polls that about 20 times a second and emits the changes.
/// All methods: GUI thread, and none of them waits. The destructor asks all jobs to stop and waits
/// for them; it calls no `done` and emits nothing. Not to be deleted within a `done` or a slot of
/// its own signals (deleteLater() does it).
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
        /// Housekeeping of milliseconds: not in jobs() and not announced, but for jobFinished();
        /// if it fails it becomes a job like any other.
        bool quiet = false;
        QString study = {};  ///< JobInfo::study
    };

    /// Queues `work`. On success `done(result)` is called on the GUI thread, unless `receiver` is
    /// gone by then or the result is stale; the job is Done in either case. If `done` throws, the
    /// job has Failed. Null for `receiver` means the manager itself; `done` may be empty. `T` is
    /// any copyable type; for work without a result there is the second form.
    template <class T>
    JobId submit(Request request, std::function<T(const RunContext&)> work, QObject* receiver,
                 std::function<void(T)> done);
    JobId submit(Request request, std::function<void(const RunContext&)> work, QObject* receiver,
                 std::function<void()> done);

    /// Only asks: the row shows "Cancelling…" until the work has ended. A queued job is cancelled
    /// at once. Work that ends with a result all the same is Done, and its result delivered.
    /// Unknown or finished ids are ignored.
    void cancel(JobId id);
    void cancelAll();
    /// To be called within `done`, so that the row has it when it says Done.
    void setResult(JobId id, const QString& result);
    /// How much of a running job of several stages is done, in [0, 1]: then its bar and its
    /// remaining time are of the whole.
    void setWhole(JobId id, double share);
    /// Forgets finished jobs.
    void clearFinished();

    std::vector<JobInfo> jobs() const;  ///< in the order of submission
    std::optional<JobInfo> job(JobId id) const;
    bool busy() const;  ///< something is queued or running

 signals:
    void jobAdded(secateur::JobId id);
    /// At most once a poll and job while it runs, and once with its final state.
    void jobChanged(const secateur::JobInfo& job);
    /// What the work told, in its order and before the jobChanged() and jobFinished() after it.
    void jobTold(secateur::JobId id, const secateur::Event& event);
    /// Done, cancelled or failed; after `done` was called and after its last jobChanged().
    void jobFinished(const secateur::JobInfo& job);
    void jobsCleared();

 protected:
    void customEvent(QEvent* event) override;

 private:
    using Work = std::function<std::any(const RunContext&)>;
    using Done = std::function<void(std::any&)>;
    struct Entry;
    struct Impl;

    JobId enqueue(Request request, Work work, QObject* receiver, Done done);
    void poll();
    void refresh(JobId id);
    void deliver(Entry& entry, std::any& result);
    void finish(JobId id);
    void announce(const Entry& entry);

    std::unique_ptr<Impl> m_impl;
};

template <class T>
JobId JobManager::submit(Request request, std::function<T(const RunContext&)> work,
                         QObject* receiver, std::function<void(T)> done) {
    return enqueue(
        std::move(request),
        [work = std::move(work)](const RunContext& context) { return std::any(work(context)); },
        receiver,
        [done = std::move(done)](std::any& result) {
            if (done) {
                done(std::any_cast<T>(std::move(result)));
            }
        });
}

}  // namespace secateur
