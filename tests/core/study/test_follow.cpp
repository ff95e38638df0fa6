#include <unistd.h>

#include <thread>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/study/rows.h"
#include "core/study/settings.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/other_process.h"
#include "tests/support/scratch.h"

using namespace secateur;
using namespace secateur::test;
using Catch::Matchers::ContainsSubstring;
using namespace std::chrono_literals;

namespace {

std::string settingOf(Study& study, const std::string& name) {
    const auto settings = listSettings(study);
    const auto found = settings.find(name);
    return found == settings.end() ? "none" : found->second;
}

void setStep(Study& study, int step) {
    setSetting(study, "step", std::to_string(step));
}

/// Both settings are of one transaction of some hundred pages: a torn copy would tell them apart.
void setBoth(Study& study, int) {
    for (int round = 0; round < 60; ++round) {
        study.transact([&](SQLite::Database& database) {
            for (const char* name : {"first", "second"}) {
                execute(database,
                        "INSERT INTO setting (name, value) VALUES (?, ?) "
                        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        std::string(name), std::to_string(round) + std::string(400'000, ' '));
            }
        });
        std::this_thread::sleep_for(20ms);
    }
}

}  // namespace

TEST_CASE("a study that another process writes is followed", "[study][follow]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    {
        Study made(path);
        setSetting(made, "step", "before");
    }
    OtherProcess writer(path, setStep);
    CHECK_THROWS_WITH(Study(path), ContainsSubstring("in use by another process"));
    const auto followed = Study::follow(path);
    CHECK(followed->following());
    CHECK(followed->readOnly());
    CHECK(followed->path() == path);
    CHECK(settingOf(*followed, "step") == "before");
    CHECK_FALSE(followed->catchUp());  // nothing is new
    const int64_t changes = followed->changes({"setting"});
    for (int step = 0; step < 3; ++step) {
        writer.step();
        CHECK(followed->catchUp());
        CHECK(settingOf(*followed, "step") == std::to_string(step));
        CHECK(followed->changes({"setting"}) == changes + step + 1);
    }
    CHECK_THROWS_WITH(setSetting(*followed, "step", "mine"),
                      ContainsSubstring("another process writes this study"));
    CHECK(settingOf(*followed, "step") == "2");
    writer.step();  // whoever looks on has taken no lock from it
    CHECK_THROWS_WITH(Study(path), ContainsSubstring("in use by another process"));
}

TEST_CASE("what is read of a study under way is whole", "[study][follow]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    { const Study made(path); }
    OtherProcess writer(path, setBoth);
    const auto followed = Study::follow(path);
    writer.begin();
    const auto end = std::chrono::steady_clock::now() + 30s;
    int seen = 0;
    while (settingOf(*followed, "first").substr(0, 2) != "59" &&
           std::chrono::steady_clock::now() < end) {
        if (followed->catchUp()) {
            ++seen;
            CHECK(settingOf(*followed, "first") == settingOf(*followed, "second"));
        }
    }
    CHECK(seen > 0);
    CHECK(settingOf(*followed, "second").substr(0, 2) == "59");
    writer.waitForAnswer();
}

TEST_CASE("a followed study that is gone is said, and what was read stays", "[study][follow]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    { const Study made(path); }
    OtherProcess writer(path, setStep);
    writer.step();
    const auto followed = Study::follow(path);
    ::unlink(path.c_str());
    CHECK_THROWS_WITH(followed->catchUp(), ContainsSubstring("no longer there"));
    CHECK(settingOf(*followed, "step") == "0");
    CHECK_THROWS_WITH(Study::follow(folder / "none.secateur"), ContainsSubstring("none.secateur"));
}

TEST_CASE("a study that is open is not opened as a file, which would drop its lock",
          "[study][follow]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    ::symlink("a.secateur", (folder / "link").c_str());
    {
        Study mine(path);
        setSetting(mine, "step", "0");
        for (const std::string& name : {path, folder / "link"}) {
            CHECK_THROWS_WITH(readFile(name), ContainsSubstring("has the file open"));
        }
    }
    CHECK(readFile(path).size() > 4096);
}
