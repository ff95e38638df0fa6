// Reports of studies whose networks were renamed or taken out.
#include <algorithm>

#include "core/report/remake_commands.h"
#include "core/report/study_snapshot.h"
#include "core/stages/stages.h"
#include "core/study/study.h"
#include "core/study/variant_edits.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"

using namespace secateur;
using namespace secateur::test;

namespace {

int64_t pruned(Study& study, int64_t parent, double amount) {
    PruneRecipe recipe;
    recipe.amount = amount;
    return pruneVariant(study, parent, recipe).id;
}

}  // namespace

TEST_CASE("a snapshot leaves out what was taken out, with all that was measured of it",
          "[report][edits]") {
    const ImageData data = quadrantImages();
    Study study;
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny.pth").id;
    const int64_t cut = pruned(study, root, 0.5);
    const ImageList images{Split::Test, {0, 1, 2, 3}};
    const RunContext run;
    for (const int64_t id : {root, cut}) {
        evaluateVariant({study, data, 1, run}, id, images);
    }
    const auto before = readSnapshot(study);
    CHECK(before->rows.size() == 2);
    removeVariants(study, cut);
    const auto after = readSnapshot(study, before);
    CHECK(after->variants.size() == 1);
    CHECK(after->evaluations.size() == 1);
    CHECK(after->rows.size() == 1);
    restoreVariants(study, {cut});
    CHECK(readSnapshot(study, after)->rows.size() == 2);
}

TEST_CASE("the commands call networks as they will be called when they are made again",
          "[report][edits]") {
    Study study;
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny.pth").id;
    pruned(study, root, 0.2);                         // pruned
    const int64_t second = pruned(study, root, 0.3);  // pruned 2
    const int64_t third = pruned(study, root, 0.4);   // pruned 3
    pruned(study, third, 0.6);                        // pruned 4
    renameVariant(study, third, "the one for the paper");
    renameVariant(study, root, "as it came");
    removeVariants(study, second);
    const auto snapshot = readSnapshot(study);
    const std::vector<std::string> lines = remakeCommands(*snapshot);
    REQUIRE(lines.size() == 8);
    CHECK(lines[1] == "secateur-cli evaluate --study again.secateur --checkpoint NETWORK");
    CHECK(lines[3] == "secateur-cli prune --amount 0.2 --study again.secateur --variant baseline");
    CHECK(lines[4].substr(0, 24) == "# the one for the paper:");
    // Without the one that was taken out it is the second.
    CHECK(lines[7] ==
          "secateur-cli prune --amount 0.6 --study again.secateur --variant 'pruned 2'");
    CHECK(remakeCommandsOf(*snapshot, third) ==
          std::vector<std::string>{lines[0], lines[1], lines[4], lines[5]});
}
