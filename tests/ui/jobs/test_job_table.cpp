#include "tests/support/ui_catch.h"
#include "ui/jobs/job_table.h"
#include "ui/jobs/job_text.h"

using namespace secateur;

namespace {

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

Table::Cell cellOf(const JobInfo& job, JobColumn column) {
    return jobTable({job}).rows.at(0).cells.at(column);
}

}  // namespace

TEST_CASE("a running job as text") {
    const JobInfo job = trainingJob();
    CHECK(jobTable({job}).rows.at(0).key == "4");
    CHECK(cellOf(job, JobTitle).text == "Train MobileNetV2");
    CHECK(cellOf(job, JobState).text == "Running: train epoch 3/9");
    CHECK(cellOf(job, JobState).figure == Figure(int64_t(JobStatus::Running)));
    CHECK(cellOf(job, JobProgress).text == "21 %");  // 12,800 / 60,000 = 21.33 %
    CHECK(cellOf(job, JobRate).text == "1,234 images/s");
    CHECK(cellOf(job, JobRemaining).text == "3 min 05 s");
    CHECK(cellOf(job, JobElapsed).text == "2 h 04 min");
    CHECK(cellOf(job, JobResult).text.empty());
    CHECK(std::get<double>(cellOf(job, JobProgress).figure) == Approx(12800.0 / 60000.0));
    CHECK(cellOf(job, JobProgress).note == "12,800 of 60,000 images");
}

TEST_CASE("a job of several stages shows how far the whole of it is") {
    JobInfo job = trainingJob();
    CHECK(shareDone(job) == Approx(12800.0 / 60000.0));
    job.whole = 0.625;
    CHECK(shareDone(job) == 0.625);
    CHECK(cellOf(job, JobProgress).text == "62 %");
    CHECK(cellOf(job, JobProgress).note == "12,800 of 60,000 images");  // of its stage
    CHECK_FALSE(shareDone(JobInfo()).has_value());
}

TEST_CASE("nothing that was not measured is shown") {
    JobInfo job;
    job.id = 1;
    for (const auto column : {JobProgress, JobRate, JobRemaining, JobElapsed}) {
        CHECK(cellOf(job, column).text.empty());
        CHECK(cellOf(job, column).figure == Figure());
    }
    job.status = JobStatus::Running;
    job.progress = {"read", 70, 0, "files", {}};  // of an unknown number
    CHECK(cellOf(job, JobProgress).text == "70 files");
    CHECK(cellOf(job, JobProgress).figure == Figure());
    job.progress = {"read", 9999, 10000, "files", {}};
    CHECK(cellOf(job, JobProgress).text == "99 %");  // not yet 100
}

TEST_CASE("ended jobs") {
    JobInfo job = trainingJob();
    job.etaSeconds = -1.0;
    SECTION("done is 100 %") {
        job.status = JobStatus::Done;
        CHECK(cellOf(job, JobProgress).text == "100 %");
        CHECK(cellOf(job, JobState).text == "Done");
    }
    SECTION("failed stays where it was and says why") {
        job.status = JobStatus::Failed;
        job.error = "the disk is full";
        CHECK(cellOf(job, JobProgress).text == "21 %");
        CHECK(cellOf(job, JobState).note == "the disk is full");
    }
    CHECK(cellOf(job, JobRate).text.empty());
    CHECK(cellOf(job, JobRemaining).text.empty());
    CHECK(cellOf(job, JobElapsed).text == "2 h 04 min");
}

TEST_CASE("durations, rates and figures as text") {
    CHECK(durationText(0.4) == "0 s");
    CHECK(durationText(59.4) == "59 s");
    CHECK(durationText(59.6) == "1 min 00 s");
    CHECK(durationText(3600) == "1 h 00 min");
    CHECK(durationText(90061) == "25 h 01 min");
    CHECK(aboutDurationText(0.2) == "1 s");
    CHECK(aboutDurationText(7.4) == "7 s");
    CHECK(aboutDurationText(46) == "50 s");
    CHECK(aboutDurationText(100) == "2 min");
    CHECK(aboutDurationText(1290) == "22 min");  // 21.5
    CHECK(aboutDurationText(4100) == "1 h 10 min");
    CHECK(aboutDurationText(7250) == "2 h");
    CHECK(rateText(0.516, "points") == "0.52 points/s");
    CHECK(rateText(31.44, "images") == "31.4 images/s");
    CHECK(figureName(LiveFigure::TrainAccuracy) == "Train accuracy");
    CHECK(figureText(LiveFigure::TrainAccuracy, 0.87123) == "87.12 %");
    CHECK(figureText(LiveFigure::Loss, 0.412345) == "0.4123");
}
