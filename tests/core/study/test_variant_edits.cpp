#include "core/study/variant_edits.h"

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/stages/stages.h"
#include "core/study/settings.h"
#include "core/study/study.h"
#include "core/study/study_file.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"

using namespace secateur;
using namespace secateur::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// baseline (1) with two pruned networks (2, 3), the second of which was pruned again (4).
void makeFamily(Study& study) {
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny.pth").id;
    PruneRecipe recipe;
    recipe.amount = 0.3;
    pruneVariant(study, root, recipe);
    recipe.amount = 0.5;
    const int64_t second = pruneVariant(study, root, recipe).id;
    pruneVariant(study, second, recipe);
}

std::vector<int64_t> idsOf(const std::vector<Variant>& variants) {
    std::vector<int64_t> ids;
    for (const Variant& v : variants) {
        ids.push_back(v.id);
    }
    return ids;
}

}  // namespace

TEST_CASE("a network is renamed unless the name is taken or none", "[study][edits]") {
    Study study;
    makeFamily(study);
    renameVariant(study, 2, "  a third cut ");
    CHECK(requireVariant(study, "a third cut").id == 2);
    CHECK(requireVariant(study, 2).digest == requireVariant(study, "a third cut").digest);
    renameVariant(study, 2, "a third cut");  // its own
    CHECK_THROWS_WITH(renameVariant(study, 3, "a third cut"), ContainsSubstring("has this name"));
    for (const char* bad : {"", "  \t", "two\nlines"}) {
        CHECK_THROWS_AS(renameVariant(study, 3, bad), Error);
    }
    CHECK_THROWS_AS(renameVariant(study, 3, std::string(kLongestName + 1, 'x')), Error);
    CHECK_THROWS_AS(renameVariant(study, 99, "x"), Error);
}

TEST_CASE("a note takes the place of the first line, remarks stay", "[study][edits]") {
    Study study;
    const Graph graph = tinyNetwork();
    const int64_t id =
        addVariant(study, {{}, "a", VariantKind::Baseline, "{}", "made\nleft out\nwarned"}, graph)
            .id;
    setVariantNote(study, id, "for the paper");
    CHECK(requireVariant(study, id).note == "for the paper\nleft out\nwarned");
    CHECK_THROWS_AS(setVariantNote(study, id, "a\nb"), Error);
}

TEST_CASE("what is taken out goes with what was made of it, and comes back", "[study][edits]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    {
        Study study(path);
        makeFamily(study);
        CHECK(removeVariants(study, 3) == std::vector<int64_t>{3, 4});
        CHECK(idsOf(listVariants(study)) == std::vector<int64_t>{1, 2});
        CHECK_THROWS_AS(requireVariant(study, "pruned 2"), Error);
        CHECK_THROWS_WITH(removeVariants(study, 1), ContainsSubstring("at least one network"));
    }
    CHECK(checkStudyFile(path).sound());
    Study study(path);
    CHECK(idsOf(listVariants(study)) == std::vector<int64_t>{1, 2});
    CHECK(idsOf(removedVariants(study)) == std::vector<int64_t>{3, 4});
    restoreVariants(study, {4});  // with what it was made of
    CHECK(idsOf(listVariants(study)) == std::vector<int64_t>{1, 2, 3, 4});
    CHECK(removedVariants(study).empty());
}

TEST_CASE("a network that was taken out comes back when it is made again", "[study][edits]") {
    Study study;
    makeFamily(study);
    removeVariants(study, 3);
    PruneRecipe recipe;
    recipe.amount = 0.5;
    CHECK(pruneVariant(study, 1, recipe).id == 3);
    CHECK(idsOf(listVariants(study)) == std::vector<int64_t>{1, 2, 3});
    CHECK(idsOf(removedVariants(study)) == std::vector<int64_t>{4});
}

TEST_CASE("settings that call no network are no removal", "[study][edits]") {
    Study study;
    makeFamily(study);
    setSetting(study, "removed.nonsense", "1");
    setSetting(study, "removed.99", "1");
    CHECK(listVariants(study).size() == 4);
    CHECK(removedVariants(study).empty());
}
