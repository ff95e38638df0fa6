#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <memory>

#include "core/base/error.h"
#include "tests/support/ui_catch.h"
#include "tests/ui/jobs/job_probe.h"
#include "ui/jobs/job_dock.h"
#include "ui/models/figure_table.h"

using namespace secateur;

namespace {

template <class T>
T& childOf(QWidget& parent, const char* name) {
    T* child = parent.findChild<T*>(name);
    INFO(name);
    REQUIRE(child != nullptr);
    return *child;
}

struct Fixture {
    Fixture() {
        panel.resize(1000, 300);
        panel.show();
    }

    JobId endless(const char* title = "endless") {
        return manager.submit({title, JobLane::Compute, {}}, runUntilStopped, nullptr, {});
    }
    JobId failing(const std::string& text) {
        return manager.submit({"fails", JobLane::Io, {}},
                              [text](const RunContext& context) {
                                  context.say("about to fail");
                                  throw Error(ErrorCode::Io, text);
                              },
                              nullptr, {});
    }
    JobId quick() {
        return manager.submit({"quick", JobLane::Io, {}}, [](const RunContext&) {}, nullptr, {});
    }
    JobStatus statusOf(JobId id) const { return infoOf(manager, id).status; }
    void click(const char* button) {
        QTest::mouseClick(&childOf<QPushButton>(panel, button), Qt::LeftButton);
    }

    JobManager manager;
    JobPanel panel{manager};
};

}  // namespace

TEST_CASE_METHOD(Fixture, "without jobs the panel says what to do") {
    CHECK(childOf<QLabel>(panel, "jobsEmpty").isVisible());
    CHECK(childOf<QLabel>(panel, "jobsEmpty").text().startsWith("No jobs yet."));
    const JobId id = quick();
    CHECK_FALSE(childOf<QLabel>(panel, "jobsEmpty").isVisible());
    CHECK(childOf<QTableView>(panel, "jobTable").model()->rowCount() == 1);
    REQUIRE(waitFinished(manager, id));
    click("clearFinishedJobs");
    CHECK(childOf<QLabel>(panel, "jobsEmpty").isVisible());
    CHECK(panel.selectedJob() == 0);
}

TEST_CASE_METHOD(Fixture, "Cancel cancels the selected job and no other") {
    const JobId running = endless();
    const JobId queued = endless("queued");
    REQUIRE(waitUntil([&] { return statusOf(running) == JobStatus::Running; }));
    CHECK(panel.selectedJob() == running);  // a new job does not take the view from a running one
    panel.selectJob(queued);
    SECTION("by the button") {
        click("cancelJob");
    }
    SECTION("by Del") {
        auto& table = childOf<QTableView>(panel, "jobTable");
        panel.activateWindow();
        table.setFocus();
        REQUIRE(waitUntil([&] { return table.hasFocus(); }));
        QTest::keyClick(&table, Qt::Key_Delete);
    }
    CHECK(statusOf(queued) == JobStatus::Cancelled);
    CHECK(statusOf(running) == JobStatus::Running);
    CHECK_FALSE(childOf<QPushButton>(panel, "cancelJob").isEnabled());
    panel.selectJob(running);
    CHECK(childOf<QPushButton>(panel, "cancelJob").isEnabled());
    click("cancelJob");
    CHECK(statusOf(running) == JobStatus::Cancelling);
    CHECK_FALSE(childOf<QPushButton>(panel, "cancelJob").isEnabled());  // asked once is enough
    REQUIRE(waitFinished(manager, running));
    CHECK(statusOf(running) == JobStatus::Cancelled);
}

TEST_CASE_METHOD(Fixture, "Clear finished leaves what runs") {
    const JobId running = endless();
    CHECK_FALSE(childOf<QPushButton>(panel, "clearFinishedJobs").isEnabled());
    const JobId done = quick();
    REQUIRE(waitFinished(manager, done));
    CHECK(childOf<QPushButton>(panel, "clearFinishedJobs").isEnabled());
    click("clearFinishedJobs");
    auto& model = *childOf<QTableView>(panel, "jobTable").model();
    REQUIRE(model.rowCount() == 1);
    CHECK(model.index(0, 0).data(FigureTableModel::KeyRole).toInt() == running);
    CHECK(panel.selectedJob() == running);
}

TEST_CASE_METHOD(Fixture, "the error of a failed job is shown in full and can be copied") {
    const std::string text = "the data folder is gone: /data/cifar\n" + std::string(5000, 'x');
    const JobId id = failing(text);
    REQUIRE(waitFinished(manager, id));
    auto& tabs = childOf<QTabWidget>(panel, "jobDetails");
    auto& error = childOf<QPlainTextEdit>(panel, "jobError");
    CHECK(tabs.tabText(tabs.currentIndex()) == "Error");
    CHECK(error.isVisible());
    CHECK(error.toPlainText() == QString::fromStdString(text));
    CHECK(error.textInteractionFlags().testFlag(Qt::TextSelectableByMouse));
    click("copyJobError");
    CHECK(QGuiApplication::clipboard()->text() == QString::fromStdString(text));

    const JobId other = quick();
    REQUIRE(waitFinished(manager, other));
    CHECK(panel.selectedJob() == id);  // the error is still being read
    panel.selectJob(other);
    CHECK_FALSE(error.isVisible());
    CHECK(error.toPlainText().isEmpty());
    panel.selectJob(id);
    CHECK(error.isVisible());
}

TEST_CASE_METHOD(Fixture, "the log is of the selected job and grows line by line") {
    Gate more;
    const JobId id = manager.submit({"talks", JobLane::Compute, {}},
                                    [&more](const RunContext& context) {
                                        context.say("one");
                                        context.say("two");
                                        more.wait();
                                        context.say("three");
                                    },
                                    nullptr, {});
    auto& log = childOf<QPlainTextEdit>(panel, "jobLog");
    REQUIRE(waitUntil([&] { return log.toPlainText() == "one\ntwo"; }));
    more.open();
    REQUIRE(waitFinished(manager, id));
    CHECK(log.toPlainText() == "one\ntwo\nthree");
    const JobId other = failing("no");
    REQUIRE(waitFinished(manager, other));
    CHECK(panel.selectedJob() == other);
    CHECK(log.toPlainText() == "about to fail");
    panel.selectJob(id);
    CHECK(log.toPlainText() == "one\ntwo\nthree");
}

TEST_CASE_METHOD(Fixture, "the live figures of a running job appear before it ends") {
    const JobId id =
        manager.submit({"train", JobLane::Compute, {}},
                       [](const RunContext& context) {
                           context.report({"train", 64, 128, "images", {{LiveFigure::Loss, 1.5}}});
                           runUntilStopped(context);
                       },
                       nullptr, {});
    REQUIRE(waitUntil([&] { return panel.livePlot().csv() == "position,loss\n64,1.5\n"; }));
    CHECK(statusOf(id) == JobStatus::Running);
}

TEST_CASE("the panel outlives its manager") {
    auto manager = std::make_unique<JobManager>();
    JobPanel panel(*manager);
    manager->submit({"runs", JobLane::Compute, {}}, runUntilStopped, nullptr, {});
    manager.reset();
    panel.show();
    QTest::mouseClick(&childOf<QPushButton>(panel, "cancelJob"), Qt::LeftButton);
    QTest::mouseClick(&childOf<QPushButton>(panel, "clearFinishedJobs"), Qt::LeftButton);
    panel.selectJob(1);
    CHECK(panel.selectedJob() == 1);
}
