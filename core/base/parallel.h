#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

#include "core/base/run_context.h"

namespace secateur {

/// Number of workers to use for `requested` (0: one per core), never more than `jobs` when jobs > 0.
int workerCount(int requested, int64_t jobs = 0);

/// Runs `body(worker)` on `workers` threads (the calling thread is none of them) and waits for all.
/// The first exception stops nobody but is rethrown when all have ended.
void runWorkers(int workers, const std::function<void(int worker)>& body);

/// Hands jobs 0 .. jobs-1 to `workers` threads in order, each job once. Stops handing out when the
/// context is cancelled (then throws Cancelled) or a job throws (then rethrows that).
void parallelJobs(int workers, int64_t jobs, const RunContext& context,
                  const std::function<void(int worker, int64_t job)>& body);

/// Called first on every worker thread; core/exec installs the function that gives torch one
/// intra-op thread there. Without it nothing is called.
void setWorkerInitializer(std::function<void()> initializer);

}  // namespace secateur
