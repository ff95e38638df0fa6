// Stages that did not come to their end are there again.
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <algorithm>

#include "core/study/settings.h"
#include "core/study/study.h"
#include "tests/ui/shell/workbench.h"
#include "ui/jobs/job_table.h"
#include "ui/workspace/stage_orders.h"

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
    bench.window().runner().evaluate({1}, 20);
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
                   orderText({"Sweep baseline", "sweep", 1, sweepOrder(options, 8, {})}));
        setSetting(study, "work.2",
                   orderText({"Evaluate baseline", "evaluate", 1, evaluateOrder({1}, 10)}));
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

TEST_CASE(
    "what is under way or waits when the window closes is interrupted, what is cancelled is not",
    "[shell][resume]") {
    Workbench bench;
    bench.createStudy("mine.secateur");
    TrainOptions options;
    options.epochs = 50;
    StageRunner& runner = bench.window().runner();
    runner.train(options, 0);
    runner.evaluate({1}, 10);
    const JobId waits = bench.window().jobs().jobs().back().id;
    bench.window().jobs().cancel(waits);
    REQUIRE(waitUntil(
        [&] { return keptOrders(listSettings(*bench.workspace().study())).size() == 1; }, kLong));
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

TEST_CASE("every kind of order is read as it was written", "[shell][resume]") {
    QatPlan plan;
    plan.training.options.epochs = 3;
    PipelineOptions pipeline;
    pipeline.amount = 0.4;
    GradualPlan channels;
    channels.cut = ChannelRecipe();
    for (const nlohmann::json& order :
         {qatOrder(plan, 10, 20), pipelineOrder(pipeline), errorsOrder({}, 5),
          quantizeOrder({}, "mine"), trainingOrder({}, 0), gradualOrder({}, 7),
          gradualOrder(channels, 0)}) {
        const WorkOrder written{"a title", "stage", 3, order};
        const auto read = keptOrders({{"work.7", orderText(written)}, {"tolerance", "2"}});
        REQUIRE(read.size() == 1);
        CHECK(read.at("work.7").options == order);
        CHECK(read.at("work.7").variant == 3);
    }
    CHECK(gradualOrder({}, 7).contains("weights"));
    CHECK_FALSE(gradualOrder(channels, 0).contains("weights"));
    CHECK(pipelineOrder(pipeline).at("pipeline").at("amount") == 0.4);
}
