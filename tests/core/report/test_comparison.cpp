#include "core/report/comparison.h"

#include <filesystem>
#include <fstream>

#include "core/analysis/answer_changes.h"
#include "core/report/comparison_tables.h"

#include "tests/support/catch.h"
#include "tests/support/sample_study.h"
#include "tests/support/scratch.h"

namespace secateur {

namespace {

using Catch::Matchers::ContainsSubstring;

TEST_CASE("variants are compared with the reference, image by image") {
    const Comparison comparison = compareVariants(test::smallStudy(), 1, {1, 2, 3}, 1);
    REQUIRE(comparison.variants.size() == 3);
    const ComparedVariant& pruned = comparison.variants[1];
    CHECK(pruned.variant->name == "pruned");
    CHECK(pruned.top1() == 0.5);
    // 2 lost, 1 gained of 8.
    REQUIRE(pruned.drop);
    CHECK(pruned.drop->drop == Approx(0.125));
    CHECK(pruned.drop->low == pairedDrop(2, 1, 8).low);
    CHECK(pruned.drop->high == pairedDrop(2, 1, 8).high);
    // Wilson of 4 of 8: (0.5 + z^2/16 ± z sqrt(0.25/8 + z^2/256)) / (1 + z^2/8), z^2 = 3.841459.
    CHECK(pruned.top1Interval.low == Approx(0.215216).margin(1e-6));
    CHECK(pruned.top1Interval.high == Approx(0.784784).margin(1e-6));
    CHECK(comparison.variants[0].drop->drop == 0.0);
    CHECK_FALSE(comparison.variants[2].evaluation);
    CHECK_FALSE(comparison.variants[2].drop);
    CHECK(comparison.classCount() == 3);
    CHECK(comparison.className(2) == "owl");
    CHECK(comparison.className(3) == "class 3");
}

TEST_CASE("without a reference or images there is no drop, and nothing is made up") {
    const Comparison comparison = compareVariants(test::smallStudy(), 1, {2}, 3);
    CHECK(comparison.variants[0].evaluation);
    CHECK_FALSE(comparison.variants[0].drop);
    const Comparison elsewhere = compareVariants(test::smallStudy(), 7, {1, 2}, 1);
    CHECK_FALSE(elsewhere.images);
    CHECK_FALSE(elsewhere.variants[0].evaluation);
    CHECK(compareVariants(nullptr, 1, {1}, 1).variants.empty());
}

TEST_CASE("of several evaluations the newest counts, and one of fewer images does not") {
    auto study = test::smallStudy();
    StoredEvaluation newer = study->evaluations[1];
    newer.created = "2024-05-02T00:00:00Z";
    newer.workers = 7;
    study->evaluations.insert(study->evaluations.begin(), newer);
    CHECK(newestEvaluation(*study, 2, 1)->workers == 7);
    StoredEvaluation shorter = newer;
    shorter.created = "2024-05-03T00:00:00Z";
    shorter.result.predictions.pop_back();
    study->evaluations.push_back(shorter);
    StoredEvaluation damaged = newer;
    damaged.created = "2024-05-03T00:00:00Z";
    damaged.result.predictions[0] = -5;
    study->evaluations.push_back(damaged);
    CHECK(newestEvaluation(*study, 2, 1)->workers == 7);
    CHECK_FALSE(newestEvaluation(*study, 3, 1));
}

TEST_CASE("class changes are counted on the images of each class, the largest loss first") {
    const auto study = test::smallStudy();
    const auto changes =
        classChanges(study->evaluations[0].result, study->evaluations[1].result, 3);
    REQUIRE(changes.size() == 3);
    // dog: 2 of 3 right before, 1 now (image 14 broken).
    CHECK(changes[0].label == 1);
    CHECK(changes[0].images == 3);
    CHECK(changes[0].referenceCorrect == 2);
    CHECK(changes[0].correct == 1);
    CHECK(changes[0].change() == Approx(-1.0 / 3.0));
    CHECK(changes[0].drop.high == pairedDrop(1, 0, 3).high);
    // cat: one broken, one repaired; owl: as before. Equal changes in the order of the classes.
    CHECK(changes[1].label == 0);
    CHECK(changes[1].change() == 0.0);
    CHECK(changes[1].drop.low == pairedDrop(1, 1, 3).low);
    CHECK(changes[2].label == 2);
    CHECK(changes[2].accuracy() == 0.5);
}

TEST_CASE("a class without images has no bar") {
    const auto study = test::smallStudy();
    CHECK(classChanges(study->evaluations[0].result, study->evaluations[1].result, 4).size() == 3);
}

TEST_CASE("the confusion matrix counts labels by predictions") {
    const auto study = test::smallStudy();
    const ConfusionMatrix matrix(study->evaluations[1].result, 3);
    const std::vector<std::vector<int64_t>> expected{{2, 1, 0}, {1, 1, 1}, {1, 0, 1}};
    for (int64_t label = 0; label < 3; ++label) {
        for (int64_t prediction = 0; prediction < 3; ++prediction) {
            CHECK(matrix.count(label, prediction) ==
                  expected[static_cast<size_t>(label)][static_cast<size_t>(prediction)]);
        }
    }
    CHECK(matrix.ofLabel(1) == 3);
}

TEST_CASE("flipped images say what happened to them") {
    const auto study = test::smallStudy();
    const auto flipped = flippedImages(study->evaluations[0].result, study->evaluations[1].result,
                                       study->images[0].indices);
    REQUIRE(flipped.size() == 4);
    CHECK(flipped[0].position == 1);
    CHECK(flipped[0].index == 11);
    CHECK(flipped[0].kind == FlipKind::Broken);
    CHECK(flipped[1].index == 12);
    CHECK(flipped[1].kind == FlipKind::Repaired);
    CHECK(flipped[2].index == 14);
    CHECK(flipped[2].kind == FlipKind::Broken);
    CHECK(flipped[2].referencePrediction == 1);
    CHECK(flipped[2].prediction == 2);
    CHECK(flipped[3].index == 15);
    CHECK(flipped[3].kind == FlipKind::BothWrong);
}

TEST_CASE("a comparison's tables say which answers changed") {
    const Comparison comparison = compareVariants(test::smallStudy(), 1, {1, 2, 3}, 1);
    const ComparedVariant& pruned = comparison.variants[1];
    CHECK(comparison.isPaired(pruned));
    CHECK_FALSE(comparison.isPaired(comparison.variants[0]));
    CHECK_FALSE(comparison.isPaired(comparison.variants[2]));
    const Table changes = changesTable(comparison);
    REQUIRE(changes.rows.size() == 1);
    // 11 and 14 broken, 12 repaired, 15 wrong both times; of the classes only dog lost.
    const std::string text = markdownOf(changes);
    CHECK_THAT(text, ContainsSubstring(" | 2 | 1 | 1 | dog 33.33 ["));
    CHECK_THAT(text, !ContainsSubstring("cat"));
    const auto json = changesJson(comparison, pruned);
    CHECK(json["broken"] == 2);
    CHECK(json["both_wrong"] == 1);
    CHECK(json["drop"] == 0.125);
    CHECK(json["classes"][0]["class"] == "dog");
    CHECK(json["confusion"] == nlohmann::json{{2, 1, 0}, {1, 1, 1}, {1, 0, 1}});
    const auto fileOf = [](int64_t index) { return "pets/" + std::to_string(index) + ".png"; };
    CHECK(csvOf(flippedTable(comparison, pruned, changesOf(comparison, pruned).flipped, fileOf)) ==
          "variant,reference,index,file,label,reference_prediction,reference_confidence,prediction,"
          "confidence,kind\n"
          "pruned,FP32,11,pets/11.png,cat,cat,,dog,,broken\n"
          "pruned,FP32,12,pets/12.png,cat,dog,,cat,,repaired\n"
          "pruned,FP32,14,pets/14.png,dog,dog,,owl,,broken\n"
          "pruned,FP32,15,pets/15.png,dog,owl,,cat,,both wrong\n");
    // dog: 2 as dog before, 1 now; owl before only 15, now only 14; 15 is taken for cat now.
    const std::string cells = csvOf(changedCells(confusionTable(comparison, pruned, true)));
    CHECK(cells ==
          "variant,reference,label,prediction,count,reference_count,change\n"
          "pruned,FP32,dog,cat,1,0,1\npruned,FP32,dog,dog,1,2,-1\n");
}

TEST_CASE("families are compared with their own roots on the best images") {
    auto study = test::smallStudy();
    study->variants.push_back(test::variantOf(4, {}, "other", VariantKind::Baseline, 100));
    study->evaluations.push_back(study->evaluations[0]);
    study->evaluations.back().variant = 4;
    study->variants.push_back(test::variantOf(5, {}, "never measured", VariantKind::Baseline, 100));
    const auto families = familyComparisons(study, 1);
    REQUIRE(families.size() == 2);
    CHECK(families[0].reference.variant->id == 1);
    CHECK(families[0].variants.size() == 3);
    CHECK(families[1].reference.variant->id == 4);
    CHECK(families[1].variants.size() == 1);
}

TEST_CASE("images of a folder are named by their files, in the order of their indices") {
    const test::Scratch folder;
    for (const char* name :
         {"test/owl/a.png", "test/cat/b.PNG", "test/cat/a.jpg", "test/cat/.x.png"}) {
        const std::filesystem::path path = std::filesystem::path(folder / "set") / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << "not read";
    }
    auto study = test::smallStudy();
    study->data[0].kind = DatasetKind::ImageFolder;
    study->data[0].location = folder / "set";
    study->data[0].testImages = 3;
    const FileOf fileOf = filesOf(compareVariants(study, 1, {1, 2}, 1));
    REQUIRE(fileOf);
    CHECK(fileOf(0) == folder / "set/test/cat/a.jpg");
    CHECK(fileOf(1) == folder / "set/test/cat/b.PNG");
    CHECK(fileOf(2) == folder / "set/test/owl/a.png");
    study->data[0].testImages = 4;  // another folder by now
    CHECK_FALSE(filesOf(compareVariants(study, 1, {1, 2}, 1)));
    study->data[0].location = folder / "gone";
    CHECK_FALSE(filesOf(compareVariants(study, 1, {1, 2}, 1)));
    CHECK_FALSE(filesOf(compareVariants(test::smallStudy(), 1, {1, 2}, 1)));
}

}  // namespace

}  // namespace secateur
