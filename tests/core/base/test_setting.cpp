#include "core/base/setting.h"

#include <limits>

#include "tests/support/catch.h"

namespace secateur {

enum class Colour { Red, Blue };
template <>
inline constexpr auto kEnumNames<Colour> = enumNames<Colour>("colour", {{Colour::Red, "red"},
                                                                        {Colour::Blue, "blue"}});

namespace test {

namespace {

struct Brush {
    int64_t width = 3;
    double opacity = 0.5;
    bool round = false;
    Colour colour = Colour::Red;
    struct {
        int64_t layers = 1;
    } paint;
    double water = 0.02;
    std::vector<double> strokes;
    std::map<std::string, double> inks;
};

/// Those of other kinds.
const SettingsOf<Brush>& wetSettings() {
    using S = SettingOf<Brush>;
    static const SettingsOf<Brush> all{
        S::hundredths({"water", "", "", ""}, &Brush::water, {.low = 0, .high = 100}),
        S::plain({"strokes", "", "", ""}, SettingKind::Numbers, &Brush::strokes,
                 {.low = 0, .high = 8}),
        S::shares({"inks", "", "", ""}, &Brush::inks),
    };
    return all;
}

const SettingsOf<Brush>& brushSettings() {
    using S = SettingOf<Brush>;
    static const SettingsOf<Brush> all{
        S::count({"width", "--width", "&Width", "Pixels."}, &Brush::width, {.low = 1, .high = 9}),
        S::number({"opacity", "", "", ""}, &Brush::opacity,
                  {.low = 0, .high = 1, .openLow = true, .openHigh = true}),
        S::flag({"round", "", "", ""}, &Brush::round),
        S::choice({"colour", "", "&Colour", ""}, &Brush::colour,
                  {{Colour::Red, "Red"}, {Colour::Blue, "Blue"}}),
        S::count({"paint_layers", "", "", ""}, [](auto& o) -> auto& { return o.paint.layers; },
                 {.low = 0}),
    };
    return all;
}

/// What reading `text` over a default brush fails with; its JSON if it does not.
std::string read(const char* text) {
    Brush brush;
    try {
        brushSettings().read(nlohmann::json::parse(text), "b.json", brush);
    } catch (const Error& error) {
        return std::string(error.code() == ErrorCode::CorruptData ? "damaged: " : "impossible: ") +
               error.what();
    }
    return brushSettings().toJson(brush).dump();
}

}  // namespace

TEST_CASE("settings go through JSON, what is left out stays") {
    CHECK(read("{}") ==
          R"({"colour":"red","opacity":0.5,"paint_layers":1,"round":false,"width":3})");
    CHECK(read(R"({"colour":"blue","width":9,"paint_layers":0,"round":true})") ==
          R"({"colour":"blue","opacity":0.5,"paint_layers":0,"round":true,"width":9})");
}

TEST_CASE("a value that cannot be is refused with what can") {
    CHECK(read(R"({"width":0})") ==
          "impossible: impossible setting: b.json: width (expected at least 1, at most 9, "
          "got 0)");
    CHECK(read(R"({"opacity":1})") ==
          "impossible: impossible setting: b.json: opacity (expected above 0, below 1, got "
          "1)");
    CHECK(read(R"({"colour":"green"})") ==
          "impossible: impossible setting: b.json: colour (expected one of red, blue, got "
          "green)");
    CHECK(read(R"({"round":1})") ==
          "damaged: a setting has a value of another type: b.json: round (expected true or "
          "false, got 1)");
    CHECK(read(R"({"width":2.5})").find("expected a whole number, got 2.5") != std::string::npos);
    CHECK(read(R"({"size":1})") == "damaged: there is no such setting: b.json (got size)");
    CHECK(read("[]").find("b.json (expected an object)") != std::string::npos);
}

TEST_CASE("hundredths, lists of numbers and shares by name") {
    Brush brush;
    CHECK(wetSettings().toJson(brush).dump() == R"({"inks":{},"strokes":[],"water":2.0})");
    wetSettings().read(
        nlohmann::json::parse(R"({"water":1.5,"strokes":[0.5,8],"inks":{"a":0.25}})"), "b", brush);
    CHECK(brush.water == 0.015);
    CHECK(brush.strokes == std::vector<double>{0.5, 8});
    CHECK(brush.inks == std::map<std::string, double>{{"a", 0.25}});
    const auto fails = [&](const char* text, const char* with) {
        CHECK_THROWS_WITH(wetSettings().read(nlohmann::json::parse(text), "b", brush),
                          Catch::Matchers::ContainsSubstring(with));
    };
    fails(R"({"water":101})", "water (expected at least 0, at most 100, got 101)");
    fails(R"({"strokes":[1,9]})", "strokes (expected at least 0, at most 8, got 9)");
    fails(R"({"strokes":["a"]})", "expected a list of numbers");
    fails(R"({"inks":{"a":0.5,"b":1}})", "inks: b (expected at least 0, below 1, got 1)");
    fails(R"({"inks":[0.5]})", "expected a number by name");
    CHECK(wetSettings().with(brushSettings()).at("width").range.high == 9);
}

TEST_CASE("options are checked by the names of their fields") {
    Brush brush;
    CHECK_NOTHROW(brushSettings().check(brush));
    brush.width = 10;
    CHECK_THROWS_WITH(brushSettings().check(brush),
                      Catch::Matchers::ContainsSubstring("impossible setting: Width"));
    brush = {};
    brush.opacity = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_WITH(brushSettings().check(brush), Catch::Matchers::ContainsSubstring("opacity"));
}

}  // namespace test
}  // namespace secateur
