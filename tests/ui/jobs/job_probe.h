#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/base/run_context.h"
#include "tests/support/wait_until.h"
#include "ui/jobs/job_manager.h"

namespace secateur {

/// A flag that one thread opens and others wait for.
class Gate {
 public:
    void open() {
        {
            const std::lock_guard lock(m_mutex);
            m_open = true;
        }
        m_wake.notify_all();
    }
    bool isOpen() const {
        const std::lock_guard lock(m_mutex);
        return m_open;
    }
    /// False after 10 s, so that a broken job manager fails a test instead of hanging it.
    bool wait() const {
        std::unique_lock lock(m_mutex);
        return m_wake.wait_for(lock, std::chrono::seconds(10), [this] { return m_open; });
    }

 private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_wake;
    bool m_open = false;
};

/// Work that ends only when it is asked to stop, in at most 10 s.
inline void runUntilStopped(const RunContext& context) {
    for (int i = 0; i < 10000; ++i) {
        context.checkCancelled();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

inline JobInfo infoOf(const JobManager& manager, JobId id) {
    return manager.job(id).value_or(JobInfo());
}

inline bool waitFinished(const JobManager& manager, JobId id) {
    return waitUntil([&] { return infoOf(manager, id).finished(); });
}

}  // namespace secateur
