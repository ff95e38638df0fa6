#include <QLocale>
#include <limits>

#include "tests/support/ui_catch.h"
#include "ui/base/number_text.h"

using namespace secateur;

TEST_CASE("numbers for people") {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));  // as main does
    CHECK(countText(0) == "0");
    CHECK(countText(10000) == "10,000");
    CHECK(countText(-1234567) == "-1,234,567");
    CHECK(percentText(0.9125) == "91.25 %");
    CHECK(percentText(1.0) == "100.00 %");
    CHECK(pointsText(0.0125) == "1.25");
    CHECK(pointsText(-0.0004) == "-0.04");
    // What rounds to nothing has no sign.
    CHECK(pointsText(-0.00004) == "0.00");
    CHECK(percentText(-0.0) == "0.00 %");
}
