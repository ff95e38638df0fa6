#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

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

void runWorkers(int workers, const std::function<void(int)>& body) {
    const std::function<void()> prepare = initializer();
    std::vector<std::exception_ptr> failures(static_cast<size_t>(workers));
    {
        std::vector<std::jthread> threads;
        threads.reserve(failures.size());
        for (int worker = 0; worker < workers; ++worker) {
            threads.emplace_back([&, worker] {
                try {
                    if (prepare) {
                        prepare();
                    }
                    body(worker);
                } catch (...) {
                    failures[static_cast<size_t>(worker)] = std::current_exception();
                }
            });
        }
    }
    for (const std::exception_ptr& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
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
