#include "core/report/study_check.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <fstream>
#include <limits>

#include "core/analysis/parity_report.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/ranking/ranking_store.h"
#include "core/report/json.h"
#include "core/report/markdown.h"
#include "core/report/study_snapshot.h"
#include "core/report/tables.h"
#include "core/stages/quant_checks.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"
#include "core/stages/training_stage.h"
#include "core/study/recipe_store.h"
#include "core/study/settings.h"
#include "core/study/study.h"
#include "core/study/study_file.h"
#include "core/study/training_store.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"
#include "tests/support/stopped_training.h"

using namespace secateur;
using namespace secateur::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A study with a row or more in every table, its training stopped in the second epoch.
void fill(Study& study) {
    const ImageData data = quadrantImages();
    const ImageList images{Split::Test, {5, 1, 2, 40, 41, 42, 43, 44}};
    const ImageList calibration{Split::Train, {0, 1, 2, 3, 4, 5, 6, 7}};
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    const int64_t pruned = pruneVariant(study, root, {PruneScope::Global, 0.5, {}, {}}).id;
    SweepOptions options;
    options.levels = {0.5, 0.9};
    sweepVariant({study, data, 1}, root, images, options);
    options.adaptive.on = true;
    sweepVariant({study, data, 1}, root, images, options);
    QuantizeOptions quantize;
    const int64_t int8 = quantizeVariant({study, data, 1}, pruned, calibration, quantize).id;
    quantErrorsOf({study, data, 1}, root, calibration, images, quantize);
    verifyVariant({study, data, 1}, int8, images);
    setClip(study, root, {"conv1", ClipTarget::Activations, {0.0, 2.0}});
    setSetting(study, setting::kSeed, "7");
    saveRecipe(study, "mine", quantize);
    const int64_t ranking = openRanking(study, {{.workers = 1}, "d", "data", "a processor"});
    addRankedNetwork(study, ranking, {"abc", "net", "model", 10, 20});
    RankingResult top1;
    top1.correct = 1;
    top1.count = 2;
    top1.right = {true, false};
    addRankingResult(study, "abc", RankingMeasure::Top1, "{}", 0.0, top1);
    TrainingPlan plan;
    plan.options = {.epochs = 3, .batchSize = 16, .microBatch = 8};
    plan.options.checkpointSeconds = 0.0;
    plan.images = {Split::Train, allIndices()};
    int reports = 0;
    StopWhen stop([&](const Progress&) { return ++reports >= 6; });
    CHECK_THROWS_AS(trainVariant({study, data, 1, stop.context}, plan, tinyNetwork()), Cancelled);
}

/// The file of such a study, made once.
const std::string& filledStudy() {
    static const Scratch folder;
    static const std::string path = [] {
        const std::string made = folder / "filled.secateur";
        Study study(made);
        fill(study);
        return made;
    }();
    return path;
}

/// A copy that somebody has edited, who knows that rows have digests.
std::string edited(const Scratch& folder, const std::string& sql) {
    const std::string path = folder / "edited.secateur";
    std::filesystem::copy_file(filledStudy(), path,
                               std::filesystem::copy_options::overwrite_existing);
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    database.exec("PRAGMA foreign_keys = OFF; DELETE FROM row_digest;" + sql);
    return path;
}

std::vector<std::string> faultsOf(const std::string& path) {
    try {
        Study study(path);
        return readEverything(study);
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::CorruptData);
        return {error.what()};
    }
}

/// Everything that a report says, as one text; a fault ends it.
std::string reportOf(const std::string& path) {
    Study study(path);
    const auto snapshot = readSnapshot(study);
    return studyMarkdown(snapshot, 2.0) + studyJson(snapshot, 2.0).dump() +
           predictionsCsv(*snapshot);
}

}  // namespace

TEST_CASE("everything of a sound study is read", "[study_check]") {
    CHECK(faultsOf(filledStudy()) == std::vector<std::string>{});
    const FileCheck file = checkStudyFile(filledStudy());
    CHECK(file.sound());
    CHECK(file.count > 30);
    CHECK(file.unchecked == 0);
    for (const char* table : {"sweep_point", "training_epoch", "activation_histogram", "clip",
                              "setting", "quant_recipe", "quant_error_point", "quant_error_noise",
                              "comparison_result", "parity"}) {
        INFO(table);
        SQLite::Database database(filledStudy());
        CHECK(database.execAndGet(std::string("SELECT count(*) FROM ") + table).getInt() > 0);
    }
}

TEST_CASE("hostile rows are refused by file, table and row", "[study_check]") {
    const Scratch folder;
    const auto [sql, named] = GENERATE(table<const char*, const char*>({
        // 4: blobs that are shorter or longer than the list of images
        {"UPDATE evaluation SET predictions = x''", "table evaluation, row 1, predictions"},
        {"UPDATE evaluation SET predictions = x'00'", "table evaluation, row 1, predictions"},
        {"UPDATE image_list SET indices = zeroblob(80000)", "table image_list, row 1, indices"},
        {"UPDATE image_list SET labels = x''", "table image_list, row 1, labels"},
        {"UPDATE image_list SET count = 1 << 62", "table image_list, row 1, indices"},
        {"UPDATE evaluation SET predictions = zeroblob(31) || x'7f'", "evaluation, row 1"},
        {"UPDATE evaluation SET confidences = x'00'", "evaluation, row 1, confidences"},
        {"UPDATE evaluation SET confidences = zeroblob(4)", "evaluation, row 1, confidences"},
        {"UPDATE evaluation SET confidences = 'sure'", "evaluation, row 1, confidences"},
        {"UPDATE evaluation SET correct = 77", "table evaluation, row 1, correct"},
        {"UPDATE evaluation SET seconds = 'soon'", "table evaluation, row 1, seconds"},
        {"UPDATE evaluation SET workers = -1", "table evaluation, row 1, workers"},
        // 9: parents in a circle
        {"UPDATE variant SET parent = 2 WHERE id = 1", "table variant, row 1, parent"},
        {"UPDATE variant SET parent = id WHERE id = 2", "table variant, row 2, parent"},
        // 14: names that are no text
        {"UPDATE variant SET name = CAST(x'e9ff' AS TEXT) WHERE id = 1",
         "table variant, row 1, name"},
        {"UPDATE variant SET note = x'00' WHERE id = 1", "table variant, row 1, note"},
        // 22: references, flips, texts
        {"UPDATE variant SET parent = 99 WHERE id = 2", "there is no such variant"},
        {"UPDATE evaluation SET image_list = 99", "there is no such image_list"},
        {"UPDATE sweep_point SET flips = x'00000000' WHERE sweep = 2", "table sweep_point"},
        {"UPDATE sweep_point SET flips = x'ffffff7f' WHERE sweep = 2", "table sweep_point"},
        {"UPDATE sweep_point SET count = -5", "table sweep_point, row 1, count"},
        {"UPDATE sweep_point SET ratio = 1e300 WHERE rowid = 1", "table sweep_point, row 1, ratio"},
        {"UPDATE sweep SET kind = 'bend'", "table sweep, row 1, kind"},
        {"UPDATE sweep SET criterion = 'taste'", "table sweep, row 1, criterion"},
        {"UPDATE data_set SET class_names = 'dog, cat'", "table data_set, row 1, class_names"},
        {"UPDATE data_set SET class_names = '[1, 2]'", "table data_set, row 1, class_names"},
        {"UPDATE data_set SET kind = 'tape'", "table data_set, row 1, kind"},
        {"UPDATE parity SET report = 'fine'", "table parity, row 1, report"},
        {"UPDATE parity SET report = '{}'", "table parity, row 1, report"},
        {"UPDATE clip SET target = 'somewhere'", "table clip, row 1, target"},
        {"UPDATE clip SET high = -1", "table clip, row 1, high"},
        {"UPDATE quant_error_point SET mode = 'x' WHERE rowid = 1",
         "table quant_error_point, row 1, mode"},
        {"UPDATE quant_recipe SET recipe = '[[['", "table quant_recipe, row 1"},
        {"UPDATE activation_histogram SET histogram = x'0011'", "table activation_histogram, row "},
        {"UPDATE training SET kind = ''", "table training, row 1, kind"},
        {"UPDATE training SET state = x'0102'", "table training, row 1, state"},
        {"UPDATE training_epoch SET epoch = 0", "table training_epoch, row 1, epoch"},
        {"UPDATE variant SET model = x'0011' WHERE id = 1", "table variant, row 1, model"},
        {"UPDATE variant SET encoding = 'int4' WHERE id = 1", "table variant, row 1, encoding"},
        {"UPDATE variant SET zeros = -1 WHERE id = 1", "table variant, row 1, zeros"},
        // JSON that reports write on: seven million levels were a stack overflow
        {"UPDATE variant SET recipe = 'x' WHERE id = 1", "row 1, recipe: this is not JSON"},
        {"UPDATE variant SET recipe = '3' WHERE id = 1", "table variant, row 1, recipe"},
        {"UPDATE variant SET recipe = replace(hex(zeroblob(3500000)), '0', '[') WHERE id = 1",
         "table variant, row 1, recipe"},
        {"UPDATE training SET recipe = '{\"a\":1,\"a\":2}'", "table training, row 1, recipe"},
        {"UPDATE data_set SET height = 0", "table data_set, row 1, height"},
        {"UPDATE quant_recipe SET recipe = '{\"activation_scheme\": \"x\"}'",
         "table quant_recipe, row 1, recipe: impossible setting: \"mine\""},
    }));
    const std::string path = edited(folder, sql);
    const std::vector<std::string> faults = faultsOf(path);
    INFO(sql);
    REQUIRE_FALSE(faults.empty());
    CHECK_THAT(faults.front(), ContainsSubstring(path) && ContainsSubstring(named));
}

TEST_CASE("views, triggers and other tables are not opened", "[study_check]") {
    const Scratch folder;
    const auto [sql, named] = GENERATE(table<const char*, const char*>({
        // 21: a view that never ends, a trigger that would run
        {"DROP TABLE parity; CREATE VIEW parity AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
         "SELECT i + 1 FROM n) SELECT i AS id, 1 AS variant, '{}' AS report FROM n",
         "view parity"},
        {"CREATE TRIGGER mine AFTER INSERT ON setting BEGIN DELETE FROM variant; END",
         "trigger mine"},
        {"CREATE TABLE extra (x)", "table extra"},
        {"DROP TABLE clip; CREATE TABLE clip (variant, layer, target, low, high AS (1 / 0))",
         "table clip"},
        {"DROP TABLE clip", "table clip"},
        {"PRAGMA application_id = 7", "not a study"},
    }));
    const std::string path = edited(folder, sql);
    const std::vector<std::string> faults = faultsOf(path);
    INFO(sql);
    REQUIRE(faults.size() == 1);
    CHECK_THAT(faults.front(), ContainsSubstring(path) && ContainsSubstring(named));
}

TEST_CASE("a saved training with an impossible step is refused", "[study_check]") {
    // 3: before an array, or taken as finished
    const Scratch folder;
    const int64_t step = GENERATE(-1, -1000000, -(int64_t{1} << 62), int64_t{1} << 62, 13);
    const std::string path = edited(folder, "");
    Study study(path);
    const StoredTraining training = listTrainings(study).front();
    TrainState state = loadTrainState(study, training.id).value();
    state.step = step;
    saveTrainState(study, training.id, state);
    TrainingPlan plan;
    plan.options = {.epochs = 3, .batchSize = 16, .microBatch = 8};
    plan.options.checkpointSeconds = 0.0;
    plan.images = {Split::Train, allIndices()};
    try {
        trainVariant({study, quadrantImages(), 1}, plan, tinyNetwork());
        FAIL("it went on");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::CorruptData);
        CHECK_THAT(error.what(), ContainsSubstring(path + ", table training, row 1"));
    }
}

TEST_CASE("a saved training of other momentum, epochs, images or values is refused",
          "[study_check]") {
    const Scratch folder;
    const std::string wrong = GENERATE("momentum", "epochs", "images", "loss", "values");
    const std::string path = edited(folder, wrong == "epochs" ? "DELETE FROM training_epoch" : "");
    Study study(path);
    TrainState state = loadTrainState(study, 1).value();
    REQUIRE(state.momentum.defined());
    if (wrong == "momentum") {
        state.momentum = state.momentum.slice(0, 0, 3).clone();
    } else if (wrong == "images") {
        state.seen += 1;
    } else if (wrong == "loss") {
        state.lossSum = -5;
    } else if (wrong == "values") {
        state.parameters = state.parameters.clone();
        state.parameters[1] = std::numeric_limits<double>::quiet_NaN();
    }
    if (wrong != "epochs") {
        saveTrainState(study, 1, state);
    }
    TrainingPlan plan;
    plan.options = {.epochs = 3, .batchSize = 16, .microBatch = 8};
    plan.options.checkpointSeconds = 0.0;
    plan.images = {Split::Train, allIndices()};
    CHECK_THROWS_WITH(trainVariant({study, quadrantImages(), 1}, plan, tinyNetwork()),
                      ContainsSubstring("table training, row 1"));
}

TEST_CASE("a flipped bit is found or changes nothing", "[study_check]") {
    const Scratch folder;
    const std::string path = folder / "flipped.secateur";
    const std::vector<uint8_t> sound = readFile(filledStudy());
    const std::string expected = [&] {
        writeFile(path, sound.data(), sound.size());
        return reportOf(path);
    }();
    // Of the pages that hold what the report says.
    std::vector<int64_t> pages;
    SQLite::Database database(filledStudy());
    SQLite::Statement page(database,
                           "SELECT pageno FROM dbstat WHERE name IN ('evaluation', 'image_list', "
                           "'sweep', 'sweep_point', 'training', 'training_epoch', 'parity', "
                           "'data_set', 'row_digest', 'sqlite_autoindex_sweep_point_1')");
    while (page.executeStep()) {
        pages.push_back(page.getColumn(0).getInt64());
    }
    const auto size = database.execAndGet("PRAGMA page_size").getInt64();
    Random random(20261128);
    int refused = 0;
    int changed = 0;
    for (int flip = 0; flip < 200; ++flip) {
        std::vector<uint8_t> bytes = sound;
        const int64_t first = (pages.at(random.below(pages.size())) - 1) * size;
        const auto at = static_cast<size_t>(first) + random.below(static_cast<uint64_t>(size));
        bytes[at] ^= static_cast<uint8_t>(1U << random.below(8));
        std::ofstream(path, std::ios::binary | std::ios::trunc)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        try {
            if (reportOf(path) != expected) {
                ++changed;
                UNSCOPED_INFO("byte " << at << " of " << bytes.size());
            }
        } catch (const Error&) {
            ++refused;
        }
    }
    CHECK(changed == 0);
    CHECK(refused > 20);
    WARN(refused << " of 200 flipped bits were found, the others changed nothing");
}

TEST_CASE("a damaged study is repaired, and what is lost is said", "[study_check]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    std::filesystem::copy_file(filledStudy(), path);
    const auto change = [&](const char* sql) {
        SQLite::Database(path, SQLite::OPEN_READWRITE).exec(sql);
    };
    SECTION("rows of results") {
        change("UPDATE sweep_point SET correct = 0, lost = 0, gained = 0 WHERE rowid = 2");
        CHECK(checkStudyFile(path).rows.size() == 1);
        const Repair done = repairStudyFile(path);
        CHECK(done.lost ==
              std::vector<std::string>{"table sweep_point, row 2: not what was written"});
        CHECK(readFile(done.copy).size() == readFile(path).size());
    }
    SECTION("a list of images takes its evaluations along") {
        change("UPDATE image_list SET labels = zeroblob(32) WHERE id = 1");
        CHECK(repairStudyFile(path).lost.size() > 10);
    }
    SECTION("a network's note: the network stays") {
        change("UPDATE variant SET note = 'forged' WHERE id = 1");
        const Repair done = repairStudyFile(path);
        REQUIRE(done.lost.size() == 1);
        CHECK_THAT(done.lost.front(),
                   ContainsSubstring("variant, row 1") && ContainsSubstring("kept as it is now"));
        Study study(path);
        CHECK(listVariants(study).size() == 3);
    }
    SECTION("a network's weights: it goes with its descendants") {
        change("UPDATE variant SET model = zeroblob(100) WHERE id = 2");
        repairStudyFile(path);
        Study study(path);
        CHECK(listVariants(study).size() == 1);
    }
    SECTION("a page") {
        std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
        SQLite::Database database(path);
        const int64_t page = database
                                 .execAndGet(
                                     "SELECT rootpage FROM sqlite_master WHERE name = "
                                     "'quant_error_point'")
                                 .getInt64();
        const int64_t size = database.execAndGet("PRAGMA page_size").getInt64();
        file.seekp((page - 1) * size);
        file.write(std::string(64, '\xff').data(), 64);
        file.close();
        CHECK_FALSE(checkStudyFile(path).pages.empty());
        CHECK_FALSE(repairStudyFile(path).lost.empty());
    }
    CHECK(checkStudyFile(path).sound());
    CHECK(faultsOf(path) == std::vector<std::string>{});
}
