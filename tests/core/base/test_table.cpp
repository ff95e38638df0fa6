#include "core/base/table.h"

#include <limits>

#include "core/base/error.h"
#include "core/base/figure_text.h"
#include "tests/support/catch.h"
#include "tests/support/sizes_in.h"

using namespace secateur;

namespace {

struct Item {
    std::string name;
    std::optional<double> share;
    int64_t bytes = 0;
};

Table sample() {
    const std::vector<Field<Item>> fields{
        {{"name", "Name", "What it is called.", false},
         [](const Item& item) { return cell::text(item.name); }},
        {{"share", "Share", ""}, [](const Item& item) { return cell::percent(item.share); }},
        {{"bytes", "", ""}, [](const Item& item) { return cell::count(item.bytes); }},
        {{"", "Size", ""}, [](const Item& item) { return cell::size(item.bytes); }}};
    return tableOf("sample", fields,
                   std::vector<Item>{{"a, \"b\"", 0.125, 2'500'000}, {"c|d–", std::nullopt, 0}});
}

}  // namespace

TEST_CASE("programs read the columns with a name, quoted as RFC 4180 has it", "[table]") {
    CHECK(csvOf(sample()) == "name,share,bytes\n\"a, \"\"b\"\"\",0.125,2500000\nc|d–,,0\n");
    const auto json = jsonOf(sample());
    CHECK(json[0] ==
          nlohmann::ordered_json{{"name", "a, \"b\""}, {"share", 0.125}, {"bytes", 2500000}});
    CHECK(json[1]["share"].is_null());
}

TEST_CASE("people read the columns with a heading", "[table]") {
    CHECK(markdownOf(sample()) ==
          "| Name | Share | Size |\n|---|---:|---:|\n| a, \"b\" | 12.50 % | 2.50 MB |\n"
          "| c\\|d– |  | 0.0000 MB |\n");
    // The dash is three bytes and one letter.
    CHECK(terminalOf(sample()) ==
          "Name      Share       Size\na, \"b\"  12.50 %    2.50 MB\n"
          "c|d–             0.0000 MB\n");
}

TEST_CASE("figures of files read back as the same numbers", "[table]") {
    Table table{"t", "", {{"x", "", ""}}, {}};
    for (const double x : {0.1, 1.0 / 3.0, 1e-9, 12345678.0}) {
        table.rows = {{"", {{x, "", ""}}}};
        const std::string text = csvOf(table);
        CHECK(std::stod(text.substr(2)) == x);
    }
    table.rows = {{"", {{std::numeric_limits<double>::quiet_NaN(), "", ""}}}};
    CHECK(csvOf(table) == "x\n\n");
    table.rows = {{"", {cell::flag(true)}}};
    CHECK(csvOf(table) == "x\n1\n");
    CHECK(jsonOf(table)[0]["x"] == true);
    CHECK_THROWS_AS(table.column("y"), Error);
}

TEST_CASE("figures for people", "[table]") {
    CHECK(text::count(1234567) == "1,234,567");
    CHECK(text::count(-1234) == "-1,234");
    CHECK(text::count(999) == "999");
    CHECK(text::decimals(1842.46, 1) == "1,842.5");
    CHECK(text::points(-0.00001) == "0.00");
    CHECK(text::percent(0.9125) == "91.25 %");
    CHECK(text::size(9'210'000) == "9.21 MB");
    CHECK(text::size(54'321) == "0.0543 MB");
    CHECK(text::millions(2'236'106) == "2.24 M");
    CHECK(text::percentRange(0.906, 0.919) == "90.60–91.90 %");
}

TEST_CASE("sizes are said in megabytes, or in mebibytes; files have bytes", "[table]") {
    const Table megabytes{"t", "", {{"size_bytes", "Size", ""}}, {{"", {cell::size(9'210'000)}}}};
    CHECK(sizeUnit() == SizeUnit::Megabyte);
    const test::SizesIn mebibytes(SizeUnit::Mebibyte);
    CHECK(text::size(9'210'000) == "8.78 MiB");  // 8.7833
    CHECK(text::size(54'321) == "0.0518 MiB");   // 0.051805
    CHECK(text::size(104'857) == "0.1000 MiB");  // 0.6 bytes less than a tenth
    CHECK(text::size(104'858) == "0.10 MiB");
    CHECK(text::size(int64_t{3} << 20) == "3.00 MiB");
    const Table table{"t", "", {{"size_bytes", "Size", ""}}, {{"", {cell::size(9'210'000)}}}};
    CHECK(markdownOf(table) == "| Size |\n|---:|\n| 8.78 MiB |\n");
    CHECK(csvOf(table) == "size_bytes\n9210000\n");
    CHECK(csvOf(table) == csvOf(megabytes));
    CHECK(jsonOf(table) == jsonOf(megabytes));
    CHECK(enumName(SizeUnit::Mebibyte) == std::string("MiB"));
}
