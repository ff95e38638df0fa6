#include "core/study/settings.h"

#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/stages/stages.h"
#include "core/study/study.h"
#include "core/study/variant.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"

using namespace secateur;
using namespace secateur::test;
using Settings = std::map<std::string, std::string>;

TEST_CASE("settings are kept by name, the last value of each", "[settings]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    {
        Study study(path);
        CHECK(listSettings(study).empty());
        setSetting(study, setting::kSeed, "7");
        setSetting(study, setting::kTolerance, "2.0");
        setSetting(study, setting::kTolerance, "1.5");
        setSetting(study, setting::kDataLocation, "it's \"here\"; DROP TABLE setting");
    }
    Study study(path);
    CHECK(listSettings(study) == Settings{{"seed", "7"},
                                          {"tolerance", "1.5"},
                                          {"data.location", "it's \"here\"; DROP TABLE setting"}});
    setSetting(study, setting::kSeed, "");
    CHECK(listSettings(study).at("seed").empty());
}

TEST_CASE("a copy holds all that the study holds, and is a study of its own", "[study]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    const std::string copy = folder / "copy of it's.secateur";
    Study study(path);
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny.pth").id;
    setSetting(study, setting::kTolerance, "3");
    study.copyTo(copy);
    setSetting(study, setting::kTolerance, "4");  // not of the copy
    {
        Study other(copy);
        CHECK(listSettings(other) == Settings{{"tolerance", "3"}});
        REQUIRE(listVariants(other).size() == 1);
        CHECK(variantFile(other, id) == variantFile(study, id));
        setSetting(other, setting::kSeed, "1");
    }
    CHECK(listSettings(study) == Settings{{"tolerance", "4"}});

    Study memory;
    importNetwork(memory, tinyNetwork(), "tiny.pth");
    memory.copyTo(folder / "b.secateur");
    Study kept(folder / "b.secateur");
    CHECK(listVariants(kept).size() == 1);
}

TEST_CASE("a copy is never made over a file, nor half", "[study]") {
    const Scratch folder;
    Study study(folder / "a.secateur");
    importNetwork(study, tinyNetwork(), "tiny.pth");
    const auto codeOf = [&](const std::string& path) {
        try {
            study.copyTo(path);
        } catch (const Error& error) {
            INFO(error.what());
            CHECK(std::string(error.what()).find(path) != std::string::npos);
            return error.code();
        }
        return ErrorCode::Internal;
    };
    const std::string taken = folder / "taken.secateur";
    std::ofstream(taken) << "mine";
    CHECK(codeOf(taken) == ErrorCode::InvalidArgument);
    CHECK(readFile(taken).size() == 4);
    CHECK(codeOf(folder / "a.secateur") == ErrorCode::InvalidArgument);
    CHECK(codeOf(folder / "no/folder/b.secateur") == ErrorCode::Io);
    CHECK_FALSE(std::filesystem::exists(folder / "no"));
    CHECK(listVariants(study).size() == 1);
}
