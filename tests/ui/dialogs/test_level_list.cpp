#include "core/analysis/sweep_options.h"
#include "tests/support/ui_catch.h"
#include "ui/dialogs/level_list.h"

using namespace secateur;

namespace {
constexpr auto kPrune = PerturbationKind::Prune;
constexpr auto kBits = PerturbationKind::WeightBits;
}  // namespace

TEST_CASE("ratios are numbers between separators, put in order", "[dialogs]") {
    CHECK(parseLevels("0.3 0.5", kPrune).levels == std::vector<double>{0.3, 0.5});
    CHECK(parseLevels(" 0.8,0.5 ;\t0 ", kPrune).levels == std::vector<double>{0.0, 0.5, 0.8});
    CHECK(parseLevels(".5 5e-2", kPrune).levels == std::vector<double>{0.05, 0.5});
    CHECK(parseLevels("0.999", kPrune).problem.isEmpty());
}

TEST_CASE("the first wrong ratio is named", "[dialogs]") {
    CHECK(parseLevels("0.3 1.7 x", kPrune).problem.startsWith("1.7 is not a share"));
    CHECK(parseLevels("1", kPrune).problem.startsWith("1 is not a share"));
    CHECK(parseLevels("-0.1", kPrune).problem.startsWith("-0.1 is not a share"));
    CHECK(parseLevels("nan", kPrune).problem.contains("nan"));
    CHECK(parseLevels("0.3 half", kPrune).problem.startsWith("“half” is not a number"));
    CHECK(parseLevels("0.3 0.30", kPrune).problem.startsWith("0.30 is there twice"));
    CHECK(parseLevels("0,3", kPrune).problem.startsWith("3 is not a share"));
    CHECK(parseLevels("  , ", kPrune).problem.startsWith("Give at least one"));
    CHECK(parseLevels("0.3 1.7", kPrune).levels.empty());
}

TEST_CASE("the text of ratios reads back", "[dialogs]") {
    CHECK(levelsText({0.3, 0.5, 0.6, 0.7, 0.8}) == "0.3 0.5 0.6 0.7 0.8");
    CHECK(parseLevels(levelsText({0.123456789012345}), kPrune).levels ==
          std::vector<double>{0.123456789012345});
}

TEST_CASE("bits are whole numbers from 8 down to 2", "[dialogs]") {
    CHECK(parseLevels("2 8,4", kBits).levels == std::vector<double>{8, 4, 2});
    CHECK(parseLevels("0.5", kBits).problem.startsWith("0.5 is not a number of bits"));
    CHECK(parseLevels("9", kBits).problem.startsWith("9 is not a number of bits"));
    CHECK(parseLevels("4 4", kBits).problem.startsWith("4 is there twice"));
    CHECK(parseLevels("", kBits).problem.startsWith("Give at least one number of bits"));
    CHECK(levelsText(defaultLevels(kBits)) == "8 6 5 4 3 2");
}
