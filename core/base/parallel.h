#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/run_context.h"

namespace secateur {

/// Number of workers to use for `requested` (0: one per core), never more than `jobs` when jobs >
/// 0.
int workerCount(int requested, int64_t jobs = 0);

/// Threads that are kept between calls, because torch and oneDNN cache per thread.
class WorkerPool {
 public:
    explicit WorkerPool(int workers);
    /// Waits for a running call to end, then joins the threads.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    int size() const { return static_cast<int>(m_threads.size()); }

    /// Runs `body(worker)` once on every thread (the calling thread is none of them) and waits for
    /// all. An exception stops nobody; the first one is rethrown when all have ended. Not
    /// reentrant.
    void run(const std::function<void(int worker)>& body);

 private:
    void work(int worker);

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_done;
    const std::function<void(int)>* m_body = nullptr;
    int64_t m_generation = 0;
    int m_running = 0;
    bool m_stopping = false;
    std::vector<std::exception_ptr> m_failures;
    std::vector<std::jthread> m_threads;
};

/// Lets threads that share numbered work do one part of it in the order of the numbers.
class TurnTaker {
 public:
    /// Numbers start at 0 again; no thread may be waiting.
    void restart();
    /// Waits until every lower number has had its turn, then runs `body` while nobody else is in
    /// his. Does nothing after abandon().
    void take(int64_t number, const std::function<void()>& body);
    /// A thread whose turn will not come lets the others go.
    void abandon();

 private:
    std::mutex m_mutex;
    std::condition_variable m_next;
    int64_t m_turn = 0;
    bool m_abandoned = false;
};

/// WorkerPool::run on threads made for this one call.
void runWorkers(int workers, const std::function<void(int worker)>& body);

/// Hands jobs 0 .. jobs-1 to `workers` threads in order, each job once. Stops handing out when the
/// context is cancelled (then throws Cancelled) or a job throws (then rethrows that).
void parallelJobs(int workers, int64_t jobs, const RunContext& context,
                  const std::function<void(int worker, int64_t job)>& body);

/// Called first on every worker thread; core/exec installs the function that gives torch one
/// intra-op thread there. Without it nothing is called.
void setWorkerInitializer(std::function<void()> initializer);

}  // namespace secateur
