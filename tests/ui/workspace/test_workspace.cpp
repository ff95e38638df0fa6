#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <atomic>
#include <chrono>
#include <thread>

#include "core/report/image_set.h"
#include "core/stages/network_file.h"
#include "core/study/measurements.h"
#include "core/study/settings.h"
#include "tests/support/pictures.h"
#include "tests/support/ui_catch.h"
#include "tests/support/wait_until.h"
#include "ui/workspace/stage_runner.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// Without a window.
struct Desk {
    Desk() { useTemporaryHome(); }
    QString path(const QString& name) const { return folder.filePath(name); }
    StudyRequest request(const QString& name) const {
        StudyRequest request;
        request.path = path(name);
        request.model = "mobilenet_v2_cifar";
        request.data.location = sharedPictures();
        request.seed = 5;
        return request;
    }
    void settle() {
        REQUIRE(waitUntil([this] { return !jobs.busy(); }, kLong));
    }
    /// The error of the last failed job.
    QString failure() const {
        QString text;
        for (const JobInfo& job : jobs.jobs()) {
            text = job.status == JobStatus::Failed ? job.error : text;
        }
        return text;
    }

    QTemporaryDir folder;
    JobManager jobs;
    Workspace workspace{jobs};
    StageRunner runner{workspace};
};

}  // namespace

TEST_CASE("a study is made, kept and found again with its data, seed and tolerance",
          "[workspace]") {
    Desk desk;
    const QSignalSpy opened(&desk.workspace, &Workspace::studyOpened);
    const QSignalSpy data(&desk.workspace, &Workspace::dataChanged);
    const QSignalSpy network(&desk.workspace, &Workspace::networkChanged);
    const QSignalSpy errors(&desk.workspace, &Workspace::weightErrorsChanged);
    CHECK_FALSE(desk.runner.ready());
    desk.workspace.createStudy(desk.request("a.secateur"));
    desk.settle();
    CHECK(opened.size() == 1);
    CHECK(data.size() == 1);
    CHECK(network.size() == 1);
    CHECK(errors.size() == 1);
    CHECK(desk.runner.ready());
    CHECK(desk.workspace.weightErrors().size() == 58);
    CHECK(desk.workspace.splitSizes().train == 180);
    CHECK(desk.workspace.splitSizes().heldOut == 20);
    CHECK(desk.workspace.splitSizes().test == 40);
    CHECK(desk.workspace.currentVariant()->kind == VariantKind::Baseline);

    desk.workspace.setTolerance(3.5);
    desk.workspace.setTolerance(4.5);
    REQUIRE(waitUntil(
        [&] { return listSettings(*desk.workspace.study()).count(setting::kTolerance) > 0; }));
    desk.settle();
    desk.workspace.study()->copyTo(desk.path("b.secateur").toStdString());
    desk.workspace.openStudy(desk.path("b.secateur"));
    desk.settle();
    CHECK(opened.size() == 2);
    CHECK(desk.workspace.tolerance() == 4.5);
    CHECK(desk.workspace.seed() == 5);
    CHECK(desk.runner.ready());  // its data was opened, too
    CHECK(desk.workspace.data()->location == sharedPictures().toStdString());
}

TEST_CASE("a study is never made over a file, and leaves none behind when it fails",
          "[workspace]") {
    Desk desk;
    QFile taken(desk.path("taken.secateur"));
    REQUIRE(taken.open(QIODevice::WriteOnly));
    desk.workspace.createStudy(desk.request("taken.secateur"));
    desk.settle();
    CHECK(desk.failure().contains("a file of this name already"));
    CHECK(desk.workspace.study() == nullptr);

    StudyRequest noData = desk.request("a.secateur");
    noData.data.location = desk.path("nothing here");
    desk.workspace.createStudy(noData);
    desk.settle();
    CHECK(desk.failure().contains("nothing here"));
    StudyRequest noModel = desk.request("a.secateur");
    noModel.model = "mobilenet_v9";
    desk.workspace.createStudy(noModel);
    desk.settle();
    CHECK(desk.failure().contains("mobilenet_v9"));
    CHECK_FALSE(QFile::exists(desk.path("a.secateur")));
    CHECK_FALSE(desk.runner.ready());
}

TEST_CASE("a study's folder is made", "[workspace]") {
    Desk desk;
    desk.workspace.createStudy(desk.request("of the first start/a.secateur"));
    desk.settle();
    CHECK(QFile::exists(desk.path("of the first start/a.secateur")));
    CHECK(desk.runner.ready());
}

TEST_CASE("a tolerance chosen a moment before the end is kept", "[workspace]") {
    const QTemporaryDir folder;
    const QString path = folder.filePath("a.secateur");
    {
        Desk desk;
        StudyRequest request = desk.request("a.secateur");
        request.path = path;
        desk.workspace.createStudy(request);
        desk.settle();
        desk.workspace.setTolerance(7.5);
    }
    Study study(path.toStdString());
    CHECK(std::stod(listSettings(study).at(setting::kTolerance)) == 7.5);
}

TEST_CASE("a missing study is not made by opening it", "[workspace]") {
    Desk desk;
    desk.workspace.openStudy(desk.path("typo.secateur"));
    desk.settle();
    CHECK(desk.failure().contains("there is no such study"));
    CHECK_FALSE(QFile::exists(desk.path("typo.secateur")));
}

TEST_CASE("stages: what is made is measured and told; a plan is not followed", "[workspace]") {
    Desk desk;
    desk.workspace.createStudy(desk.request("a.secateur"));
    desk.settle();
    const int64_t baseline = desk.workspace.variant();
    QSignalSpy made(&desk.runner, &StageRunner::made);
    PruneRecipe recipe;
    recipe.amount = 0.5;
    desk.runner.prune(recipe);
    desk.settle();
    REQUIRE(made.size() == 1);
    const int64_t pruned = made.front().front().toLongLong();
    CHECK(made.front().back().toLongLong() == baseline);
    CHECK(desk.workspace.variant() == baseline);  // the window decides to follow
    REQUIRE(desk.workspace.snapshot()->variants.size() == 2);
    REQUIRE(desk.workspace.snapshot()->rows.size() == 1);
    const StageRow& row = desk.workspace.snapshot()->rows.front();
    CHECK(row.variant == pruned);
    CHECK(row.count == kTestImages);
    CHECK_FALSE(row.drop);  // the baseline was not measured
    CHECK(desk.workspace.snapshot()->variant(pruned)->sparsity() == Approx(0.5).margin(0.001));

    recipe = {PruneScope::Plan, 0.7, {}, {{"conv1", 0.25}}};
    QSignalSpy planned(&desk.runner, &StageRunner::planMeasured);
    QSignalSpy ended(&desk.runner, &StageRunner::planEnded);
    desk.runner.measurePlan(recipe, {});
    desk.settle();
    CHECK(made.size() == 1);
    REQUIRE(desk.workspace.snapshot()->variants.size() == 3);
    REQUIRE(planned.size() == 1);
    CHECK(planned[0][0].toLongLong() == desk.workspace.snapshot()->variants.back().id);
    CHECK(planned[0][1].toLongLong() == baseline);
    // The same again is found, not made.
    desk.runner.measurePlan(recipe, {});
    desk.settle();
    CHECK(desk.workspace.snapshot()->variants.size() == 3);
    CHECK(desk.workspace.snapshot()->rows.size() == 2);
    REQUIRE(planned.size() == 2);
    CHECK(planned[1] == planned[0]);
    CHECK(ended.size() == 2);
}

TEST_CASE("an epoch is in the study, and shown, when it has ended", "[workspace]") {
    Desk desk;
    desk.workspace.createStudy(desk.request("a.secateur"));
    desk.settle();
    std::vector<int64_t> epochs;
    size_t most = 0;  // of epochs that a snapshot had while the job was still running
    QObject::connect(&desk.jobs, &JobManager::jobTold, [&](JobId, const Event& event) {
        if (const auto* epoch = std::get_if<EpochDone>(&event)) {
            epochs.push_back(epoch->epoch);
            CHECK(epoch->epochs == 3);
            CHECK(epoch->heldOutAccuracy.has_value());
        }
    });
    QObject::connect(&desk.workspace, &Workspace::snapshotChanged, [&] {
        const auto snapshot = desk.workspace.snapshot();
        const bool running = !desk.workspace.snapshot()->trainings.empty() &&
                             !snapshot->trainings.front().lastVariant;
        most = running ? std::max(most, snapshot->trainings.front().epochs.size()) : most;
    });
    TrainOptions options;
    options.epochs = 3;
    options.batchSize = 20;
    desk.runner.run(TrainOrder{TrainingKind::Trained, options, 0});
    desk.settle();
    CHECK(epochs == std::vector<int64_t>{1, 2, 3});
    CHECK(most >= 1);
    CHECK(desk.workspace.snapshot()->trainings.front().epochs.size() == 3);
}

TEST_CASE("accuracies are of one image set, which the study keeps and what is made is measured on",
          "[workspace]") {
    Desk desk;
    desk.workspace.createStudy(desk.request("a.secateur"));
    desk.settle();
    const int64_t baseline = desk.workspace.variant();
    const auto shown = [&] { return shownImageSet(*desk.workspace.snapshot()); };
    desk.runner.run(EvaluateOrder{{baseline}, 10});
    desk.settle();
    const int64_t ten = shown().images;
    CHECK(shown().count == 10);
    desk.runner.prune({});
    desk.settle();
    CHECK(desk.workspace.snapshot()->rows.back().count == 10);
    CHECK(desk.workspace.snapshot()->rows.back().drop);
    desk.runner.run(EvaluateOrder{{baseline}, 0});
    desk.settle();
    CHECK(shown().count == kTestImages);
    desk.workspace.setMeasuredOn(ten);
    desk.settle();
    CHECK(shown().images == ten);
    desk.workspace.openStudy(desk.path("other"));  // fails, and changes nothing
    desk.settle();
    CHECK(shown().images == ten);
    CHECK(listSettings(*desk.workspace.study()).at(setting::kMeasuredOn) == std::to_string(ten));
}

TEST_CASE("channels that can be cut are read with the network; a slim one has fewer",
          "[workspace]") {
    Desk desk;
    desk.workspace.createStudy(desk.request("a.secateur"));
    desk.settle();
    const auto widthOf = [&](const std::string& name) {
        for (const GroupInfo& group : desk.workspace.channelGroups()) {
            if (group.name == name) {
                return group.width;
            }
        }
        return int64_t{0};
    };
    const int64_t before = widthOf("layers.3.conv1");
    REQUIRE(before > 0);
    QSignalSpy made(&desk.runner, &StageRunner::made);
    ChannelRecipe recipe;
    recipe.scope = PruneScope::Layer;
    recipe.roles = {"expand"};
    desk.runner.slim(recipe);
    desk.settle();
    REQUIRE(made.size() == 1);
    desk.workspace.setVariant(made.front().front().toLongLong());
    desk.settle();
    CHECK(desk.workspace.currentVariant()->kind == VariantKind::Slimmed);
    CHECK(widthOf("layers.3.conv1") == before / 2);
    REQUIRE(desk.workspace.snapshot()->rows.size() == 1);
    CHECK(desk.workspace.snapshot()->rows.front().count == kTestImages);
}

TEST_CASE("what is read of one network is not shown with another", "[workspace]") {
    Desk desk;
    desk.workspace.createStudy(desk.request("a.secateur"));
    desk.settle();
    desk.runner.prune({});
    desk.settle();
    QSignalSpy network(&desk.workspace, &Workspace::networkChanged);
    const int64_t baseline = desk.workspace.variant();
    const int64_t pruned = desk.workspace.snapshot()->variants.back().id;
    const auto before = desk.workspace.network();
    desk.workspace.setVariant(pruned);
    desk.workspace.setVariant(baseline);
    desk.workspace.setVariant(pruned);
    desk.settle();
    // The reads of the choices that were given up are stale, except where it is of the last one.
    CHECK(network.size() <= 2);
    CHECK(desk.workspace.network() != before);
    int64_t zeros = 0;
    for (const LayerCost& layer : desk.workspace.network()->layers) {
        zeros += layer.zeros;
    }
    CHECK(zeros == desk.workspace.currentVariant()->zeros);
}

TEST_CASE("shapes and multiply-adds are of the images that are open, also after a restart",
          "[workspace]") {
    Desk desk;
    StudyRequest request = desk.request("a.secateur");
    request.data.folder.resize = 28;
    desk.workspace.createStudy(request);
    desk.settle();
    CHECK(desk.workspace.network()->layers.front().output == FeatureShape{3, 28, 28});
    CHECK(desk.workspace.network()->macs == 76'015'744);
    DataRequest larger = request.data;
    larger.folder.resize = 32;
    desk.workspace.openData(larger);
    desk.settle();
    CHECK(desk.workspace.network()->layers.front().output == FeatureShape{3, 32, 32});
    CHECK(desk.workspace.network()->macs == 91'154'944);
    desk.workspace.study()->copyTo(desk.path("b.secateur").toStdString());
    desk.workspace.openStudy(desk.path("b.secateur"));
    desk.settle();
    CHECK(desk.workspace.network()->macs == 91'154'944);
}

TEST_CASE("how images are read is kept in the study, and what was taken as what is said",
          "[workspace]") {
    Desk desk;
    QStringList notices;
    QObject::connect(&desk.workspace, &Workspace::notice,
                     [&](const QString& text) { notices << text; });
    desk.workspace.createStudy(desk.request("a.secateur"));
    desk.settle();
    CHECK(notices.isEmpty());
    const Normalisation own = desk.workspace.data()->normalisation;
    DataRequest other = desk.workspace.dataRequest();
    other.folder.mean = "0.5,0.4,0.3";
    other.folder.std = "0.2";
    other.location += "/test";  // classes without a split
    desk.workspace.openData(other);
    desk.settle();
    const Normalisation given{{0.5, 0.4, 0.3}, {0.2, 0.2, 0.2}};
    CHECK(own != given);
    CHECK(desk.workspace.data()->normalisation == given);
    REQUIRE(notices.size() == 1);
    CHECK(notices.front() == "The images are now those of " + other.location +
                                 ".\nno train/ and test/ here: all images are taken as test");

    desk.workspace.study()->copyTo(desk.path("b.secateur").toStdString());
    desk.workspace.openStudy(desk.path("b.secateur"));
    desk.settle();
    CHECK(desk.workspace.data()->normalisation == given);
    CHECK(notices.size() == 2);
}

TEST_CASE("a network that is opened is tried on the images as a job that can be stopped",
          "[workspace]") {
    Desk desk;
    desk.workspace.createStudy(desk.request("a.secateur"));
    desk.settle();
    // A state_dict: what it leaves open is tried.
    writeNetwork(*desk.workspace.study(), desk.workspace.variant(),
                 {desk.path("bare").toStdString(), NetworkFormat::PyTorch}, nullptr);
    const QString file = desk.path("bare/network.pth");
    QStringList notices;
    QObject::connect(&desk.workspace, &Workspace::notice,
                     [&](const QString& text) { notices << text; });
    desk.workspace.openCheckpoint({file, {}, {}});
    desk.jobs.cancelAll();
    desk.settle();
    CHECK(notices.isEmpty());
    CHECK(desk.jobs.jobs().back().status == JobStatus::Cancelled);
    desk.workspace.openCheckpoint({file, {}, {}});
    desk.settle();
    REQUIRE(notices.size() == 1);
    CHECK(notices.front().startsWith("assumed: ReLU6"));
    NetworkForm form;
    form.activation = AskedActivation::Relu;
    desk.workspace.openCheckpoint({file, {}, form});
    desk.settle();
    // ReLU is no longer assumed, the constants are.
    REQUIRE(notices.size() == 2);
    CHECK(notices.back().startsWith("assumed: normalisation"));
}

TEST_CASE("shrinking ends on the smallest network, and multiply-adds of all are known",
          "[workspace][shrink]") {
    Desk desk;
    desk.workspace.createStudy(desk.request("small.secateur"));
    desk.settle();
    const QSignalSpy shrunk(&desk.runner, &StageRunner::shrunk);
    ShrinkOptions options;
    options.toleranceShare = 0.9;  // an untrained network: whatever is tried is within
    options.images = 8;
    options.sweepImages = 4;
    options.recalibrate = 4;
    options.reconstruct = 4;
    options.calibration = 8;
    options.finetuneImages = 8;
    desk.runner.run(options);
    desk.settle();
    REQUIRE(desk.failure().isEmpty());
    REQUIRE(shrunk.size() == 1);
    const auto snapshot = desk.workspace.snapshot();
    const Variant* smallest = snapshot->variant(shrunk[0][0].toLongLong());
    REQUIRE(smallest != nullptr);
    const ImageSet shown = shownImageSet(*snapshot);
    CHECK(shown.split == Split::Test);  // the verdicts were of held-out images
    CHECK(shown.count == kTestImages);
    CHECK(shownRow(snapshot->rows, smallest->id, shown.images)->images == shown.images);
    for (const Variant& variant : snapshot->variants) {
        CHECK(variant.sizeBytes >= smallest->sizeBytes);
        if (variant.kind == VariantKind::Int8) {  // of a network as it was judged
            const Variant* parent = snapshot->variant(*variant.parent);
            CHECK((parent->kind == VariantKind::FineTuned || !parent->parent));
        }
        REQUIRE(desk.workspace.macs().contains(variant.id));
        CHECK(desk.workspace.macs().at(variant.id) <=
              desk.workspace.macs().at(snapshot->variants.front().id));
    }
    CHECK(desk.workspace.macs().at(smallest->id) <
          desk.workspace.macs().at(snapshot->variants.front().id));
}

TEST_CASE("a cut in steps keeps each step and ends with the last, measured",
          "[workspace][gradual]") {
    Desk desk;
    desk.workspace.createStudy(desk.request("steps.secateur"));
    desk.settle();
    const QSignalSpy made(&desk.runner, &StageRunner::made);
    GradualPlan plan;
    plan.cut = PruneRecipe{.amount = 0.6};
    plan.steps = 2;
    plan.recalibrate = 4;
    plan.training.options = stepTraining();
    plan.training.options.batchSize = 4;
    desk.runner.run(GradualOrder{plan, 8});
    desk.settle();
    REQUIRE(desk.failure().isEmpty());
    REQUIRE(made.size() == 1);
    const auto snapshot = desk.workspace.snapshot();
    const Variant* last = snapshot->variant(made[0][0].toLongLong());
    REQUIRE(last != nullptr);
    CHECK(last->kind == VariantKind::FineTuned);
    CHECK(last->sparsity() == Approx(0.6).margin(0.001));
    CHECK(snapshot->variants.size() >= 7);  // itself, and three a step
    const ImageSet shown = shownImageSet(*snapshot);
    CHECK(shownRow(snapshot->rows, last->id, shown.images)->images == shown.images);
}

TEST_CASE("a study that was left while a job works on it can be returned to", "[workspace]") {
    Desk desk;
    desk.workspace.createStudy(desk.request("a.secateur"));
    desk.settle();
    std::atomic<bool> goOn = false;
    desk.jobs.submit(
        {"Hold the study", JobLane::Compute, {}},
        [study = desk.workspace.study(), &goOn](const RunContext&) {
            while (!goOn) {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
        },
        nullptr, [] {});
    desk.workspace.createStudy(desk.request("b.secateur"));
    REQUIRE(waitUntil(
        [&] { return desk.workspace.study()->path() == desk.path("b.secateur").toStdString(); },
        kLong));
    desk.workspace.openStudy(desk.path("a.secateur"));
    CHECK(waitUntil(
        [&] { return desk.workspace.study()->path() == desk.path("a.secateur").toStdString(); },
        kLong));
    CHECK(desk.failure().isEmpty());
    goOn = true;
    desk.settle();
}
