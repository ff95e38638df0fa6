#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "tests/support/ui_catch.h"
#include "ui/jobs/job_list_model.h"
#include "ui/jobs/job_text.h"

using namespace secateur;

namespace {

using Model = JobListModel;

JobInfo trainingJob() {
    JobInfo job;
    job.id = 4;
    job.title = "Train MobileNetV2";
    job.status = JobStatus::Running;
    job.progress = {"train epoch 3/9", 12800, 60000, "images", {{LiveFigure::Loss, 0.5}}};
    job.rate = 1234.25;
    job.etaSeconds = 185.0;
    job.elapsedSeconds = 7440.0;
    return job;
}

QString textOf(const Model& model, int row, Model::Column column) {
    return model.index(row, column).data().toString();
}

}  // namespace

TEST_CASE("the model keeps the contract of item models") {
    Model model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    JobInfo job = trainingJob();
    model.updateJob(job);
    job.status = JobStatus::Failed;
    model.updateJob(job);
    job.id = 5;
    model.updateJob(job);
    CHECK(model.rowCount() == 2);
    model.setJobs({job});
    CHECK(model.rowCount() == 1);
    CHECK(model.rowOf(5) == 0);
    CHECK(model.rowOf(4) == -1);
    model.setJobs({});
    CHECK(model.rowCount() == 0);
}

TEST_CASE("a running job as text") {
    Model model;
    model.updateJob(trainingJob());
    CHECK(textOf(model, 0, Model::Title) == "Train MobileNetV2");
    CHECK(textOf(model, 0, Model::Status) == "Running: train epoch 3/9");
    CHECK(textOf(model, 0, Model::ProgressBar) == "21 %");  // 12,800 / 60,000 = 21.33 %
    CHECK(textOf(model, 0, Model::Rate) == "1,234 images/s");
    CHECK(textOf(model, 0, Model::Remaining) == "3 min 05 s");
    CHECK(textOf(model, 0, Model::Elapsed) == "2 h 04 min");
    const QModelIndex bar = model.index(0, Model::ProgressBar);
    CHECK(bar.data(Model::FractionRole).toDouble() == Approx(12800.0 / 60000.0));
    CHECK(bar.data(Qt::ToolTipRole).toString() == "12,800 of 60,000 images");
    CHECK(bar.data(Model::IdRole).toInt() == 4);
}

TEST_CASE("nothing that was not measured is shown") {
    Model model;
    JobInfo job;
    job.id = 1;
    model.updateJob(job);
    for (const auto column : {Model::ProgressBar, Model::Rate, Model::Remaining, Model::Elapsed}) {
        CHECK(textOf(model, 0, column).isEmpty());
    }
    CHECK(model.index(0, 0).data(Model::FractionRole).toDouble() == -1.0);
    job.status = JobStatus::Running;
    job.progress = {"read", 70, 0, "files", {}};  // of an unknown number
    model.updateJob(job);
    CHECK(textOf(model, 0, Model::ProgressBar) == "70 files");
    CHECK(model.index(0, 0).data(Model::FractionRole).toDouble() == -1.0);
    job.progress = {"read", 9999, 10000, "files", {}};
    model.updateJob(job);
    CHECK(textOf(model, 0, Model::ProgressBar) == "99 %");  // not yet 100
}

TEST_CASE("ended jobs") {
    Model model;
    JobInfo job = trainingJob();
    job.etaSeconds = -1.0;
    SECTION("done is 100 %") {
        job.status = JobStatus::Done;
        model.updateJob(job);
        CHECK(textOf(model, 0, Model::ProgressBar) == "100 %");
        CHECK(textOf(model, 0, Model::Status) == "Done");
    }
    SECTION("failed stays where it was and says why") {
        job.status = JobStatus::Failed;
        job.error = "the disk is full";
        model.updateJob(job);
        CHECK(textOf(model, 0, Model::ProgressBar) == "21 %");
        CHECK(model.index(0, Model::Status).data(Qt::ToolTipRole) == "the disk is full");
    }
    CHECK(textOf(model, 0, Model::Rate).isEmpty());
    CHECK(textOf(model, 0, Model::Remaining).isEmpty());
    CHECK(textOf(model, 0, Model::Elapsed) == "2 h 04 min");
}

TEST_CASE("a change touches its own row only") {
    Model model;
    JobInfo job = trainingJob();
    model.updateJob(job);
    job.id = 5;
    model.updateJob(job);
    QSignalSpy changed(&model, &Model::dataChanged);
    model.updateJob(job);
    REQUIRE(changed.count() == 1);
    CHECK(changed[0][0].toModelIndex().row() == 1);
    CHECK(changed[0][1].toModelIndex().row() == 1);
    CHECK(changed[0][1].toModelIndex().column() == Model::Elapsed);
}

TEST_CASE("durations, rates and figures as text") {
    CHECK(durationText(0.4) == "0 s");
    CHECK(durationText(59.4) == "59 s");
    CHECK(durationText(59.6) == "1 min 00 s");
    CHECK(durationText(3600) == "1 h 00 min");
    CHECK(durationText(90061) == "25 h 01 min");
    CHECK(rateText(0.516, "points") == "0.52 points/s");
    CHECK(rateText(31.44, "images") == "31.4 images/s");
    CHECK(figureName(LiveFigure::TrainAccuracy) == "Train accuracy");
    CHECK(figureText(LiveFigure::TrainAccuracy, 0.87123) == "87.12 %");
    CHECK(figureText(LiveFigure::Loss, 0.412345) == "0.4123");
}
