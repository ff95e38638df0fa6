#include "core/analysis/speed.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>

#include "core/analysis/runners.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/setting.h"
#include "core/data/loader.h"

namespace secateur {

namespace {

/// So that workers that start or end a little apart do not decide the figure.
constexpr int64_t kBatchesAWorker = 4;

using Batches = std::vector<at::Tensor>;

Batches loadBatches(const Dataset& dataset, const Normalisation& normalisation,
                    const std::vector<int64_t>& indices) {
    const auto size = static_cast<size_t>(EvaluateOptions().batchSize);
    Batches batches;
    for (size_t first = 0; first < indices.size(); first += size) {
        const size_t count = std::min(size, indices.size() - first);
        batches.push_back(
            loadBatch(dataset, normalisation, std::span(indices).subspan(first, count)).images);
    }
    return batches;
}

/// One pass of all workers over the batches, as often as each of them needs. Gives images a second.
double passRate(WorkerPool& pool, const std::vector<Runner>& runners, const Batches& batches,
                int64_t images, const RunContext& context) {
    const auto size = static_cast<int64_t>(batches.size());
    const int64_t passes = (pool.size() * kBatchesAWorker + size - 1) / size;
    std::atomic<int64_t> next{0};
    const auto started = std::chrono::steady_clock::now();
    pool.run([&](int worker) {
        for (int64_t job = next++; job < passes * size; job = next++) {
            if (context.stop.stop_requested()) {
                return;
            }
            runners[static_cast<size_t>(worker)](batches[static_cast<size_t>(job % size)]);
        }
    });
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started;
    context.checkCancelled();
    return static_cast<double>(passes * images) / seconds.count();
}

}  // namespace

const SettingsOf<SpeedOptions>& speedSettings() {
    using O = SpeedOptions;
    using S = SettingOf<O>;
    static const SettingsOf<O> all{
        S::count({"images", "", "Test &images",
                  "How many test images are held in memory, so that reading them does not count."},
                 &O::images, {.low = 1, .high = 4096}),
        S::count({"rounds", "--rounds", "&Rounds",
                  "How often every network has its turn; the median counts, the slowest and the "
                  "fastest round are kept beside it."},
                 &O::rounds, {.low = 1, .high = 999}),
    };
    return all;
}

SpeedFigure speedFigure(int workers, std::vector<double> rates) {
    std::sort(rates.begin(), rates.end());
    const size_t middle = rates.size() / 2;
    const double median =
        rates.size() % 2 == 1 ? rates[middle] : (rates[middle - 1] + rates[middle]) / 2.0;
    return {workers, median, rates.front(), rates.back()};
}

std::vector<std::vector<double>> takeTurns(size_t subjects, int rounds,
                                           const std::function<double(size_t)>& run) {
    std::vector<std::vector<double>> results(subjects);
    for (int round = -1; round < rounds; ++round) {
        for (size_t subject = 0; subject < subjects; ++subject) {
            const double result = run(subject);
            if (round >= 0) {
                results[subject].push_back(result);
            }
        }
    }
    return results;
}

std::vector<std::vector<double>> measureRates(const std::vector<SpeedSubject>& subjects,
                                              const std::vector<int64_t>& indices, int workers,
                                              int rounds, const RunContext& context) {
    if (indices.empty() || rounds < 1) {
        throw Error(ErrorCode::InvalidArgument, "a speed is measured on images, in rounds");
    }
    WorkerPool pool(workerCount(workers));
    std::map<const Dataset*, Batches> batches;
    std::vector<std::vector<Runner>> runners;
    for (const SpeedSubject& subject : subjects) {
        context.checkCancelled();
        if (!batches.contains(subject.dataset)) {
            batches[subject.dataset] =
                loadBatches(*subject.dataset, *subject.normalisation, indices);
        }
        EvaluateOptions options;
        options.engine = subject.engine;
        runners.push_back(graphRunners(*subject.graph, pool.size(), options));
    }
    const auto total = static_cast<int64_t>(subjects.size()) * (rounds + 1);
    int64_t done = 0;
    return takeTurns(subjects.size(), rounds, [&](size_t subject) {
        const double rate = passRate(pool, runners[subject], batches[subjects[subject].dataset],
                                     static_cast<int64_t>(indices.size()), context);
        context.report({"measure speed", ++done, total, "measurements", {}});
        return rate;
    });
}

}  // namespace secateur
