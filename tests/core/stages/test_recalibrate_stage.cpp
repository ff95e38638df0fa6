#include "core/stages/recalibrate_stage.h"

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/passes/fold_batchnorm.h"
#include "core/stages/channel_stage.h"
#include "core/stages/removed_channels.h"
#include "core/stages/stages.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"

using namespace secateur;
using namespace secateur::test;

namespace {

RecalibrateOptions onImages(int64_t images) {
    RecalibrateOptions options;
    options.images = images;
    options.batchSize = 16;
    return options;
}

}  // namespace

TEST_CASE("a cut without batch normalisations is repaired by the network that it was cut of",
          "[recalibrate]") {
    Study study;
    const ImageData data = quadrantImages();
    const StageContext stage{study, data, 2};
    const Variant root = importNetwork(study, foldBatchNorm(tinyNetwork()), "tiny");
    CHECK_FALSE(canRecalibrate(study, root.id));
    CHECK_THROWS_WITH(recalibrateVariant(stage, root.id, onImages(32), 1),
                      Catch::Matchers::ContainsSubstring("no statistics to estimate"));

    const Variant pruned = pruneVariant(study, root.id, {});
    REQUIRE(canRecalibrate(study, pruned.id));
    const Variant made = recalibrateVariant(stage, pruned.id, onImages(32), 1);
    CHECK(made.kind == VariantKind::Recalibrated);
    CHECK(made.parent == pruned.id);
    CHECK(made.zeros == pruned.zeros);
    CHECK(made.digest != pruned.digest);
    CHECK(made.note.find("means and deviations of those of baseline on 32 train") !=
          std::string::npos);
    CHECK(recalibrateVariant(stage, pruned.id, onImages(32), 1).id == made.id);
    // What was repaired or trained since is compared with nothing.
    CHECK_FALSE(canRecalibrate(study, made.id));
}

TEST_CASE("which channels went is found again, whatever ranked them", "[recalibrate]") {
    Study study;
    const ImageData data = quadrantImages();
    const StageContext stage{study, data, 2};
    const Graph whole = foldBatchNorm(tinyNetwork());
    const Variant root = importNetwork(study, whole, "tiny");
    for (const PruneCriterion criterion :
         {PruneCriterion::L1, PruneCriterion::Random, PruneCriterion::Taylor}) {
        INFO(enumName(criterion));
        ChannelRecipe recipe;
        recipe.criterion = criterion;
        recipe.rankingImages = 24;
        recipe.seed = 5;
        const Variant slim = slimVariant(stage, root.id, recipe).variant;
        const Graph narrow = loadVariant(study, slim.id);
        const ChannelRemoval removal = removalOfVariant(stage, slim, whole, 5);
        const Graph again = slimChannels(whole, removal);
        for (const NodeId id : again.weightedNodes()) {
            CHECK(again.node(id).parameter("weight").equal(narrow.node(id).parameter("weight")));
        }
        CHECK(recalibrateVariant(stage, slim.id, onImages(40), 5).parameters == slim.parameters);
        if (criterion == PruneCriterion::Taylor) {
            CHECK_THROWS_WITH(recalibrateVariant(stage, slim.id, onImages(40), 6),
                              Catch::Matchers::ContainsSubstring("cannot be told any more"));
        }
    }
}
