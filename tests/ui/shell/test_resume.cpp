// Stages that did not come to their end are there again.
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <algorithm>
#include <csignal>

#include "core/stages/stage_orders.h"
#include "core/study/settings.h"
#include "core/study/study.h"
#include "tests/ui/shell/workbench.h"
#include "ui/base/preferences.h"
#include "ui/jobs/job_table.h"
#include "ui/shell/elsewhere.h"

using namespace secateur;
using namespace secateur::test;

namespace {

int keptIn(const StudySnapshot& snapshot) {
    return static_cast<int>(keptOrders(snapshot.settings).size());
}

}  // namespace

TEST_CASE("a stage that has ended is not kept, and its row says what came out", "[shell][resume]") {
    Workbench bench;
    bench.createStudy("mine.secateur");
    bench.window().runner().run(EvaluateOrder{{1}, 20});
    bench.settle();
    bench.workspace().refresh();
    bench.settle();
    CHECK(keptIn(*bench.snapshot()) == 0);
    CHECK_FALSE(bench.find<QWidget>("interruptedBar").isVisible());
    const JobInfo job = bench.window().jobs().jobs().back();
    CHECK(job.result.endsWith("% of 20"));
    CHECK(job.study == "mine");
    const QAbstractItemModel* rows = bench.find<QTableView>("jobTable").model();
    CHECK(rows->index(rows->rowCount() - 1, JobResult).data().toString() == job.result);

    PruneRecipe recipe;
    bench.window().runner().prune(recipe);
    bench.settle();
    CHECK(bench.window().jobs().jobs().back().result.startsWith("pruned: "));
}

TEST_CASE("what was interrupted is said when the study is opened, and resumed with its settings",
          "[shell][resume]") {
    Workbench bench;
    bench.createStudy("mine.secateur");
    SweepOptions options;
    options.levels = {0.25, 0.5};
    options.scope = SweepScope::Global;
    {
        // As a program that was killed in its sweep has left it, with another behind it.
        Study& study = *bench.workspace().study();
        setSetting(study, "work.1",
                   orderText(workOrder("Sweep baseline", 1, SweepOrder{options, 8, {}})));
        setSetting(study, "work.2",
                   orderText(workOrder("Evaluate baseline", 1, EvaluateOrder{{1}, 10})));
        setSetting(study, "work.3", "{\"stage\": 5}");
        setSetting(study, "work.4", orderText({"Gone", "sweep", 99, {{"images", 1}}}));
    }
    bench.workspace().openStudy(bench.path("mine.secateur"));
    bench.settle();
    auto& bar = bench.find<QWidget>("interruptedBar");
    REQUIRE(bar.isVisible());
    CHECK(bench.find<QLabel>("interruptedText").text() ==
          "Interrupted: 2 stages (Sweep baseline, Evaluate baseline).");
    bench.find<QPushButton>("resume").click();
    bench.settle();
    CHECK_FALSE(bar.isVisible());
    INFO(bench.message().toStdString());
    CHECK(bench.message().isEmpty());
    REQUIRE(bench.snapshot()->sweeps.size() == 1);
    CHECK(bench.snapshot()->sweeps.front().points.size() == 2);
    const std::vector<StageRow>& rows = bench.snapshot()->rows;
    CHECK(std::any_of(rows.begin(), rows.end(), [](const StageRow& row) {
        return row.split == Split::Test && row.count == 10;
    }));
    bench.workspace().refresh();
    bench.settle();
    CHECK_FALSE(bench.snapshot()->settings.contains("work.1"));
    CHECK_FALSE(bench.snapshot()->settings.contains("work.2"));
}

TEST_CASE("stages are sent to a launcher, and what it writes comes back", "[shell][resume]") {
    const QString program = QCoreApplication::applicationDirPath() + "/secateur-cli";
    REQUIRE(QFile::exists(program));
    Workbench bench;
    bench.createStudy("mi'ne.secateur");
    bench.action("elsewhere").trigger();
    CHECK_FALSE(bench.action("elsewhere").isEnabled());  // nothing runs
    Preferences chosen = preferences();
    chosen.launcher = "echo begun; PATH=" + QFileInfo(program).path() + ":$PATH {command}";
    savePreferences(chosen);
    TrainOptions options;
    options.epochs = 2;
    StageRunner& runner = bench.window().runner();
    runner.run(TrainOrder{TrainingKind::Trained, options, 0});
    runner.run(EvaluateOrder{{1}, 10});
    CHECK(runner.waiting() == QStringList{"Train baseline", "Evaluate baseline"});
    bench.action("elsewhere").trigger();
    auto* box = bench.window().findChild<QMessageBox*>("elsewhereBox");
    REQUIRE(box != nullptr);
    CHECK(box->text().endsWith("Train baseline, Evaluate baseline"));
    CHECK(box->informativeText().contains("secateur-cli resume --study '" +
                                          bench.path("mi'\\''ne.secateur") + "'"));
    box->accept();
    const bool follows = waitUntil([&] { return bench.workspace().following(); }, kLong);
    INFO(bench.message().toStdString());
    REQUIRE(follows);
    REQUIRE(waitUntil([&] { return !bench.workspace().following(); }, kLong));
    bench.settle();
    CHECK(bench.message().simplified() ==
          "What was sent elsewhere has ended; the study can be worked on again.");
    const std::vector<Variant>& variants = bench.snapshot()->variants;
    CHECK(std::ranges::any_of(variants, [](const Variant& v) { return v.name == "trained"; }));
    CHECK(keptIn(*bench.snapshot()) == 0);
    CHECK_FALSE(bench.find<QWidget>("interruptedBar").isVisible());
    const std::vector<JobInfo> jobs = bench.window().jobs().jobs();
    const auto sent = std::ranges::find_if(
        jobs, [](const JobInfo& job) { return job.title.startsWith("Elsewhere: "); });
    REQUIRE(sent != jobs.end());
    CHECK(sent->status == JobStatus::Done);
    CHECK(sent->log.contains("begun"));

    // One that fails: said, and what was sent can be resumed here.
    chosen.launcher = "echo no such host; exit 3; {command}";
    savePreferences(chosen);
    runner.run(TrainOrder{TrainingKind::Trained, options, 0});
    bench.action("elsewhere").trigger();
    bench.window().findChild<QMessageBox*>("elsewhereBox")->accept();
    bool failed = false;
    REQUIRE(waitUntil(
        [&] {
            failed = failed || bench.message().contains("no such host");
            const bool said = bench.find<QWidget>("interruptedBar").isVisible();
            CHECK((failed || !said));  // not while it is handed over
            return said;
        },
        kLong));
    CHECK(bench.message().contains("no such host"));
    CHECK_FALSE(bench.workspace().following());
    CHECK(keptIn(*bench.snapshot()) == 1);
}

TEST_CASE("a launcher that is cancelled ends with all that it has started", "[shell][resume]") {
    CHECK(launchedCommand("ssh server {quoted}", "resume '/a b'") ==
          R"(ssh server 'resume '\''/a b'\''')");
    Workbench bench;
    bench.createStudy("mine.secateur");
    const QString started = bench.path("started");
    Preferences chosen = preferences();
    chosen.launcher = ": {command}; sleep 3600 & echo $! > " + started + ".part; mv " + started +
                      ".part " + started + "; wait; true";
    savePreferences(chosen);
    TrainOptions options;
    options.epochs = 2;
    bench.window().runner().run(TrainOrder{TrainingKind::Trained, options, 0});
    bench.action("elsewhere").trigger();
    bench.window().findChild<QMessageBox*>("elsewhereBox")->accept();
    REQUIRE(waitUntil([&] { return QFile::exists(started); }, kLong));
    QFile file(started);
    REQUIRE(file.open(QIODevice::ReadOnly));
    const auto process = static_cast<pid_t>(file.readAll().trimmed().toLongLong());
    REQUIRE(process > 1);
    CHECK(::kill(process, 0) == 0);
    bench.window().jobs().cancelAll();
    CHECK(waitUntil([&] { return ::kill(process, 0) != 0; }, kLong));
    bench.settle();
    CHECK_FALSE(bench.workspace().following());
}

TEST_CASE(
    "what is under way or waits when the window closes is interrupted, what is cancelled is not",
    "[shell][resume]") {
    Workbench bench;
    bench.createStudy("mine.secateur");
    TrainOptions options;
    options.epochs = 50;
    StageRunner& runner = bench.window().runner();
    runner.run(TrainOrder{TrainingKind::Trained, options, 0});
    runner.run(EvaluateOrder{{1}, 10});
    const JobId waits = bench.window().jobs().jobs().back().id;
    const auto keptInFile = [&] {
        return keptOrders(listSettings(*bench.workspace().study())).size();
    };
    REQUIRE(waitUntil([&] { return keptInFile() == 2; }, kLong));
    bench.window().jobs().cancel(waits);
    REQUIRE(waitUntil([&] { return keptInFile() == 1; }, kLong));
    runner.leave();
    bench.window().jobs().cancelAll();
    bench.settle();
    bench.workspace().openStudy(bench.path("mine.secateur"));
    bench.settle();
    CHECK(keptIn(*bench.snapshot()) == 1);
    const WorkOrder order = keptOrders(bench.snapshot()->settings).begin()->second;
    CHECK(order.title == "Train baseline");
    CHECK(order.options.at("training").at("epochs") == 50);
}
