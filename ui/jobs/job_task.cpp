#include "ui/jobs/job_task.h"

#include <utility>

#include "core/base/error.h"
#include "ui/jobs/job_failure.h"

namespace secateur {

void JobTask::run() {
    {
        const std::lock_guard lock(m_mutex);
        m_start = Clock::now();
        m_news.started = true;
    }
    const RunContext context{m_stop.get_token(),
                             [this](const Progress& progress) { report(progress); },
                             [this](const std::string& line) { say(line); },
                             [this](const Event& event) { tell(event); }};
    TaskOutcome outcome = runWork(context);
    m_work = nullptr;
    const std::lock_guard lock(m_mutex);
    m_news.elapsedSeconds = secondsSinceStart();
    m_news.outcome = std::move(outcome);
}

TaskOutcome JobTask::runWork(const RunContext& context) {
    TaskOutcome outcome;
    try {
        outcome.result = m_work(context);
    } catch (const Cancelled&) {
        outcome.status = JobStatus::Cancelled;
    } catch (...) {
        outcome.status = JobStatus::Failed;
        outcome.error = failureText(std::current_exception());
    }
    return outcome;
}

void JobTask::report(const Progress& progress) {
    const std::lock_guard lock(m_mutex);
    m_news.reported = true;
    m_news.progress = progress;
    m_news.progressSeconds = secondsSinceStart();
    if (!progress.figures.empty()) {
        m_samples.add({static_cast<double>(progress.done), progress.figures});
        m_news.sampleUnit = progress.unit;
    }
}

void JobTask::say(const std::string& line) {
    const std::lock_guard lock(m_mutex);
    m_news.reported = true;
    m_news.log.push_back(line);
}

void JobTask::tell(const Event& event) {
    if (const auto* epoch = std::get_if<EpochDone>(&event)) {
        say(lineOf(*epoch));
    }
    const std::lock_guard lock(m_mutex);
    m_news.reported = true;
    m_news.events.push_back(event);
}

double JobTask::secondsSinceStart() const {
    return std::chrono::duration<double>(Clock::now() - m_start).count();
}

TaskNews JobTask::takeNews() {
    const std::lock_guard lock(m_mutex);
    if (m_news.started && !m_news.outcome) {
        m_news.elapsedSeconds = secondsSinceStart();
    }
    TaskNews news = std::move(m_news);
    news.samples = m_samples.take();
    m_news = TaskNews();
    m_news.started = news.started;
    m_news.progressSeconds = news.progressSeconds;
    return news;
}

}  // namespace secateur
