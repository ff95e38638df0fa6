#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "tests/support/catch.h"

using namespace secateur;

TEST_CASE("workerCount gives what was asked for, one a core for 0, never more than jobs") {
    CHECK(workerCount(3) == 3);
    CHECK(workerCount(0) >= 1);
    CHECK(workerCount(8, 2) == 2);
    CHECK(workerCount(2, 100) == 2);
    CHECK(workerCount(0, 1) == 1);
}

TEST_CASE("parallelJobs runs every job once") {
    std::vector<std::atomic<int>> runs(500);
    std::atomic<bool> workersInRange{true};
    parallelJobs(4, 500, {}, [&](int worker, int64_t job) {
        workersInRange = workersInRange && worker >= 0 && worker < 4;
        ++runs[static_cast<size_t>(job)];
    });
    CHECK(workersInRange);
    for (const auto& count : runs) {
        REQUIRE(count == 1);
    }
    parallelJobs(4, 0, {}, [](int, int64_t) { throw std::runtime_error("no job to run"); });
}

TEST_CASE("parallelJobs rethrows what a job throws and hands out no more") {
    std::atomic<int> started{0};
    const auto failing = [&](int, int64_t job) {
        ++started;
        if (job == 3) {
            throw Error(ErrorCode::CorruptData, "job three");
        }
    };
    CHECK_THROWS_WITH(parallelJobs(1, 100, {}, failing), "job three");
    CHECK(started == 4);
    CHECK_THROWS_AS(parallelJobs(4, 100, {}, failing), Error);
}

TEST_CASE("a cancelled context stops parallelJobs with Cancelled") {
    std::stop_source stop;
    RunContext context;
    context.stop = stop.get_token();
    std::atomic<int> done{0};
    CHECK_THROWS_AS(parallelJobs(1, 100, context,
                                 [&](int, int64_t job) {
                                     ++done;
                                     if (job == 9) {
                                         stop.request_stop();
                                     }
                                 }),
                    Cancelled);
    CHECK(done == 10);
    CHECK_THROWS_AS(parallelJobs(2, 5, context, [&](int, int64_t) { ++done; }), Cancelled);
    CHECK(done == 10);
}

TEST_CASE("WorkerPool keeps its threads between calls and survives an exception") {
    WorkerPool pool(3);
    CHECK(pool.size() == 3);
    std::mutex mutex;
    std::set<std::thread::id> threads;
    std::vector<int> calls(3, 0);
    const auto note = [&](int worker) {
        const std::lock_guard lock(mutex);
        threads.insert(std::this_thread::get_id());
        ++calls[static_cast<size_t>(worker)];
    };
    for (int i = 0; i < 50; ++i) {
        pool.run(note);
    }
    CHECK(calls == std::vector<int>{50, 50, 50});

    std::atomic<int> ended{0};
    CHECK_THROWS_WITH(pool.run([&](int worker) {
        ++ended;
        if (worker == 1) {
            throw std::runtime_error("worker one");
        }
    }),
                      "worker one");
    CHECK(ended == 3);
    pool.run(note);
    CHECK(calls == std::vector<int>{51, 51, 51});
    CHECK(threads.size() == 3);
    CHECK(threads.count(std::this_thread::get_id()) == 0);
}

TEST_CASE("the worker initializer runs first on every worker thread") {
    thread_local int prepared = 0;
    setWorkerInitializer([] { ++prepared; });
    std::atomic<int> ready{0};
    runWorkers(3, [&](int) { ready += prepared; });
    setWorkerInitializer({});
    CHECK(ready == 3);
    CHECK(prepared == 0);
}

TEST_CASE("turns come in the order of their numbers", "[parallel]") {
    WorkerPool pool(3);
    TurnTaker turns;
    for (int repetition = 0; repetition < 50; ++repetition) {
        std::vector<int64_t> order;
        turns.restart();
        pool.run([&](int worker) {
            for (int64_t number = worker; number < 30; number += 3) {
                turns.take(number, [&] { order.push_back(number); });
            }
        });
        REQUIRE(order.size() == 30);
        CHECK(std::is_sorted(order.begin(), order.end()));
    }
}

TEST_CASE("who waits for a turn that will not come is let go", "[parallel]") {
    WorkerPool pool(2);
    TurnTaker turns;
    int64_t taken = 0;
    turns.restart();
    CHECK_THROWS_AS(pool.run([&](int worker) {
        if (worker == 0) {
            turns.abandon();
            throw Error(ErrorCode::Internal, "its part failed");
        }
        turns.take(1, [&] { ++taken; });
    }),
                    Error);
    CHECK(taken == 0);
}
