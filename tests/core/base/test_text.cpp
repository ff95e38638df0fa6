#include "core/base/text.h"

#include "core/base/json_text.h"
#include "tests/support/io_support.h"

using namespace secateur;
using namespace secateur::test;

TEST_CASE("text that is UTF-8 passes, other bytes are written as numbers", "[base][text]") {
    for (const char* text : {"", "plain",
                             "Stra\xc3\x9f"
                             "e",
                             "\xea\xb0\x80", "\xf0\x9f\x8c\xb3"}) {
        CHECK(isUtf8(text));
        CHECK(toUtf8(text) == text);
    }
    CHECK(toUtf8("stra\xdf"
                 "e") == "stra\\xdfe");                  // Latin-1
    CHECK(toUtf8("\xe9\xff") == "\\xe9\\xff");           // a cut sequence, a byte never used
    CHECK(toUtf8("\xc0\xaf") == "\\xc0\\xaf");           // an overlong slash
    CHECK(toUtf8("\xed\xa0\x80") == "\\xed\\xa0\\x80");  // a surrogate
    CHECK(toUtf8("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // beyond U+10FFFF
    CHECK(toUtf8("a\x1b[0m") == "a\x1b[0m");                      // a control code is UTF-8
    CHECK_FALSE(isUtf8("a\x80"));
}

TEST_CASE("what a terminal would act on is written as numbers", "[base][text]") {
    CHECK(printable("conv\x1b[2J\x07.weight") == "conv\\x1b[2J\\x07.weight");
    CHECK(printable("\xc2\x9b"
                    "31m") == "\\xc2\\x9b31m");  // the C1 form of ESC [
    CHECK(printable("\x7f\r") == "\\x7f\\x0d");
    CHECK(printable("a\xe2\x80\xaegnp.exe") == "a\\xe2\\x80\\xaegnp.exe");  // right to left
    CHECK(printable("two\nlines\tand \xc3\xa9 \xc2\xa0") == "two\nlines\tand \xc3\xa9 \xc2\xa0");
    CHECK(printable("\xe9") == "\\xe9");
    CHECK(printableLine("two\nlines\tand \x1b[2J") == "two lines and \\x1b[2J");
}

TEST_CASE("JSON is written whatever the bytes of its texts", "[base][json]") {
    const nlohmann::json value{{"name\xff", {"stra\xdf", 1.5, nullptr}}, {"ok", "\xc3\xa9"}};
    CHECK(jsonText(value) == "{\"name\\\\xff\":[\"stra\\\\xdf\",1.5,null],\"ok\":\"\xc3\xa9\"}");
    const nlohmann::ordered_json ordered{{"b", "\xe9"}, {"a", 1}};
    CHECK(jsonText(ordered) == "{\"b\":\"\\\\xe9\",\"a\":1}");
    CHECK(jsonText(ordered, 1) == "{\n \"b\": \"\\\\xe9\",\n \"a\": 1\n}");
}

TEST_CASE("JSON is read with its order", "[base][json]") {
    std::vector<std::string> order;
    const std::string text = R"({"z": {"y": [1, -2, 2.5, true, null, "t"]}, "a": [], "m": {}})";
    CHECK(parseJson(text, "x", &order) == nlohmann::json::parse(text));
    CHECK(order == std::vector<std::string>{"z", "a", "m"});
    CHECK(parseJson("3", "x") == 3);
}

TEST_CASE("hostile JSON is refused by name, soon", "[base][json]") {
    const auto refused = [](const std::string& text, const std::string& reason) {
        const Error error = errorOf([&] { parseJson(text, "net.file"); });
        CHECK(error.code() == ErrorCode::CorruptData);
        CHECK(error.context().where == "net.file");
        INFO(error.what());
        CHECK(error.context().got.find(reason) != std::string::npos);
    };
    refused("", "line 1, column 1");  // and more, in words that differ by the reader's version
    refused("[", "unexpected end of input");
    refused("{\"a\":1,}", "unexpected");
    refused("[1] 2", "unexpected");
    refused("[1e999]", "out_of_range");
    refused("[\"\xff\"]", "invalid");
    refused("{\"a\":{\"b\":1,\"b\":2}}", "\"b\" is there twice");
    refused(std::string(65, '['), "64 levels");
    refused(std::string(99'000'000, '['), "64 levels");  // at 73 bytes a level this took 7 GB
    CHECK(parseJson(std::string(64, '[') + std::string(64, ']'), "x").is_array());
    std::string many = "[0";
    for (int i = 0; i < 1'000'000; ++i) {
        many += ",0";
    }
    refused(many + "]", "a million values");
}
