#include "core/stages/profile_stage.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/error.h"
#include "core/base/machine.h"
#include "core/graph/cost.h"
#include "core/stages/network_source.h"
#include "core/stages/stages.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/not_tested.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"

using namespace secateur;
using namespace secateur::test;

namespace {

ProfileRun made(int64_t variant, double seconds) {
    StepTime step{"conv", "3x3", "stem", "brgconv", true, true, 90, 40, seconds};
    ProfileRun run{0, "a processor", {1e9, 4e9}, {}, {}};
    run.networks = {
        {variant, {"not kept", 8, {step, step}, 0.0, 0.125}, {{4, 2, 500, 0.01, 0.02}}}};
    return run;
}

}  // namespace

TEST_CASE("networks are timed layer by layer, and the run is kept", "[profile][peer]") {
    const Scratch folder;
    const ImageData data = quadrantImages();
    ProfileRun measured;
    {
        Study study(folder / "s.secateur");
        const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
        const int64_t pruned = pruneVariant(study, root, {}).id;
        CHECK_FALSE(latestProfileRun(study));
        try {
            measured = profileVariants({study, data, 2}, {root, pruned}, {3, 0.01});
        } catch (const Error& error) {  // nothing is stored where nothing can be believed
            REQUIRE(error.code() == ErrorCode::Unsupported);
            CHECK_FALSE(latestProfileRun(study));
            notTested("this machine is too busy to time layers");
            return;
        }
        REQUIRE(measured.networks.size() == 2);
        CHECK(measured.processor == processorName());
        CHECK(measured.peak.int8 > 0.0);
        int64_t macs = 0;
        for (const StepTime& step : measured.of(root)->profile.steps) {
            macs += step.macs;
        }
        CHECK(macs == variantCost(study, root, &data).macs);
        CHECK(measured.of(pruned)->curve.size() == 12);  // six batch sizes, on one core and on two
        CHECK_THROWS_AS(profileVariants({study, data, 2}, {root, 99}, {1, 0.0}), Error);
        CHECK_THROWS_AS(profileVariants({study, data, 2}, {}, {1, 0.0}), Error);
    }
    Study again(folder / "s.secateur");
    const ProfileRun stored = latestProfileRun(again).value();
    CHECK(stored.id == measured.id);
    CHECK(stored.created == measured.created);
    CHECK(stored.networks[0].profile.name == "baseline");
    CHECK(stored.networks[1].profile.seconds == Approx(measured.networks[1].profile.seconds));
}

TEST_CASE("a profile is read as it was written, under the network's name", "[profile]") {
    Study study;
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    addProfileRun(study, made(root, 1.0));
    addProfileRun(study, made(root, 0.25));
    const ProfileRun latest = latestProfileRun(study).value();
    CHECK(latest.peak.int8 == 4e9);
    REQUIRE(latest.networks.size() == 1);
    const ProfileRun::Entry& entry = *latest.of(root);
    CHECK(entry.profile.name == "baseline");
    CHECK(entry.profile.batch == 8);
    CHECK(entry.profile.spread == 0.125);
    CHECK(entry.profile.seconds == 0.5);  // two steps of a quarter
    const StepTime& step = entry.profile.steps[1];
    CHECK(step.layer == "conv");
    CHECK(step.kind == "3x3");
    CHECK(step.role == "stem");
    CHECK(step.implementation == "brgconv");
    CHECK((step.integers && step.depthwise));
    CHECK((step.macs == 90 && step.bytes == 40 && step.seconds == 0.25));
    REQUIRE(entry.curve.size() == 1);
    CHECK((entry.curve[0].batch == 4 && entry.curve[0].workers == 2));
    CHECK((entry.curve[0].imagesPerSecond == 500 && entry.curve[0].tail == 0.02));
    CHECK(latest.of(root + 1) == nullptr);
}

TEST_CASE("a profile that cannot have been measured is refused", "[profile]") {
    for (const char* change : {"UPDATE profile SET steps = '[]'", "UPDATE profile SET steps = '{}'",
                               "UPDATE profile SET steps = replace(steps, '0.25', '-1')",
                               "UPDATE profile SET curve = replace(curve, '500.0', '0')",
                               "UPDATE profile_run SET peak_fp32 = 0"}) {
        INFO(change);
        Study study;
        const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
        addProfileRun(study, made(root, 0.25));
        study.transact([&](SQLite::Database& database) { database.exec(change); });
        CHECK_THROWS_AS(latestProfileRun(study), Error);
    }
}
