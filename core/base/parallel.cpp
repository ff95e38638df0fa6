#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>

namespace secateur {

namespace {

std::mutex g_initializerMutex;
std::function<void()> g_initializer;

std::function<void()> initializer() {
    const std::lock_guard lock(g_initializerMutex);
    return g_initializer;
}

}  // namespace

void setWorkerInitializer(std::function<void()> function) {
    const std::lock_guard lock(g_initializerMutex);
    g_initializer = std::move(function);
}

int workerCount(int requested, int64_t jobs) {
    int64_t workers = requested > 0 ? requested : std::max(1U, std::thread::hardware_concurrency());
    if (jobs > 0) {
        workers = std::min(workers, jobs);
    }
    return static_cast<int>(workers);
}

WorkerPool::WorkerPool(int workers) : m_failures(static_cast<size_t>(workers)) {
    m_threads.reserve(static_cast<size_t>(workers));
    for (int worker = 0; worker < workers; ++worker) {
        m_threads.emplace_back([this, worker] { work(worker); });
    }
}

WorkerPool::~WorkerPool() {
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
    m_wake.notify_all();
}

void WorkerPool::run(const std::function<void(int)>& body) {
    std::unique_lock lock(m_mutex);
    m_body = &body;
    m_running = size();
    ++m_generation;
    m_wake.notify_all();
    m_done.wait(lock, [this] { return m_running == 0; });
    m_body = nullptr;
    for (std::exception_ptr& failure : m_failures) {
        if (failure) {
            const std::exception_ptr first = failure;
            std::fill(m_failures.begin(), m_failures.end(), nullptr);
            std::rethrow_exception(first);
        }
    }
}

void WorkerPool::work(int worker) {
    if (const std::function<void()> prepare = initializer()) {
        prepare();
    }
    int64_t seen = 0;
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [&] { return m_stopping || m_generation != seen; });
        if (m_generation == seen) {
            return;
        }
        seen = m_generation;
        const std::function<void(int)>& body = *m_body;
        lock.unlock();
        std::exception_ptr failure;
        try {
            body(worker);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        m_failures[static_cast<size_t>(worker)] = failure;
        if (--m_running == 0) {
            m_done.notify_all();
        }
    }
}

void TurnTaker::restart() {
    m_turn = 0;
    m_abandoned = false;
}

void TurnTaker::take(int64_t number, const std::function<void()>& body) {
    std::unique_lock lock(m_mutex);
    m_next.wait(lock, [&] { return m_turn == number || m_abandoned; });
    if (!m_abandoned) {
        body();
        ++m_turn;
        m_next.notify_all();
    }
}

void TurnTaker::abandon() {
    const std::lock_guard lock(m_mutex);
    m_abandoned = true;
    m_next.notify_all();
}

void runWorkers(int workers, const std::function<void(int)>& body) {
    WorkerPool(workers).run(body);
}

void parallelJobs(int workers, int64_t jobs, const RunContext& context,
                  const std::function<void(int, int64_t)>& body) {
    std::atomic<int64_t> next{0};
    std::atomic<bool> failed{false};
    runWorkers(workerCount(workers, jobs), [&](int worker) {
        while (!failed && !context.stop.stop_requested()) {
            const int64_t job = next++;
            if (job >= jobs) {
                return;
            }
            try {
                body(worker, job);
            } catch (...) {
                failed = true;
                throw;
            }
        }
    });
    context.checkCancelled();
}

}  // namespace secateur
