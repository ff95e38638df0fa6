#include "tests/support/ui_catch.h"
#include "ui/dialogs/ratio_list.h"

using namespace secateur;

TEST_CASE("ratios are numbers between separators, put in order", "[dialogs]") {
    CHECK(parseRatios("0.3 0.5").ratios == std::vector<double>{0.3, 0.5});
    CHECK(parseRatios(" 0.8,0.5 ;\t0 ").ratios == std::vector<double>{0.0, 0.5, 0.8});
    CHECK(parseRatios(".5 5e-2").ratios == std::vector<double>{0.05, 0.5});
    CHECK(parseRatios("0.999").problem.isEmpty());
}

TEST_CASE("the first wrong ratio is named", "[dialogs]") {
    CHECK(parseRatios("0.3 1.7 x").problem.startsWith("1.7 is not a ratio"));
    CHECK(parseRatios("1").problem.startsWith("1 is not a ratio"));
    CHECK(parseRatios("-0.1").problem.startsWith("-0.1 is not a ratio"));
    CHECK(parseRatios("nan").problem.contains("nan"));
    CHECK(parseRatios("0.3 half").problem.startsWith("“half” is not a number"));
    CHECK(parseRatios("0.3 0.30").problem.startsWith("0.30 is there twice"));
    CHECK(parseRatios("0,3").problem.startsWith("3 is not a ratio"));
    CHECK(parseRatios("  , ").problem.startsWith("Give at least one"));
    CHECK(parseRatios("0.3 1.7").ratios.empty());
}

TEST_CASE("the text of ratios reads back", "[dialogs]") {
    CHECK(ratioText({0.3, 0.5, 0.6, 0.7, 0.8}) == "0.3 0.5 0.6 0.7 0.8");
    CHECK(parseRatios(ratioText({0.123456789012345})).ratios ==
          std::vector<double>{0.123456789012345});
}
