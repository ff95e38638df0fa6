#include <QElapsedTimer>
#include <QEventLoop>
#include <QSignalSpy>
#include <QTimer>
#include <atomic>
#include <vector>

#include "tests/support/ui_catch.h"
#include "tests/ui/jobs/job_probe.h"

using namespace secateur;

TEST_CASE("shutdown stops what runs, forgets what waits, and calls nobody") {
    std::atomic<int> stopped = 0;
    std::atomic<bool> queuedRan = false;
    std::atomic<int> begun = 0;
    QObject receiver;
    bool called = false;
    const auto untilStopped = [&](const RunContext& context) {
        ++begun;
        try {
            runUntilStopped(context);
        } catch (...) {
            ++stopped;
            throw;
        }
    };
    {
        JobManager manager;
        for (const JobLane lane : {JobLane::Compute, JobLane::Io}) {
            manager.submit({"runs", lane, {}}, untilStopped, &receiver,
                           [&called] { called = true; });
            manager.submit(
                {"waits", lane, {}}, [&queuedRan](const RunContext&) { queuedRan = true; },
                &receiver, [&called] { called = true; });
        }
        REQUIRE(waitUntil([&] { return begun == 2; }));
    }
    CHECK(stopped == 2);
    CHECK_FALSE(queuedRan);
    QCoreApplication::processEvents();
    CHECK_FALSE(called);
}

TEST_CASE("shutdown with a finished job that was not yet delivered") {
    QObject receiver;
    bool called = false;
    Gate ran;
    {
        JobManager manager;
        manager.submit(
            {"quick", JobLane::Io, {}}, [&ran](const RunContext&) { ran.open(); }, &receiver,
            [&called] { called = true; });
        REQUIRE(ran.wait());
    }
    QCoreApplication::processEvents();
    CHECK_FALSE(called);
}

TEST_CASE("two lanes run side by side, each one job at a time and in order") {
    JobManager manager;
    QObject receiver;
    Gate computeRuns;
    Gate ioRuns;
    std::atomic<bool> met = true;
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;
    std::vector<int> order;
    std::vector<JobId> ids;
    // Each waits for the other to be running: possible only side by side.
    ids.push_back(manager.submit({"compute", JobLane::Compute, {}},
                                 [&](const RunContext&) {
                                     computeRuns.open();
                                     met = met && ioRuns.wait();
                                 },
                                 &receiver, {}));
    ids.push_back(manager.submit({"io", JobLane::Io, {}},
                                 [&](const RunContext&) {
                                     ioRuns.open();
                                     met = met && computeRuns.wait();
                                 },
                                 &receiver, {}));
    for (int i = 0; i < 6; ++i) {
        ids.push_back(manager.submit<int>(
            {"serial", JobLane::Compute, {}},
            [&, i](const RunContext&) {
                most = std::max(most.load(), ++inside);
                std::this_thread::sleep_for(std::chrono::milliseconds(3));
                --inside;
                return i;
            },
            &receiver, [&order](int i) { order.push_back(i); }));
    }
    REQUIRE(waitUntil([&] { return !manager.busy(); }));
    CHECK(met);
    CHECK(most == 1);
    CHECK(order == std::vector<int>{0, 1, 2, 3, 4, 5});
    std::vector<JobId> listed;
    for (const JobInfo& job : manager.jobs()) {
        listed.push_back(job.id);
    }
    CHECK(listed == ids);
}

TEST_CASE("100,000 reports do not flood the GUI thread") {
    JobManager manager;
    QSignalSpy changed(&manager, &JobManager::jobChanged);
    QElapsedTimer clock;
    clock.start();
    const JobId id = manager.submit(
        {"chatty", JobLane::Compute, {}},
        [](const RunContext& context) {
            for (int i = 1; i <= 100000; ++i) {
                context.report({"train", i, 100000, "images", {{LiveFigure::Loss, 1.0 / i}}});
            }
        },
        nullptr, {});
    REQUIRE(waitFinished(manager, id));
    const auto polls = clock.elapsed() / 50 + 1;
    CHECK(changed.count() >= 1);
    CHECK(changed.count() <= polls + 1);  // and the final state
    const JobInfo info = infoOf(manager, id);
    CHECK(info.progress.done == 100000);
    CHECK(info.samples.size() <= 4001);
    CHECK(info.samples.size() >= 1000);
    CHECK(info.samples.front().position == 1.0);
    CHECK(info.samples.back().position == 100000.0);
}

TEST_CASE("a result does not wait for the next poll") {
    JobManager manager;
    const QSignalSpy polls(manager.findChild<QTimer*>(), &QTimer::timeout);
    int betweenPolls = 0;
    for (int i = 0; i < 40; ++i) {
        bool done = false;
        const qsizetype before = polls.size();
        manager.submit(
            {"quick", JobLane::Io, {}}, [](const RunContext&) {}, nullptr,
            [&done] { done = true; });
        REQUIRE(waitUntil([&done] { return done; }));
        betweenPolls += polls.size() == before ? 1 : 0;
    }
    CHECK(betweenPolls > 0);  // none, if each waited for a poll
}

TEST_CASE("done may submit, cancel and clear") {
    JobManager manager;
    JobId next = 0;
    JobStatus afterCancel = JobStatus::Queued;
    const JobId first = manager.submit(
        {"first", JobLane::Io, {}}, [](const RunContext&) {}, nullptr,
        [&] {
            manager.clearFinished();
            manager.cancelAll();  // what is being delivered is no longer cancelled
            afterCancel = manager.jobs().front().status;
            next = manager.submit({"next", JobLane::Io, {}}, [](const RunContext&) {}, nullptr, {});
        });
    REQUIRE(waitFinished(manager, first));
    CHECK(infoOf(manager, first).status == JobStatus::Done);
    CHECK(afterCancel == JobStatus::Running);
    REQUIRE(next != 0);
    REQUIRE(waitFinished(manager, next));
    CHECK(infoOf(manager, next).status == JobStatus::Done);
}

TEST_CASE("an event loop within done does not hold up the other jobs") {
    JobManager manager;
    Gate release;
    bool second = false;
    bool nested = false;
    QEventLoop loop;
    manager.submit(
        {"asks", JobLane::Io, {}}, [](const RunContext&) {}, nullptr,
        [&] {
            QTimer::singleShot(5000, &loop, &QEventLoop::quit);
            release.open();
            loop.exec();
            nested = second;
        });
    manager.submit(
        {"other", JobLane::Compute, {}}, [&release](const RunContext&) { release.wait(); }, nullptr,
        [&] {
            second = true;
            loop.quit();
        });
    REQUIRE(waitUntil([&] { return !manager.busy(); }));
    CHECK(nested);
}

TEST_CASE("cancelAll and clearFinished") {
    JobManager manager;
    std::atomic<bool> queuedRan = false;
    const JobId running =
        manager.submit({"runs", JobLane::Compute, {}}, runUntilStopped, nullptr, {});
    const JobId queued =
        manager.submit({"waits", JobLane::Compute, {}},
                       [&queuedRan](const RunContext&) { queuedRan = true; }, nullptr, {});
    REQUIRE(waitUntil([&] { return infoOf(manager, running).status == JobStatus::Running; }));
    QSignalSpy cleared(&manager, &JobManager::jobsCleared);
    manager.clearFinished();
    CHECK(cleared.count() == 0);
    CHECK(manager.jobs().size() == 2);
    manager.cancelAll();
    CHECK(infoOf(manager, queued).status == JobStatus::Cancelled);
    REQUIRE(waitFinished(manager, running));
    CHECK_FALSE(queuedRan);
    manager.clearFinished();
    CHECK(cleared.count() == 1);
    CHECK(manager.jobs().empty());
    CHECK_FALSE(manager.job(running).has_value());
}

TEST_CASE("no timer runs when nothing does") {
    JobManager manager;
    const JobId id =
        manager.submit({"quick", JobLane::Io, {}}, [](const RunContext&) {}, nullptr, {});
    REQUIRE(waitFinished(manager, id));
    REQUIRE(waitUntil([&] { return !manager.busy(); }));
    const QList<QTimer*> timers = manager.findChildren<QTimer*>();
    REQUIRE(timers.size() == 1);
    CHECK_FALSE(timers.front()->isActive());
}
