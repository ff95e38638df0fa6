#pragma once

#include <QList>
#include <any>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "ui/jobs/job.h"
#include "ui/jobs/sample_series.h"

namespace secateur {

/// How a task ended: Done with a result, Cancelled, or Failed with a text.
struct TaskOutcome {
    JobStatus status = JobStatus::Done;
    std::any result;
    std::string error;
};

/// What happened in a task since it was last asked.
struct TaskNews {
    bool started = false;
    bool reported = false;         ///< progress, samples, log or events are new
    Progress progress;             ///< the latest, if reported
    double progressSeconds = 0.0;  ///< when that came, since the start
    double elapsedSeconds = 0.0;
    QList<JobSample> samples;
    std::string sampleUnit;
    std::vector<std::string> log;
    std::vector<Event> events;
    std::optional<TaskOutcome> outcome;  ///< set once, when the work has ended
};

/// The state that the worker of a job and the GUI thread share; everything in it is under one
/// mutex that is held for copies only.
class JobTask {
 public:
    using Work = std::function<std::any(const RunContext&)>;

    explicit JobTask(Work work) : m_work(std::move(work)) {}

    /// Worker thread. Runs the work, lets no exception out, and destroys the work's inputs.
    void run();
    /// Any thread.
    void requestStop() { m_stop.request_stop(); }
    /// GUI thread.
    TaskNews takeNews();

 private:
    using Clock = std::chrono::steady_clock;

    TaskOutcome runWork(const RunContext& context);
    void report(const Progress& progress);
    void say(const std::string& line);
    void tell(const Event& event);
    double secondsSinceStart() const;

    Work m_work;  ///< the worker's alone
    std::stop_source m_stop;

    std::mutex m_mutex;
    Clock::time_point m_start;
    TaskNews m_news;
    SampleSeries m_samples;
};

}  // namespace secateur
