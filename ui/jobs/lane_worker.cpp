#include "ui/jobs/lane_worker.h"

#include <algorithm>
#include <utility>

namespace secateur {

LaneWorker::LaneWorker(std::function<void()> taskEnded)
    : m_taskEnded(std::move(taskEnded)), m_thread([this] { work(); }) {}

LaneWorker::~LaneWorker() {
    close();
    m_thread.join();
}

void LaneWorker::add(std::shared_ptr<JobTask> task) {
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(task));
    }
    m_wake.notify_one();
}

bool LaneWorker::withdraw(const std::shared_ptr<JobTask>& task) {
    const std::lock_guard lock(m_mutex);
    const auto found = std::find(m_waiting.begin(), m_waiting.end(), task);
    if (found == m_waiting.end()) {
        return false;
    }
    m_waiting.erase(found);
    return true;
}

void LaneWorker::close() {
    std::deque<std::shared_ptr<JobTask>> forgotten;  // destroyed outside of the lock
    std::shared_ptr<JobTask> running;
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        forgotten.swap(m_waiting);
        running = m_running;
    }
    if (running) {
        running->requestStop();
    }
    m_wake.notify_one();
}

std::shared_ptr<JobTask> LaneWorker::next() {
    std::unique_lock lock(m_mutex);
    m_running = nullptr;
    m_wake.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
    if (m_closed) {
        return nullptr;
    }
    m_running = std::move(m_waiting.front());
    m_waiting.pop_front();
    return m_running;
}

void LaneWorker::work() {
    while (const std::shared_ptr<JobTask> task = next()) {
        task->run();
        m_taskEnded();
    }
}

}  // namespace secateur
