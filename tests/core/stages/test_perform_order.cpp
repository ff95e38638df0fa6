#include "core/stages/perform_order.h"

#include "core/base/error.h"
#include "core/passes/fold_batchnorm.h"
#include "core/stages/stages.h"
#include "core/study/recipe_store.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"

using namespace secateur;
using namespace secateur::test;

TEST_CASE("orders of every kind are performed on a study", "[orders]") {
    Study study;
    const ImageData data = quadrantImages();
    const StageContext stage{study, data, 2};
    const Variant root = importNetwork(study, tinyNetwork(), "tiny");
    OrderSubject subject{root.id, 1, {}};

    const Performed measured = performOrder(stage, subject, EvaluateOrder{{root.id}, 6});
    REQUIRE(measured.measured);
    CHECK(measured.measured->result.count() == 6);
    CHECK(measured.variant->id == root.id);
    subject.shown = ImageList{Split::Test, {0, 2, 3, 5, 7}};

    SweepOptions sweep;
    sweep.levels = {0.5};
    sweep.scope = SweepScope::Global;
    int64_t started = 0;
    int64_t changed = 0;
    OrderHooks hooks;
    hooks.sweepStarts = [&](const SweepOptions&, const ImageList& images) {
        started = std::ssize(images.indices);
    };
    hooks.sweepChanged = [&](const auto& points) { changed = std::ssize(points); };
    CHECK(performOrder(stage, subject, SweepOrder{sweep, 4, {}}, hooks).points == 1);
    CHECK(started == 4);
    CHECK(changed == 1);

    TrainOptions training = fineTuneDefaults();
    training.epochs = 1;
    training.batchSize = 8;
    const Performed tuned =
        performOrder(stage, subject, TrainOrder{TrainingKind::FineTuned, training, 16});
    REQUIRE(tuned.variant);
    CHECK(tuned.variant->parent == root.id);
    CHECK(tuned.measured->variant == tuned.variant->id);
    CHECK(tuned.measured->result.count() == 5);  // on the images that accuracies are shown of

    QuantizeOptions quantize;
    quantize.calibrationImages = 8;
    const size_t recipes = listRecipes(study).size();
    const Performed int8 = performOrder(stage, subject, QuantizeOrder{quantize, "mine"});
    CHECK(int8.variant->quantized());
    CHECK(listRecipes(study).size() == recipes + 1);
    // What is there is not made again.
    CHECK(performOrder(stage, subject, QuantizeOrder{quantize, ""}).variant->id ==
          int8.variant->id);

    subject.variant = 99;
    CHECK_THROWS_AS(performOrder(stage, subject, QuantizeOrder{quantize, ""}), Error);
}
