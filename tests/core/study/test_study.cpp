#include "core/study/study.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <fstream>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/graph/graph.h"
#include "core/stages/stages.h"
#include "core/study/clips.h"
#include "core/study/range_store.h"
#include "core/study/variant.h"
#include "tests/support/catch.h"
#include "tests/support/not_tested.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"

using namespace secateur;
using namespace secateur::test;
using Catch::Matchers::ContainsSubstring;

namespace {

ErrorCode codeOfOpening(const std::string& path) {
    try {
        const Study study(path);
    } catch (const Error& error) {
        INFO(error.what());
        CHECK_THAT(error.what(), ContainsSubstring(path));
        return error.code();
    }
    FAIL("it was opened");
    return ErrorCode::Internal;
}

}  // namespace

TEST_CASE("a study is found again after it was closed", "[study]") {
    const Scratch folder;
    const Graph graph = tinyNetwork();
    int64_t id = 0;
    {
        Study study(folder / "a.secateur");
        id = importNetwork(study, graph, "tiny.pth").id;
    }
    Study study(folder / "a.secateur");
    const Variant variant = requireVariant(study, "baseline");
    CHECK(variant.id == id);
    CHECK(variant.note == "FP32 from tiny.pth");
    CHECK(variant.encoding == Encoding::Fp32);
    CHECK(variant.sizeBytes == static_cast<int64_t>(variantFile(study, id).size()));
    const Graph loaded = loadVariant(study, id);
    for (const auto& [name, value] : graph.stateDict()) {
        INFO(name);
        CHECK(at::equal(loaded.node(loaded.require(name.substr(0, name.rfind('.'))))
                            .parameter(name.substr(name.rfind('.') + 1)),
                        value));
    }
}

TEST_CASE("a second user of an open study is refused", "[study]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    {
        const Study first(path);
        CHECK(codeOfOpening(path) == ErrorCode::Busy);
    }
    const Study again(path);  // the lock went with its owner
}

TEST_CASE("what is no study is refused and left as it is", "[study]") {
    const Scratch folder;
    const std::string garbage = folder / "garbage.secateur";
    std::ofstream(garbage) << "this is text, and longer than a header of SQLite's would be";
    CHECK(codeOfOpening(garbage) == ErrorCode::CorruptData);
    CHECK(readFile(garbage).size() == 59);

    const std::string other = folder / "other.db";
    SQLite::Database(other, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("PRAGMA auto_vacuum = FULL; CREATE TABLE mine (x)");
    const std::vector<uint8_t> before = readFile(other);
    CHECK(codeOfOpening(other) == ErrorCode::CorruptData);
    CHECK(readFile(other) == before);

    CHECK(codeOfOpening(folder / "no/such/folder/a.secateur") == ErrorCode::Io);
    CHECK(codeOfOpening(folder / "") == ErrorCode::Io);
}

TEST_CASE("a study that was cut short is called damaged", "[study]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    {
        Study study(path);
        importNetwork(study, tinyNetwork(), "tiny.pth");
    }
    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    CHECK(codeOfOpening(path) == ErrorCode::CorruptData);
}

TEST_CASE("a study of a newer program is not touched", "[study]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    { const Study study(path); }
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
    const std::vector<uint8_t> before = readFile(path);
    CHECK(codeOfOpening(path) == ErrorCode::Unsupported);
    CHECK(readFile(path) == before);
}

TEST_CASE("a study of version 1 is migrated when something is written", "[study]") {
    const Scratch folder;
    const std::string old = folder / "old.secateur";
    const std::vector<uint8_t> sql =
        readFile(SECATEUR_SOURCE_DIR "/tests/data/study/version_1.sql");
    {
        SQLite::Database database(old, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec(std::string(sql.begin(), sql.end()));
        database.exec(
            "INSERT INTO variant (name, kind, recipe, note, digest, encoding, size_bytes, "
            "gzip_bytes, parameters, weights, zeros, model) "
            "VALUES ('kept', 'baseline', '{}', 'as it was', '', 'fp32', 1, 1, 1, 1, 0, x'00')");
    }
    const std::vector<uint8_t> before = readFile(old);
    {
        Study study(old);
        CHECK(requireVariant(study, "kept").note == "as it was");
        CHECK(codeOfOpening(old) == ErrorCode::Busy);
        CHECK(listClips(study, 1).empty());
    }
    CHECK(readFile(old) == before);  // it was only looked at
    for (int opening = 0; opening < 2; ++opening) {
        Study study(old);
        CHECK(requireVariant(study, "kept").note == "as it was");
        CHECK(listClips(study, 1).size() == static_cast<size_t>(opening));
        setClip(study, 1, {"conv", ClipTarget::Weights, {-1.0, 1.0}});
    }
    const std::string fresh = folder / "fresh.secateur";
    { const Study study(fresh); }
    const auto schemaOf = [](const std::string& path) {
        SQLite::Database database(path);
        return std::pair(
            database.execAndGet("SELECT group_concat(sql, ';') FROM sqlite_master").getString(),
            database.execAndGet("PRAGMA user_version").getInt());
    };
    CHECK(schemaOf(old) == schemaOf(fresh));
    CHECK(schemaOf(old).second == 8);
}

TEST_CASE("an exception undoes the whole transaction", "[study]") {
    Study study;
    importNetwork(study, tinyNetwork(), "tiny.pth");
    CHECK_THROWS_AS(study.transact([](SQLite::Database& database) {
        database.exec("UPDATE variant SET name = 'other'");
        throw Cancelled();
    }),
                    Cancelled);
    CHECK(listVariants(study).front().name == "baseline");
}

TEST_CASE("the same network, or the same recipe, is one variant", "[study]") {
    Study study;
    const Variant first = importNetwork(study, tinyNetwork(), "a.pth");
    CHECK(importNetwork(study, tinyNetwork(), "b.pth").id == first.id);
    PruneRecipe recipe;
    recipe.amount = 0.5;
    const Variant half = pruneVariant(study, first.id, recipe);
    CHECK(pruneVariant(study, first.id, recipe).id == half.id);
    CHECK(half.parent == first.id);
    recipe.amount = 0.25;
    const Variant quarter = pruneVariant(study, first.id, recipe);
    CHECK(quarter.id != half.id);
    CHECK(quarter.name == "pruned 2");
    // 8*3*9 + 8*8*9 + 4*32 = 920 weights
    CHECK(half.weights == 920);
    CHECK(half.zeros == 460);
    CHECK(quarter.zeros == 230);
    CHECK_THROWS_AS(requireVariant(study, "nothing"), Error);
    CHECK_THROWS_AS(requireVariant(study, 17), Error);
}

TEST_CASE("an INT8 network is there with the reasons of its ranges, or not at all", "[study]") {
    Study study;
    const Graph graph = tinyNetwork();
    RangeChoice choice;
    choice.layer = "conv1";
    choice.reason = "by hand";
    const NewVariant twice{{}, "int8", VariantKind::Int8, "{}", "", {choice, choice}};
    CHECK_THROWS_AS(addVariant(study, twice, graph), Error);  // a row of reasons is one too many
    CHECK(listVariants(study).empty());
    const int64_t id =
        addVariant(study, {{}, "int8", VariantKind::Int8, "{}", "", {choice}}, graph).id;
    CHECK(
        (rangeReasons(study, id) == RangeReasons{{{"conv1", ClipTarget::Activations}, "by hand"}}));
}

TEST_CASE("a study is told from every other, and its copy is the same study", "[study]") {
    const Scratch folder;
    std::string identity;
    {
        Study study(folder / "a.secateur");
        identity = study.identity();
        CHECK(identity.size() == 32);
        CHECK(Study().identity() != identity);
        importNetwork(study, tinyNetwork(), "tiny.pth");
        setClip(study, 1, {"conv1", ClipTarget::Weights, {-1.0, 1.0}});
        study.copyTo(folder / "b.secateur");
    }
    CHECK(Study(folder / "a.secateur").identity() == identity);
    Study copy(folder / "b.secateur");
    CHECK(copy.identity() == identity);
    CHECK(listClips(copy, 1).size() == 1);  // the digests went with the rows
    CHECK_NOTHROW(loadVariant(copy, 1));
}

TEST_CASE("what was read stands until its table is written to", "[study]") {
    Study study;
    importNetwork(study, tinyNetwork(), "tiny.pth");
    const int64_t variants = study.changes({"variant"});
    const int64_t clips = study.changes({"clip"});
    setClip(study, 1, {"conv1", ClipTarget::Weights, {-1.0, 1.0}});
    listVariants(study);
    CHECK(study.changes({"variant"}) == variants);
    CHECK(study.changes({"clip"}) == clips + 1);
    CHECK(study.changes({"variant", "clip"}) == variants + clips + 1);
}

TEST_CASE("a study that is deleted or replaced while it is open is missed", "[study]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    Study study(path);
    importNetwork(study, tinyNetwork(), "tiny.pth");
    std::filesystem::remove(path);
    const auto write = [&] { setClip(study, 1, {"conv1", ClipTarget::Weights, {-1.0, 1.0}}); };
    CHECK_THROWS_WITH(write(), ContainsSubstring("deleted or replaced") && ContainsSubstring(path));
    std::ofstream(path) << "another";
    CHECK_THROWS_WITH(write(), ContainsSubstring("deleted or replaced"));
    CHECK(listClips(study, 1).empty());
}

TEST_CASE("a study that cannot be written is read from memory", "[study][peer]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    {
        Study study(path);
        importNetwork(study, tinyNetwork(), "tiny.pth");
    }
    const std::vector<uint8_t> before = readFile(path);
    std::filesystem::permissions(path, std::filesystem::perms::owner_read);
    if (::access(path.c_str(), W_OK) == 0) {
        notTested("root may write every file (see tests/cli/test_check.py: a read-only mount)");
        return;
    }
    {
        Study study(path);
        CHECK(study.readOnly());
        CHECK(listVariants(study).size() == 1);
        setClip(study, 1, {"conv1", ClipTarget::Weights, {-1.0, 1.0}});
        CHECK(listClips(study, 1).size() == 1);
    }
    CHECK(readFile(path) == before);
}
