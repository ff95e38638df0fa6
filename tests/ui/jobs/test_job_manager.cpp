#include <QPointer>
#include <QSignalSpy>
#include <QThread>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "tests/support/ui_catch.h"
#include "tests/ui/jobs/job_probe.h"

using namespace secateur;

namespace {

/// The states of one job in the order in which they were told, without repeats.
class StatusLog : public QObject {
 public:
    explicit StatusLog(JobManager& manager) {
        connect(&manager, &JobManager::jobChanged, this, [this](const JobInfo& job) {
            if (seen.empty() || seen.back() != job.status) {
                seen.push_back(job.status);
            }
        });
        connect(&manager, &JobManager::jobFinished, this, [this](const JobInfo&) { ++finished; });
    }
    std::vector<JobStatus> seen;
    int finished = 0;
};

JobId submitFailing(JobManager& manager, const std::function<void()>& fail, QObject* receiver) {
    return manager.submit(
        {"fails", JobLane::Io, {}}, [fail](const RunContext&) { fail(); }, receiver,
        [] { FAIL("a failed job has no result"); });
}

}  // namespace

TEST_CASE("the result reaches the receiver on the GUI thread") {
    JobManager manager;
    QObject receiver;
    StatusLog log(manager);
    QSignalSpy added(&manager, &JobManager::jobAdded);
    Qt::HANDLE workThread = nullptr;
    Qt::HANDLE doneThread = nullptr;
    int answer = 0;
    int finishedWhenDone = -1;
    const JobId id = manager.submit<int>(
        {"add", JobLane::Compute, {}},
        [&workThread](const RunContext&) {
            workThread = QThread::currentThreadId();
            return 40 + 2;
        },
        &receiver,
        [&](int result) {
            answer = result;
            doneThread = QThread::currentThreadId();
            finishedWhenDone = log.finished;
        });
    CHECK(added.count() == 1);
    CHECK(infoOf(manager, id).status == JobStatus::Queued);
    CHECK(manager.busy());
    REQUIRE(waitFinished(manager, id));
    CHECK(answer == 42);
    CHECK(doneThread == QThread::currentThreadId());
    CHECK(workThread != doneThread);
    CHECK(finishedWhenDone == 0);  // jobFinished comes after done
    CHECK(log.finished == 1);
    CHECK(log.seen.back() == JobStatus::Done);
    CHECK_FALSE(manager.busy());
}

TEST_CASE("a result is moved to the receiver, not copied") {
    JobManager manager;
    QObject receiver;
    const int* made = nullptr;
    const int* got = nullptr;
    const JobId id = manager.submit<std::vector<int>>(
        {"vector", JobLane::Io, {}},
        [&made](const RunContext&) {
            std::vector<int> large(1000, 7);
            made = large.data();
            return large;
        },
        &receiver, [&](const std::vector<int>& result) { got = result.data(); });
    REQUIRE(waitFinished(manager, id));
    CHECK(got != nullptr);
    CHECK(got == made);
}

TEST_CASE("progress, log and samples arrive") {
    JobManager manager;
    const JobId id = manager.submit(
        {"train", JobLane::Compute, {}},
        [](const RunContext& context) {
            context.say("first line");
            context.report({"train epoch 1/2", 10, 100, "images", {{LiveFigure::Loss, 2.5}}});
            context.report({"train epoch 1/2", 20, 100, "images", {{LiveFigure::Loss, 1.5}}});
            context.report({"evaluate", 5, 50, "pictures", {}});
            context.say("second line");
        },
        nullptr, {});
    REQUIRE(waitFinished(manager, id));
    const JobInfo info = infoOf(manager, id);
    CHECK(info.status == JobStatus::Done);
    CHECK(info.log == QStringList{"first line", "second line"});
    CHECK(info.logLines == 2);
    CHECK(info.progress.stage == "evaluate");
    CHECK(info.progress.done == 5);
    REQUIRE(info.samples.size() == 2);
    CHECK(info.samples[0].position == 10.0);
    CHECK(info.samples[0].figures.at(LiveFigure::Loss) == 2.5);
    CHECK(info.samples[1].figures.at(LiveFigure::Loss) == 1.5);
    CHECK(info.sampleUnit == "images");
}

TEST_CASE("the time that is left is of the whole job where its share is known") {
    JobManager manager;
    std::atomic<bool> goOn = true;
    const JobId id = manager.submit(
        {"stages", JobLane::Compute, {}},
        [&goOn](const RunContext& context) {
            for (int64_t step = 0; goOn; ++step) {
                context.checkCancelled();
                context.report({"stage", std::min<int64_t>(step, 90), 100, "images", {}});
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            }
        },
        nullptr, [] {});
    // A thousandth in ten milliseconds: about ten seconds in all, whatever the stage says.
    QObject::connect(&manager, &JobManager::jobChanged, &manager, [&](const JobInfo& job) {
        manager.setWhole(job.id, job.elapsedSeconds / 10.0);
    });
    REQUIRE(waitUntil([&] { return manager.job(id)->elapsedSeconds > 1.0; }));
    const JobInfo job = *manager.job(id);
    CHECK(job.whole == Approx(job.elapsedSeconds / 10.0).margin(0.05));
    CHECK(job.etaSeconds > 5.0);
    CHECK(job.etaSeconds < 11.0);
    goOn = false;
    REQUIRE(waitUntil([&] { return manager.job(id)->status == JobStatus::Done; }));
    manager.setWhole(id, 0.5);  // it has ended
    CHECK(manager.job(id)->whole != 0.5);
}

TEST_CASE("what the work tells arrives in its order, before the job has finished") {
    JobManager manager;
    std::vector<std::string> order;
    QObject::connect(&manager, &JobManager::jobTold, [&](JobId, const Event& event) {
        const auto* epoch = std::get_if<EpochDone>(&event);
        order.push_back(epoch != nullptr ? "epoch " + std::to_string(epoch->epoch) : "stored");
    });
    QObject::connect(&manager, &JobManager::jobFinished,
                     [&](const JobInfo&) { order.push_back("finished"); });
    const JobId id = manager.submit({"train", JobLane::Compute, {}},
                                    [](const RunContext& context) {
                                        context.tell(EpochDone{1, 2, 0.5, 0.75, 0.875, {}, 3.0});
                                        context.tell(Stored());
                                        context.tell(EpochDone{2, 2, 0.25, 1.0, {}, {}, 3.0});
                                    },
                                    nullptr, {});
    REQUIRE(waitFinished(manager, id));
    CHECK(order == std::vector<std::string>{"epoch 1", "stored", "epoch 2", "finished"});
    // An epoch is a line of the log, too.
    CHECK(infoOf(manager, id).log ==
          QStringList{"epoch 1/2: loss 0.5000, training accuracy 75.00 %, held-out 87.50 %, 3 s",
                      "epoch 2/2: loss 0.2500, training accuracy 100.00 %, 3 s"});
}

TEST_CASE("the newest 5,000 log lines are kept") {
    JobManager manager;
    const JobId id = manager.submit({"talks", JobLane::Io, {}},
                                    [](const RunContext& context) {
                                        for (int i = 0; i < 5010; ++i) {
                                            context.say("line " + std::to_string(i));
                                        }
                                    },
                                    nullptr, {});
    REQUIRE(waitFinished(manager, id));
    CHECK(infoOf(manager, id).log.size() == 5000);
    CHECK(infoOf(manager, id).log.front() == "line 10");
    CHECK(infoOf(manager, id).log.back() == "line 5009");
    CHECK(infoOf(manager, id).logLines == 5010);
}

TEST_CASE("failures become text, and the lane goes on") {
    JobManager manager;
    QObject receiver;
    StatusLog log(manager);
    JobId id = 0;
    SECTION("Error") {
        id = submitFailing(
            manager,
            [] {
                throw Error(ErrorCode::NotFound, "no such file", {"/data/x", "a file", "none"});
            },
            &receiver);
        REQUIRE(waitFinished(manager, id));
        CHECK(infoOf(manager, id).error == "no such file: /data/x (expected a file, got none)");
    }
    SECTION("std::exception with the backtrace of c10::Error") {
        id = submitFailing(
            manager,
            [] {
                throw std::runtime_error(
                    "sizes differ\nsecond line\nException raised from add at a.cpp:3 (most "
                    "recent call first):\nframe #0: f + 0x1\n");
            },
            &receiver);
        REQUIRE(waitFinished(manager, id));
        CHECK(infoOf(manager, id).error == "sizes differ\nsecond line");
    }
    SECTION("the words within a line are no backtrace") {
        id = submitFailing(
            manager, [] { throw std::runtime_error("Qt: Exception raised from a slot\nmore"); },
            &receiver);
        REQUIRE(waitFinished(manager, id));
        CHECK(infoOf(manager, id).error == "Qt: Exception raised from a slot\nmore");
    }
    SECTION("out of memory") {
        id = submitFailing(
            manager, [] { throw std::bad_alloc(); }, &receiver);
        REQUIRE(waitFinished(manager, id));
        CHECK(infoOf(manager, id).error.contains("not enough memory"));
    }
    SECTION("not an exception class at all") {
        id = submitFailing(
            manager, [] { throw 7; }, &receiver);
        REQUIRE(waitFinished(manager, id));
        CHECK(infoOf(manager, id).error == "the job failed with an exception of an unknown type");
    }
    CHECK(infoOf(manager, id).status == JobStatus::Failed);
    CHECK(log.finished == 1);
    bool next = false;
    const JobId after = manager.submit(
        {"next", JobLane::Io, {}}, [](const RunContext&) {}, &receiver, [&next] { next = true; });
    REQUIRE(waitFinished(manager, after));
    CHECK(next);
}

TEST_CASE("a done that throws makes the job Failed") {
    JobManager manager;
    QObject receiver;
    StatusLog log(manager);
    const JobId id = manager.submit(
        {"done throws", JobLane::Io, {}}, [](const RunContext&) {}, &receiver,
        [] { throw Error(ErrorCode::Internal, "the view broke"); });
    REQUIRE(waitFinished(manager, id));
    CHECK(infoOf(manager, id).status == JobStatus::Failed);
    CHECK(infoOf(manager, id).error == "the view broke");
    CHECK(log.finished == 1);
}

TEST_CASE("a job cancelled while queued never runs") {
    JobManager manager;
    QObject receiver;
    Gate release;
    std::atomic<bool> ran = false;
    const JobId first =
        manager.submit({"first", JobLane::Compute, {}},
                       [&release](const RunContext&) { release.wait(); }, &receiver, {});
    const JobId second = manager.submit(
        {"second", JobLane::Compute, {}}, [&ran](const RunContext&) { ran = true; }, &receiver,
        [] { FAIL("a cancelled job has no result"); });
    QSignalSpy finished(&manager, &JobManager::jobFinished);
    manager.cancel(second);
    CHECK(infoOf(manager, second).status == JobStatus::Cancelled);
    CHECK(finished.count() == 1);
    manager.cancel(second);  // ignored, as are unknown ids
    manager.cancel(999);
    CHECK(finished.count() == 1);
    release.open();
    REQUIRE(waitFinished(manager, first));
    CHECK(infoOf(manager, first).status == JobStatus::Done);
    // A third job behind it: when that is done, the second would have run.
    const JobId third =
        manager.submit({"third", JobLane::Compute, {}}, [](const RunContext&) {}, &receiver, {});
    REQUIRE(waitFinished(manager, third));
    CHECK_FALSE(ran);
}

TEST_CASE("a running job goes through Cancelling to Cancelled") {
    JobManager manager;
    QObject receiver;
    StatusLog log(manager);
    const JobId id = manager.submit({"long", JobLane::Compute, {}}, runUntilStopped, &receiver,
                                    [] { FAIL("a cancelled job has no result"); });
    REQUIRE(waitUntil([&] { return infoOf(manager, id).status == JobStatus::Running; }));
    manager.cancel(id);
    CHECK(infoOf(manager, id).status == JobStatus::Cancelling);
    REQUIRE(waitFinished(manager, id));
    CHECK(log.seen ==
          std::vector<JobStatus>{JobStatus::Running, JobStatus::Cancelling, JobStatus::Cancelled});
    CHECK(infoOf(manager, id).error.isEmpty());
    CHECK(log.finished == 1);
}

TEST_CASE("work that ends with a result although it was asked to stop is delivered") {
    JobManager manager;
    QObject receiver;
    Gate release;
    int answer = 0;
    const JobId id = manager.submit<int>(
        {"deaf", JobLane::Compute, {}},
        [&release](const RunContext&) {
            release.wait();
            return 3;
        },
        &receiver, [&answer](int result) { answer = result; });
    REQUIRE(waitUntil([&] { return infoOf(manager, id).status == JobStatus::Running; }));
    manager.cancel(id);
    release.open();
    REQUIRE(waitFinished(manager, id));
    CHECK(infoOf(manager, id).status == JobStatus::Done);
    CHECK(answer == 3);
}

TEST_CASE("a stale result is not delivered") {
    JobManager manager;
    QObject receiver;
    bool wanted = true;
    bool called = false;
    Gate release;
    const JobId id = manager.submit(
        {"stale", JobLane::Io, [&wanted] { return wanted; }},
        [&release](const RunContext&) { release.wait(); }, &receiver, [&called] { called = true; });
    SECTION("no longer wanted") {
        wanted = false;
        release.open();
        REQUIRE(waitFinished(manager, id));
        CHECK_FALSE(called);
    }
    SECTION("still wanted") {
        release.open();
        REQUIRE(waitFinished(manager, id));
        CHECK(called);
    }
    CHECK(infoOf(manager, id).status == JobStatus::Done);
}

TEST_CASE("a receiver that is gone gets nothing") {
    JobManager manager;
    auto receiver = std::make_unique<QObject>();
    bool called = false;
    Gate release;
    const JobId id = manager.submit(
        {"orphan", JobLane::Io, {}}, [&release](const RunContext&) { release.wait(); },
        receiver.get(), [&called] { called = true; });
    receiver.reset();
    release.open();
    REQUIRE(waitFinished(manager, id));
    CHECK(infoOf(manager, id).status == JobStatus::Done);
    CHECK_FALSE(called);
}

TEST_CASE("housekeeping is announced only when it fails") {
    JobManager manager;
    QSignalSpy added(&manager, &JobManager::jobAdded);
    QSignalSpy changed(&manager, &JobManager::jobChanged);
    QSignalSpy finished(&manager, &JobManager::jobFinished);
    SECTION("a success leaves no row") {
        bool called = false;
        manager.submit(
            {"quiet", JobLane::Io, {}, true}, [](const RunContext&) {}, nullptr,
            [&called] { called = true; });
        REQUIRE(waitUntil([&] { return finished.count() == 1; }));
        CHECK(called);
        CHECK(added.count() == 0);
        CHECK(changed.count() == 0);
        CHECK(manager.jobs().empty());
    }
    SECTION("a failure becomes a row") {
        manager.submit({"quiet", JobLane::Io, {}, true},
                       [](const RunContext&) { throw std::runtime_error("no room"); }, nullptr, {});
        REQUIRE(waitUntil([&] { return finished.count() == 1; }));
        CHECK(added.count() == 1);
        REQUIRE(manager.jobs().size() == 1);
        CHECK(manager.jobs().front().error == "no room");
    }
}
