#include "core/report/ranking_tables.h"

#include "tests/support/catch.h"

using namespace secateur;
using Catch::Matchers::ContainsSubstring;

namespace {

StoredRanking sample() {
    StoredRanking ranking;
    ranking.id = 3;
    ranking.data = "fashion-mnist";
    ranking.processor = "a processor";
    RankedNetwork measured;
    measured.name = "a \"quoted\", name";
    measured.model = "vgg16_cifar";
    measured.parameters = 15'000'000;
    measured.macs = 313'000'000;
    measured.images = 1000;
    measured.top1 = 0.93;
    measured.sparsity = SafeCut{0.875, 0.915, 2'000'000, 313'000'000};
    measured.channels = SafeCut{0.25, 0.921, 8'000'000, 170'000'000};
    measured.perChannel = QuantizedFigures{0.929, {0.001, -0.002, 0.004}};
    measured.perTensor = QuantizedFigures{0.83, {0.1, 0.08, 0.12}};
    measured.speedup = 2.5;
    measured.floatShare = 0.125;
    RankedNetwork begun;
    begun.name = "begun";
    begun.model = "other";
    begun.channelsFailure = "no group of channels can be cut";
    ranking.networks = {measured, begun};
    return ranking;
}

}  // namespace

TEST_CASE("a ranking as CSV has a field for every column", "[report]") {
    const Table table = rankingsTable({sample()});
    for (const Table::Row& row : table.rows) {
        CHECK(row.cells.size() == table.columns.size());
    }
    const std::string text = csvOf(table);
    CHECK_THAT(text,
               ContainsSubstring("\n3,fashion-mnist,\"a \"\"quoted\"\", name\",vgg16_cifar,"
                                 "1000,15000000,313000000,0.93,0.875,0.915,0.25,0.921,"
                                 "8000000,170000000,,,,,,,,,,,,,,,0.929,0.001,-0.002,0.004,"));
    CHECK_THAT(text, ContainsSubstring(",0.1,0.08,0.12,2.5,0.125,"));
    // The unfinished network: nothing is made up.
    CHECK_THAT(text, ContainsSubstring("\n3,fashion-mnist,begun,other,0,0,0,,,,,,,,"));
}

TEST_CASE("a ranking as Markdown and JSON", "[report]") {
    const std::string text = rankingMarkdown(sample());
    CHECK_THAT(text, ContainsSubstring("| 87.50 % | 25.00 % |"));
    CHECK_THAT(text, ContainsSubstring("10.00 [8.00, 12.00] | 2.50x | 12.50 % |"));
    CHECK_THAT(text, ContainsSubstring("| begun | 0.00 M | 0.00 M | not measured | – | – |"));
    CHECK_THAT(text, ContainsSubstring("2, medium"));
    CHECK_THAT(text, ContainsSubstring("No channels of begun were cut: no group"));
    const nlohmann::ordered_json json = rankingJson(sample());
    CHECK(json["networks"][0]["sparsity"] == 0.875);
    CHECK(json["networks"][0]["claimed_place"] == 2);
    CHECK(json["networks"][1]["top1"].is_null());
    CHECK(json["networks"][1]["claimed_place"].is_null());
    CHECK(json["networks"][1]["channels_failure"] == "no group of channels can be cut");
}
