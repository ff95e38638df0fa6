#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "ui/jobs/job_task.h"

namespace secateur {

/// One thread that runs tasks in the order in which they came.
class LaneWorker {
 public:
    /// `taskEnded` is called on the worker thread after each task; it must not wait for anything.
    explicit LaneWorker(std::function<void()> taskEnded);
    /// close(), then waits for the running task.
    ~LaneWorker();
    LaneWorker(const LaneWorker&) = delete;
    LaneWorker& operator=(const LaneWorker&) = delete;

    void add(std::shared_ptr<JobTask> task);
    /// Takes a task back; false if it was already begun (or never here).
    bool withdraw(const std::shared_ptr<JobTask>& task);
    /// Forgets the waiting tasks and asks the running one to stop. Does not wait.
    void close();

 private:
    void work();
    std::shared_ptr<JobTask> next();  ///< null: closed

    const std::function<void()> m_taskEnded;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::shared_ptr<JobTask>> m_waiting;
    std::shared_ptr<JobTask> m_running;
    bool m_closed = false;
    std::thread m_thread;  ///< last: it uses the rest
};

}  // namespace secateur
