#include "core/stages/speed_stage.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

#include "core/base/error.h"
#include "core/base/machine.h"
#include "core/graph/graph.h"
#include "core/stages/stages.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"

using namespace secateur;
using namespace secateur::test;

namespace {

SpeedOptions quickly() {
    SpeedOptions options;
    options.rounds = 3;
    options.images = 8;
    return options;
}

/// The tiny network of another number of classes.
Graph misfit() {
    Graph graph = tinyNetwork();
    Node& linear = graph.node(graph.output());
    linear.op = Linear{32, 3, false, {}};
    linear.setParameter("weight", linear.parameter("weight").narrow(0, 0, 3).clone());
    return graph;
}

}  // namespace

TEST_CASE("all networks that take the images are measured, and the run is kept", "[speed]") {
    const Scratch folder;
    const ImageData data = quadrantImages();
    SpeedRun measured;
    {
        Study study(folder / "s.secateur");
        const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
        const int64_t pruned = pruneVariant(study, root, {}).id;
        const int64_t other =
            addVariant(study, {{}, "other", VariantKind::Baseline, "{}", ""}, misfit()).id;
        CHECK_FALSE(latestSpeedRun(study));
        std::string said;
        RunContext context;
        context.onMessage = [&](const std::string& line) { said += line; };
        measured = measureSpeed({study, data, 2, context}, {}, quickly());
        CHECK(said.find("the speed of other is not measured: ") != std::string::npos);
        CHECK(measured.processor == processorName());
        CHECK(measured.images == 8);
        CHECK(measured.rounds == 3);
        REQUIRE(measured.figures.size() == 4);  // two networks, on one core and on two
        for (const int64_t variant : {root, pruned}) {
            const std::vector<SpeedFigure> figures = measured.of(variant);
            REQUIRE(figures.size() == 2);
            for (size_t i = 0; i < 2; ++i) {
                CHECK(figures[i].workers == static_cast<int>(i) + 1);
                CHECK(figures[i].lowest > 0);
                CHECK(figures[i].lowest <= figures[i].median);
                CHECK(figures[i].median <= figures[i].highest);
            }
        }
        CHECK_THROWS_AS(measureSpeed({study, data, 2}, {root, other}, quickly()), Error);
        CHECK(latestSpeedRun(study)->id == measured.id);  // what failed left nothing
    }
    Study again(folder / "s.secateur");
    const SpeedRun stored = latestSpeedRun(again).value();
    CHECK(stored.figures.size() == 4);
    CHECK(stored.of(1)[1].median == measured.of(1)[1].median);
    CHECK(stored.created == measured.created);
}

TEST_CASE("only figures of the latest run stand side by side", "[speed]") {
    Study study;
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    const int64_t pruned = pruneVariant(study, root, {}).id;
    addSpeedRun(
        study,
        {0, "a processor", 8, 16, 3, {}, {{root, {1, 10, 9, 11}}, {pruned, {1, 20, 19, 21}}}});
    addSpeedRun(study, {0, "a processor", 8, 16, 3, {}, {{pruned, {1, 30, 29, 31}}}});
    const SpeedRun latest = latestSpeedRun(study).value();
    CHECK(latest.of(root).empty());
    REQUIRE(latest.of(pruned).size() == 1);
    CHECK(latest.of(pruned)[0].median == 30);
}

TEST_CASE("a speed that cannot have been measured is refused", "[speed]") {
    Study study;
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    addSpeedRun(study, {0, "a processor", 8, 16, 3, {}, {{root, {1, 10, 9, 11}}}});
    study.transact(
        [](SQLite::Database& database) { database.exec("UPDATE speed SET median = 1e300"); });
    CHECK_THROWS_AS(latestSpeedRun(study), Error);
}
