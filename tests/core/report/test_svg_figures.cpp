#include "core/report/svg_figures.h"

#include "tests/support/catch.h"

using namespace secateur;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a bar goes from zero to its value, on an axis of whole steps", "[report]") {
    // Values from -10 to 30 need steps of 10 (40/5 = 8, so 10): -10 at 190, 30 at 700 pixels; a
    // percentage point is 12.75 pixels, zero is at 317.5.
    const std::string svg = barsSvg(
        {"title", "x", ""}, {{20.0, 0.0, 12.0, 30.0, "cat"}, {-4.0, 0.0, -10.0, 1.0, "dog"}});
    CHECK_THAT(svg, ContainsSubstring("<rect x=\"317.5\" y=\"19.0\" width=\"255.0\" height=\"12\" "
                                      "fill=\"#d55e00\"/>"));
    CHECK_THAT(svg, ContainsSubstring("<rect x=\"266.5\" y=\"41.0\" width=\"51.0\" height=\"12\" "
                                      "fill=\"#0072b2\"/>"));
    CHECK_THAT(svg, ContainsSubstring(">cat</text>"));
}

TEST_CASE("a line without a name is grey; names are escaped; equal values have an axis",
          "[report]") {
    const std::string svg =
        linesSvg({"a < b", "x", "y"}, {{"", {{0.0, 3.0}, {1.0, 3.0}}}, {"<b>", {{0.0, 3.0}}}});
    CHECK_THAT(svg, ContainsSubstring("<title>a &lt; b</title>"));
    CHECK_THAT(svg, ContainsSubstring("stroke=\"#b8b8b8\" stroke-width=\"0.8\""));
    CHECK_THAT(svg, ContainsSubstring(">&lt;b&gt;</text>"));
    CHECK_THAT(svg, !ContainsSubstring("nan"));
    CHECK_THAT(svg, !ContainsSubstring("inf"));
    CHECK(escapedHtml("\x01\"&\xff") == " &quot;&amp;\\xff");
}

TEST_CASE("names of points in one place do not cover each other", "[report]") {
    const std::string svg =
        scatterSvg({"t", "x", "y"}, {{1, 50, 40, 60, "one"}, {1, 50, 40, 60, "two"}});
    const auto heightOf = [&](const std::string& name) {
        const size_t end = svg.find(">" + name + "</text>");
        const size_t y = svg.rfind("y=\"", end) + 3;
        return std::stod(svg.substr(y));
    };
    CHECK(heightOf("two") - heightOf("one") >= 13);
    CHECK_THAT(svg, ContainsSubstring("stroke=\"#0072b2\""));   // from "two" to its point
    CHECK_THAT(svg, !ContainsSubstring("stroke=\"#000000\""));  // "one" stands beside its own
}
