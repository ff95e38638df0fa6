#include "core/stages/pipeline_progress.h"

#include "core/stages/pipeline.h"
#include "tests/support/catch.h"

using namespace secateur;

namespace {

/// 1,000 test, 100 held-out and 500 training images, 9 layers; one epoch of fine-tuning.
PipelineOptions smallOptions() {
    PipelineOptions options;
    options.finetune.epochs = 2;
    options.qat = QatMode::Never;
    return options;
}

const PipelineCounts kCounts{500, 100, 1000, 9};

}  // namespace

TEST_CASE("the work of a pipeline's steps follows from its images", "[pipeline_progress]") {
    PipelineOptions options = smallOptions();
    const std::vector<Work> steps = pipelineWork(options, kCounts);
    REQUIRE(steps.size() == 7);
    CHECK(steps[0].classified == 1000);
    CHECK(steps[1].resumed ==
          100.0 * 10 * static_cast<double>(defaultLevels(PerturbationKind::Prune).size()));
    CHECK(steps[4].trained == 2 * 500);
    CHECK(steps[4].classified == 1000);
    CHECK(steps[0].images() == 1000);
    CHECK(Work{.trained = 10}.images() > 30);  // backward is dearer than forward
    options.recalibrate = false;
    CHECK(pipelineWork(options, kCounts).size() == 6);
    options.qat = QatMode::Auto;
    CHECK(pipelineWork(options, kCounts)[5].images() == 0);  // not certain
    options.qat = QatMode::Always;
    CHECK(pipelineWork(options, kCounts)[5].images() == qatWork(options, kCounts).images());
}

TEST_CASE("a pipeline's share is of all its steps, and goes forward", "[pipeline_progress]") {
    const std::vector<Work> steps = pipelineWork(smallOptions(), kCounts);
    double all = 0.0;
    for (const Work& step : steps) {
        all += step.images();
    }
    PipelineProgress progress(steps);
    double last = 0.0;
    const auto at = [&](const char* stage, int64_t done, int64_t total, const char* unit) {
        const double share = progress.share({stage, done, total, unit, {}});
        CHECK(share >= last);
        CHECK(share <= 1.0);
        last = share;
        return share;
    };
    progress.enter(1);
    CHECK(at("evaluate", 500, 1000, "images") == Approx(500 / all));
    CHECK(at("evaluate", 1000, 1000, "images") == Approx(1000 / all));
    progress.enter(2);
    CHECK(at("sweep", 45, 90, "points") == Approx((1000 + steps[1].images() / 2) / all));
    progress.enter(3);
    CHECK(at("evaluate", 0, 1000, "images") == Approx((1000 + steps[1].images()) / all));
    progress.enter(5);  // the study had what is between
    const double before = 1000 + steps[1].images() + steps[2].images() + steps[3].images();
    CHECK(at("train epoch 1/2", 250, 1000, "images") ==
          Approx((before + steps[4].trainedImages() / 4) / all));
    CHECK(at("train epoch 1/2", 500, 1000, "images") ==
          Approx((before + steps[4].trainedImages() / 2) / all));
    at("evaluate", 100, 100, "images");
    at("train epoch 2/2", 1000, 1000, "images");
    at("evaluate", 100, 100, "images");  // the second epoch's
    CHECK(at("evaluate", 1000, 1000, "images") == Approx((before + steps[4].images()) / all));
    progress.enter(7);
    CHECK(at("measure speed", 30, 30, "measurements") == Approx(1.0));
}

TEST_CASE("a step that turns out to be needed counts from then on", "[pipeline_progress]") {
    PipelineOptions options = smallOptions();
    options.qat = QatMode::Auto;
    PipelineProgress progress(pipelineWork(options, kCounts));
    progress.enter(7);
    const double before = progress.share({"calibrate", 0, 100, "images", {}});
    progress.expect(qatWork(options, kCounts));
    CHECK(progress.share({"calibrate", 0, 100, "images", {}}) < before);
}
