#include "ui/jobs/job_manager.h"

#include <QCoreApplication>
#include <QEvent>
#include <QPointer>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <map>

#include "core/data/loading_time.h"
#include "ui/jobs/job_failure.h"
#include "ui/jobs/lane_worker.h"
#include "ui/jobs/rate_meter.h"
#include "ui/jobs/sample_series.h"

namespace secateur {

namespace {

constexpr int kPollMs = 50;
constexpr qsizetype kLogLines = 5000;
constexpr double kWholeSteps = 1e6;          // in which the share of a whole job is counted
constexpr double kWholeTimeConstant = 60.0;  // seconds: its stages are of several speeds

}  // namespace

struct JobManager::Entry {
    JobInfo info;
    std::shared_ptr<JobTask> task;
    std::function<bool()> stillWanted;
    QPointer<QObject> receiver;
    Done done;
    RateMeter rate;
    LoadingShare loading;
    RateMeter whole{kWholeTimeConstant};
    SampleSeries series;

    /// True if there is something new to show.
    bool apply(TaskNews& news);
    void append(TaskNews& news);
    double secondsLeft(double sinceReport) const;
};

struct JobManager::Impl {
    explicit Impl(const std::function<void()>& taskEnded) : compute(taskEnded), io(taskEnded) {}

    LaneWorker& worker(JobLane lane) { return lane == JobLane::Compute ? compute : io; }

    std::map<JobId, Entry> entries;  // a map: an entry stays in its place while `done` submits more
    JobId lastId = 0;
    QTimer* timer = nullptr;
    LaneWorker compute;
    LaneWorker io;
};

void JobManager::Entry::append(TaskNews& news) {
    for (const std::string& line : news.log) {
        info.log << QString::fromStdString(line);
    }
    info.logLines += static_cast<qsizetype>(news.log.size());
    if (info.log.size() > kLogLines) {
        info.log.remove(0, info.log.size() - kLogLines);
    }
    if (!news.samples.isEmpty()) {
        info.samples = {};  // the series is the only owner while it grows, so nothing is copied
        for (JobSample& sample : news.samples) {
            series.add(std::move(sample));
        }
        info.samples = series.samples();
        info.sampleUnit = QString::fromStdString(news.sampleUnit);
    }
}

bool JobManager::Entry::apply(TaskNews& news) {
    if (!news.started) {
        return false;
    }
    const bool first = info.status == JobStatus::Queued;
    if (first) {
        info.status = JobStatus::Running;
    }
    const bool nextSecond = std::floor(news.elapsedSeconds) > std::floor(info.elapsedSeconds);
    info.elapsedSeconds = news.elapsedSeconds;
    if (news.reported) {
        if (news.progress.stage != info.progress.stage) {
            loading.restart();
        }
        info.progress = std::move(news.progress);
        rate.add(info.progress.stage, info.progress.done, news.progressSeconds);
        append(news);
    }
    info.rate = rate.rate();
    info.loading = info.lane == JobLane::Compute ? loading.share() : 0.0;
    info.etaSeconds = secondsLeft(news.elapsedSeconds - news.progressSeconds);
    return first || nextSecond || news.reported;
}

/// -1: not known.
double JobManager::Entry::secondsLeft(double sinceReport) const {
    const bool known = info.whole >= 0.0;
    const double left = known ? kWholeSteps * (1.0 - info.whole)
                              : static_cast<double>(info.progress.total - info.progress.done);
    const double speed = known ? whole.rate() : info.rate;
    return speed > 0.0 && (known || info.progress.total > 0)
               ? std::max(0.0, left / speed - sinceReport)
               : -1.0;
}

// The worker posts an event without content: what it found is under the task's mutex.
JobManager::JobManager(QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>([this] {
          QCoreApplication::postEvent(this, new QEvent(QEvent::User));
      })) {
    m_impl->timer = new QTimer(this);
    m_impl->timer->setInterval(kPollMs);
    connect(m_impl->timer, &QTimer::timeout, this, &JobManager::poll);
}

JobManager::~JobManager() {
    m_impl->compute.close();  // both are asked before either is waited for
    m_impl->io.close();
}

JobId JobManager::submit(Request request, std::function<void(const RunContext&)> work,
                         QObject* receiver, std::function<void()> done) {
    return enqueue(
        std::move(request),
        [work = std::move(work)](const RunContext& context) {
            work(context);
            return std::any();
        },
        receiver,
        [done = std::move(done)](std::any&) {
            if (done) {
                done();
            }
        });
}

JobId JobManager::enqueue(Request request, Work work, QObject* receiver, Done done) {
    const JobId id = ++m_impl->lastId;
    Entry& entry = m_impl->entries[id];
    entry.info.id = id;
    entry.info.title = request.title;
    entry.info.lane = request.lane;
    entry.info.quiet = request.quiet;
    entry.info.study = request.study;
    entry.task = std::make_shared<JobTask>(std::move(work));
    entry.stillWanted = std::move(request.stillWanted);
    entry.receiver = receiver != nullptr ? receiver : this;
    entry.done = std::move(done);
    m_impl->worker(request.lane).add(entry.task);
    if (!m_impl->timer->isActive()) {  // a restart would put the next poll off
        m_impl->timer->start();
    }
    if (!request.quiet) {
        emit jobAdded(id);
    }
    return id;
}

void JobManager::cancel(JobId id) {
    const auto found = m_impl->entries.find(id);
    if (found == m_impl->entries.end() || !found->second.task) {
        return;
    }
    Entry& entry = found->second;
    if (m_impl->worker(entry.info.lane).withdraw(entry.task)) {
        entry.info.status = JobStatus::Cancelled;
        finish(id);
        return;
    }
    entry.task->requestStop();
    if (entry.info.status != JobStatus::Cancelling) {
        entry.info.status = JobStatus::Cancelling;
        announce(entry);
    }
}

void JobManager::setResult(JobId id, const QString& result) {
    const auto found = m_impl->entries.find(id);
    if (found != m_impl->entries.end()) {
        found->second.info.result = result;
    }
}

void JobManager::cancelAll() {
    // Backwards, so that no queued job begins because the one before it was cancelled.
    const std::vector<JobInfo> all = jobs();
    for (auto info = all.rbegin(); info != all.rend(); ++info) {
        cancel(info->id);
    }
}

void JobManager::setWhole(JobId id, double share) {
    const auto found = m_impl->entries.find(id);
    if (found != m_impl->entries.end() && !found->second.info.finished()) {
        Entry& entry = found->second;
        entry.info.whole = share;
        entry.whole.add({}, std::llround(kWholeSteps * share), entry.info.elapsedSeconds);
    }
}

void JobManager::clearFinished() {
    if (std::erase_if(m_impl->entries,
                      [](const auto& item) { return item.second.info.finished(); }) > 0) {
        emit jobsCleared();
    }
}

std::vector<JobInfo> JobManager::jobs() const {
    std::vector<JobInfo> all;
    for (const auto& [id, entry] : m_impl->entries) {
        if (!entry.info.quiet) {
            all.push_back(entry.info);
        }
    }
    return all;
}

std::optional<JobInfo> JobManager::job(JobId id) const {
    const auto found = m_impl->entries.find(id);
    return found == m_impl->entries.end() ? std::nullopt : std::optional(found->second.info);
}

bool JobManager::busy() const {
    return std::any_of(m_impl->entries.begin(), m_impl->entries.end(),
                       [](const auto& item) { return !item.second.info.finished(); });
}

void JobManager::customEvent(QEvent*) {
    poll();
}

/// Slots and `done` may submit, cancel and clear jobs, and even run an event loop of their own, so
/// nothing is held across a call of theirs but the ids.
void JobManager::poll() {
    std::vector<JobId> active;
    for (const auto& [id, entry] : m_impl->entries) {
        if (entry.task) {
            active.push_back(id);
        }
    }
    for (const JobId id : active) {
        refresh(id);
    }
    if (!busy()) {
        m_impl->timer->stop();
    }
}

void JobManager::refresh(JobId id) {
    const auto found = m_impl->entries.find(id);
    if (found == m_impl->entries.end() || !found->second.task) {
        return;
    }
    Entry& entry = found->second;
    TaskNews news = entry.task->takeNews();
    const bool changed = entry.apply(news);
    for (const Event& event : news.events) {
        emit jobTold(id, event);
    }
    if (!news.outcome) {
        if (changed) {
            announce(entry);
        }
        return;
    }
    entry.task = nullptr;  // from here on neither polled nor cancelled
    JobStatus status = news.outcome->status;
    entry.info.error = QString::fromStdString(news.outcome->error);
    if (status == JobStatus::Done) {
        try {
            deliver(entry, news.outcome->result);
        } catch (...) {
            status = JobStatus::Failed;
            entry.info.error = QString::fromStdString(failureText(std::current_exception()));
        }
    }
    entry.info.status = status;
    finish(id);
}

void JobManager::deliver(Entry& entry, std::any& result) {
    const bool wanted = !entry.stillWanted || entry.stillWanted();
    if (wanted && entry.receiver) {
        entry.done(result);
    }
}

void JobManager::finish(JobId id) {
    Entry& entry = m_impl->entries.at(id);
    entry.task = nullptr;
    entry.done = nullptr;
    entry.stillWanted = nullptr;
    entry.info.etaSeconds = -1.0;
    if (entry.info.quiet && entry.info.status == JobStatus::Failed) {
        entry.info.quiet = false;
        emit jobAdded(id);
    }
    const JobInfo info = entry.info;
    if (info.quiet) {
        m_impl->entries.erase(id);
    } else {
        emit jobChanged(info);
    }
    emit jobFinished(info);
}

void JobManager::announce(const Entry& entry) {
    if (!entry.info.quiet) {
        emit jobChanged(JobInfo(entry.info));
    }
}

}  // namespace secateur
