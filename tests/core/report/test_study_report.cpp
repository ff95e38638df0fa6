#include "core/report/study_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/analysis/sweep_options.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/graph/graph.h"
#include "core/report/html_report.h"
#include "core/report/json.h"
#include "core/report/markdown.h"
#include "core/report/remake_commands.h"
#include "core/report/speed_text.h"
#include "core/report/tables.h"
#include "core/stages/channel_stage.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/study/measurements.h"
#include "core/study/parity_store.h"
#include "core/study/settings.h"
#include "core/study/speed_store.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"
#include "tests/support/sizes_in.h"

using namespace secateur;
using namespace secateur::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// Two variants with made-up answers on four images: 3 right before, 2 after, one of them gained.
void fill(Study& study) {
    const ImageData data = quadrantImages();
    const int64_t root = importNetwork(study, tinyNetwork(), "with, \"quotes\"").id;
    PruneRecipe recipe;
    recipe.amount = 0.5;
    const int64_t pruned = pruneVariant(study, root, recipe).id;
    const int64_t images = recordImages(study, data, {Split::Test, {4, 5, 6, 7}});
    const std::vector<int32_t> labels{0, 1, 2, 3};
    addEvaluation(study, {root, images, "a processor", 2, {}, {{0, 1, 2, 0}, labels, 3, 2.0, {}}});
    addEvaluation(study, {pruned,
                          images,
                          "a processor",
                          2,
                          {},
                          {{0, 0, 0, 3}, labels, 2, 1.0, {0.5F, 0.625F, NAN, 1.0F}}});
    const int64_t sweep = openSweep(study, root, images, SweepOptions{});
    addSweepPoints(study, sweep, {{{Target::global(), {0.5}, 2, 4, 2, 1, 244}, {}}});
    addSweepPoints(study, sweep, {{{{Target::Kind::Layer, "conv1"}, {0.5}, 3, 4, 0, 0, 108}, {}}});
}

std::string textOf(const std::string& path) {
    const std::vector<uint8_t> bytes = readFile(path);
    return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("the pipeline's rows compare the same images", "[report]") {
    Study study;
    fill(study);
    const std::vector<StageRow> rows = readSnapshot(study)->rows;
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].reference);
    CHECK(rows[0].drop->drop == 0.0);
    CHECK_FALSE(rows[1].reference);
    CHECK(rows[1].stage == "pruned");
    // Lost images 5 and 6, gained image 7: one of four.
    CHECK(rows[1].drop->drop == Approx(0.25));
    CHECK(rows[1].drop->low == Approx(pairedDrop(2, 1, 4).low));
    CHECK(rows[1].sparsity == Approx(0.5));
    const std::string csv = csvOf(stageTable(rows));
    CHECK_THAT(csv, ContainsSubstring("stage,split,correct,count,top1,drop,drop_low,drop_high,size_"
                                      "bytes,gzip_bytes,images_per_second,workers,sparsity,note,"
                                      "images_per_second_low,images_per_second_high,one_core,"
                                      "one_core_low,one_core_high,variant\n"));
    CHECK_THAT(csv, ContainsSubstring("pruned,test,2,4,0.5,0.25,"));
    CHECK_THAT(csv, ContainsSubstring("\"FP32 from with, \"\"quotes\"\"\""));
}

TEST_CASE("a drop without its baseline is empty, not zero", "[report]") {
    Study study;
    fill(study);
    const ImageData data = quadrantImages();
    const int64_t others = recordImages(study, data, {Split::Test, {8, 9}});
    addEvaluation(study, {2, others, "a processor", 2, {}, {{0, 0}, {0, 1}, 1, 1.0, {}}});
    const std::vector<StageRow> rows = readSnapshot(study)->rows;
    REQUIRE(rows.size() == 3);
    CHECK_FALSE(rows[2].drop.has_value());
    CHECK_THAT(csvOf(stageTable(rows)), ContainsSubstring("pruned,test,1,2,0.5,,,,"));
}

TEST_CASE("the report is of one image set and names what was measured on others", "[report]") {
    Study study;
    fill(study);
    const ImageData data = quadrantImages();
    const int64_t others = recordImages(study, data, {Split::Test, {8, 9, 10, 11, 12}});
    const int64_t third = slimVariant(study, 1, {}).variant.id;
    addEvaluation(
        study,
        {third, others, "a processor", 2, {}, {{0, 0, 0, 0, 0}, {0, 1, 2, 3, 0}, 2, 1.0, {}}});
    std::string text = studyMarkdown(readSnapshot(study), 2);
    CHECK_THAT(text, ContainsSubstring("Accuracies are of: test, 4 images of quadrants.\n"));
    CHECK_THAT(text, ContainsSubstring("| pruned | 50.00 % | 25.00 ["));
    CHECK_THAT(
        text, ContainsSubstring("Not measured on these images: channel-pruned (40.00 % of 5 test"));
    CHECK_THAT(
        studyHtml(readSnapshot(study), 2, "1.2.3"),
        ContainsSubstring("<p>Not measured on these images: channel-pruned (40.00 % of 5 test "));
    setSetting(study, setting::kMeasuredOn, std::to_string(others));
    text = studyMarkdown(readSnapshot(study), 2);
    CHECK_THAT(text, ContainsSubstring("Accuracies are of: test, 5 images of quadrants.\n"));
    CHECK_THAT(text, ContainsSubstring("| channel-pruned | 40.00 % | baseline not measured |"));
    CHECK_THAT(text, ContainsSubstring("baseline (75.00 % of 4 test images), pruned (50.00 %"));
}

TEST_CASE("the page says what was gained, shows it and how to make it again", "[report]") {
    Study study;
    CHECK(reportClaim(*readSnapshot(study), 2) == "Nothing has been measured yet.");
    fill(study);
    setSetting(study, setting::kSeed, "7");
    setSetting(study, setting::kDataLocation, "/pictures of <mine>");
    const auto snapshot = readSnapshot(study);
    const PairedDrop drop = pairedDrop(2, 1, 4);
    CHECK(reportClaim(*snapshot, 2) ==
          fmt::format("pruned is 1.2 times smaller than baseline (0.0065 MB instead of 0.0076 MB) "
                      "and 25.00 [{:.2f}, {:.2f}] percentage points worse in top-1 accuracy, on "
                      "the same 4 test images of quadrants.",
                      100 * drop.low, 100 * drop.high));
    const std::string html = studyHtml(snapshot, 2, "1.2.3, commit abc");
    for (const char* part :
         {"Accuracy over size</title>", "Sensitivity of baseline (prune)</title>",
          "What pruned lost by class</title>", "3 images are answered otherwise",
          "a processor, 2 workers", "Secateur 1.2.3, commit abc", "<li>Seed: 7</li>",
          "with, &quot;quotes&quot;"}) {
        CHECK_THAT(html, ContainsSubstring(part));
    }
    for (const char* foreign : {"<script", "<link", "<img", "src=", "href=", "@import", "<mine>"}) {
        CHECK_THAT(html, !ContainsSubstring(foreign));
    }
    // Trained without held-out images: no accuracy, so none is drawn.
    StudySnapshot trained = *snapshot;
    trained.trainings = {{1, TrainingKind::FineTuned, "{}", {{1, 0.5, 0.9, 0.0, 1.0, {}}}, {}, {}}};
    CHECK_THAT(
        studyHtml(std::make_shared<StudySnapshot>(trained), 2, ""),
        !ContainsSubstring("Accuracy while training") && ContainsSubstring("<th class=\"n\">loss"));
    CHECK_THAT(csvOf(trainingTable(trained)), ContainsSubstring("1,fine-tuned,1,0.5,0.9,,1,"));
    trained.trainings[0].epochs[0].accuracy = 0.25;
    CHECK_THAT(studyHtml(std::make_shared<StudySnapshot>(trained), 2, ""),
               ContainsSubstring("Accuracy while training"));
    CHECK(remakeCommands(*snapshot) ==
          std::vector<std::string>{
              "# baseline: FP32 from with, \"quotes\"",
              "secateur-cli evaluate --study again.secateur --checkpoint NETWORK --data '/pictures "
              "of <mine>' --limit 4 --seed 7",
              "# pruned: global L1, 0.5",
              "secateur-cli prune --amount 0.5 --study again.secateur --variant baseline --seed 7",
              "secateur-cli sweep --study again.secateur --variant baseline --kind prune "
              "--criterion l1 --group layer --levels 0.5 --limit 4 --seed 7"});
}

TEST_CASE("the report's sizes are in the unit that is set, its files have bytes", "[report]") {
    Study study;
    fill(study);
    const auto snapshot = readSnapshot(study);
    CHECK_THAT(studyHtml(snapshot, 2, ""), ContainsSubstring(">size of the file in MB<"));
    const std::string stages = csvOf(stageTable(snapshot->rows));
    const SizesIn mebibytes(SizeUnit::Mebibyte);
    // 6,450 to 6,549 bytes, as 0.0065 MB says, are 0.00615 to 0.00625 MiB.
    CHECK_THAT(reportClaim(*snapshot, 2), ContainsSubstring("(0.0062 MiB instead of 0.007"));
    CHECK_THAT(studyHtml(snapshot, 2, ""), ContainsSubstring(">size of the file in MiB<") &&
                                               ContainsSubstring(">0.0062 MiB<") &&
                                               !ContainsSubstring(" MB"));
    CHECK(csvOf(stageTable(snapshot->rows)) == stages);
}

TEST_CASE("a network's name is never a command of its own", "[report]") {
    Study study;
    fill(study);
    StudySnapshot snapshot = *readSnapshot(study);
    snapshot.variants[0].name = "a\ntouch 'x'\r$(reboot)";
    const std::vector<std::string> lines = remakeCommands(snapshot);
    CHECK_THAT(lines[0], Catch::Matchers::StartsWith("# a touch 'x'\\x0d$(reboot): "));
    CHECK_THAT(lines[3], ContainsSubstring("--variant 'a\ntouch '\\''x'\\''\r$(reboot)'"));
}

TEST_CASE("an evaluation's own rate is no speed; those of one run are", "[report]") {
    Study study;
    fill(study);
    CHECK_THAT(csvOf(stageTable(readSnapshot(study)->rows)), ContainsSubstring(",,,0.00108"));
    CHECK_THAT(studyMarkdown(readSnapshot(study), 2), ContainsSubstring("Speeds are not measured"));
    addSpeedRun(study, {0,
                        "a processor",
                        8,
                        16,
                        3,
                        {},
                        {{1, {1, 100, 90, 110}},
                         {1, {2, 190, 180, 200}},
                         {2, {1, 120, 119, 121}},
                         {2, {2, 230, 220, 240}}}});
    const std::string text = studyMarkdown(readSnapshot(study), 2);
    CHECK_THAT(text, ContainsSubstring("| network | images/s, 1 core | images/s, 2 cores |\n"
                                       "|---|---:|---:|\n| baseline | 100 [90, 110] | 190 [180, "
                                       "200] |\n| pruned | 120 [119, 121] | 230 [220, 240] |\n"));
    CHECK_THAT(text, ContainsSubstring(" on a processor: median [slowest, fastest] of 3 rounds"));
    CHECK_THAT(studyHtml(readSnapshot(study), 2, "1.2.3"),
               ContainsSubstring("<td>pruned</td><td class=\"n\">120 [119, 121]</td>"));
    const std::string csv = csvOf(stageTable(readSnapshot(study)->rows));
    CHECK_THAT(csv, ContainsSubstring(",190,2,0.00108"));
    CHECK_THAT(csv, ContainsSubstring(",180,200,100,90,110,1\n"));
    CHECK_FALSE(speedJson(*latestSpeedRun(study), listVariants(study))["networks"].empty());
}

TEST_CASE("the ranges of INT8 networks are a table, with where each came from", "[report]") {
    Study study;
    const int64_t network = importNetwork(study, tinyNetwork(), "tiny").id;
    quantizeVariant({study, quadrantImages()}, network, {Split::Train, {0, 1, 2, 3}}, {});
    const Graph int8 = loadVariant(study, 2);
    const QuantParams& input = *int8.node(0).quant;
    const std::string text = csvOf(rangesTable(study));
    CHECK_THAT(text, ContainsSubstring("variant,layer,target,low,high,bits,scale,smallest_scale,"
                                       "zero_point,sqnr_db,reason\nint8,input,activations,"));
    CHECK_THAT(text, ContainsSubstring(
                         fmt::format(",{},{},{},", input.scale, input.scale, input.zeroPoint)));
    CHECK_THAT(text, ContainsSubstring(",extremes of the images\n"));
    CHECK_THAT(text, ContainsSubstring("int8,conv2,weights,"));
    CHECK_THAT(text, ContainsSubstring(",\"min-max, per channel\"\n"));
    CHECK(std::count(text.begin(), text.end(), '\n') == 1 + int8.size() + 3);
}

TEST_CASE("tables have stable headers and what was measured", "[report]") {
    Study study;
    fill(study);
    CHECK(predictionsCsv(*readSnapshot(study)) ==
          "variant,split,index,label,predicted,confidence\n"
          "baseline,test,4,0,0,\nbaseline,test,5,1,1,\nbaseline,test,6,2,2,\n"
          "baseline,test,7,3,0,\n"
          "pruned,test,4,0,0,0.5000\npruned,test,5,1,0,0.6250\npruned,test,6,2,0,\n"
          "pruned,test,7,3,3,1.0000\n");
    const std::string sweeps = csvOf(sweepsTable(*readSnapshot(study)));
    CHECK_THAT(sweeps,
               ContainsSubstring("variant,split,layer,ratio,correct,count,accuracy,drop,drop_"
                                 "low,drop_high,pruned_weights,kind,weights,unchanged,"
                                 "mode,settled,criterion,grouping,recalibrated_images\n"));
    CHECK_THAT(sweeps, ContainsSubstring("baseline,test,global,0.5,2,4,0.5,0.25,"));
    CHECK(csvOf(trainingTable(*readSnapshot(study))) ==
          "training,kind,epoch,loss,train_accuracy,held_out_accuracy,seconds,"
          "simulated_accuracy,ranges_frozen,batch_norm_frozen\n");
    ParityReport parity;
    parity.engine = "onednn";
    parity.instructionSet = "AVX2";
    parity.saturating = true;
    parity.images = 4;
    parity.layers = {{"conv1", "conv 3x3", 64, {1, 2}, {12, 3}, 576, 7, false}};
    storeParity(study, 2, 1, parity);
    CHECK(csvOf(parityTable(*readSnapshot(study), listParity(study))) ==
          "variant,engine,instruction_set,saturating,images,layer,kind,fp32,outputs,"
          "simulated_largest_steps,simulated_differing,kernel_largest_steps,kernel_differing,"
          "pair_sums,saturated\n"
          "pruned,onednn,AVX2,1,4,conv1,conv 3x3,0,64,1,2,12,3,576,7\n");
    CHECK_THAT(csvOf(variantsTable(*readSnapshot(study))),
               ContainsSubstring("2,1,pruned,pruned,fp32-sparse,"));
}

TEST_CASE("the report is one folder of files", "[report]") {
    Study study;
    fill(study);
    const Scratch folder;
    const std::vector<std::string> paths = writeStudyReport(study, folder / "a/b", 2.0);
    CHECK(paths.size() == 13);
    const std::string markdown = textOf(paths.front());
    CHECK_THAT(markdown, ContainsSubstring("| pruned | 50.00 % | 25.00 ["));
    CHECK_THAT(textOf(folder / "a/b/flipped.csv"), ContainsSubstring(",0.625,"));
    // One right answer was gained, two were lost; class 3 is the one gained.
    CHECK_THAT(markdown, ContainsSubstring("## What changed against baseline"));
    CHECK_THAT(markdown, ContainsSubstring("] | 2 | 1 | 0 | "));
    CHECK_THAT(textOf(folder / "a/b/flipped.csv"), ContainsSubstring("\npruned,baseline,5,,"));
    CHECK_THAT(markdown, ContainsSubstring("All together: largest safe ratio none."));
    CHECK_THAT(markdown, ContainsSubstring("| conv1 | ≥ 0.5, the largest tried |"));
    const auto json = nlohmann::json::parse(textOf(folder / "a/b/report.json"));
    CHECK(json["stages"][1]["drop"] == Approx(0.25));
    CHECK(json["changes"][0]["broken"] == 2);
    CHECK(json["changes"][0]["repaired"] == 1);
    CHECK(json["changes"][0]["confusion"][1][0] == 1);
    CHECK(json["sweeps"][0]["safe_ratios"]["conv1"] == 0.5);
    CHECK(json["sweeps"][0]["hardest_tried"] == nlohmann::json{"conv1"});
    CHECK(json["variants"][1]["recipe"]["amount"] == 0.5);
    CHECK_THROWS_AS(writeStudyReport(study, paths.front() + "/below", 2.0), Error);
}

TEST_CASE("a study with nothing in it makes a report that says so", "[report]") {
    Study study;
    CHECK_THAT(studyMarkdown(readSnapshot(study), 2.0), ContainsSubstring("No evaluation yet"));
}

TEST_CASE("the report sets measured plans beside their prediction", "[report]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    PruneRecipe recipe;
    recipe.scope = PruneScope::Plan;
    recipe.plan = {{"conv1", 0.5}};
    const int64_t plan = pruneVariant(study, root, recipe).id;
    const int64_t images = recordImages(study, data, {Split::Test, {4, 5, 6, 7}});
    const std::vector<int32_t> labels{0, 1, 2, 3};
    addEvaluation(study, {root, images, "a processor", 2, {}, {labels, labels, 4, 2.0, {}}});
    addEvaluation(study, {plan, images, "a processor", 2, {}, {{0, 1, 0, 0}, labels, 2, 1.0, {}}});
    const int64_t sweep = openSweep(study, root, images, SweepOptions{});
    addSweepPoints(study, sweep, {{{{Target::Kind::Layer, "conv1"}, {0.5}, 3, 4, 1, 0, 108}, {}}});
    const std::string markdown = studyMarkdown(readSnapshot(study), 2.0);
    // The curve says one image of four; of four classes no more than 75 points can be lost.
    CHECK_THAT(markdown, ContainsSubstring("| pruned | 25.00 ["));
    CHECK_THAT(markdown, ContainsSubstring("beyond the tolerance of 2 points | 50.00 ["));
    const auto plans = studyJson(readSnapshot(study), 2.0)["sweeps"][0]["plans"];
    REQUIRE(plans.size() == 1);
    CHECK(plans[0]["predicted_drop"] == Approx(0.25));
    CHECK(plans[0]["measured_drop"] == Approx(0.5));
    CHECK(plans[0]["calibrated_by"] == 0);
}
