#include "core/report/image_set.h"

#include "tests/support/catch.h"

using namespace secateur;

namespace {

StageRow rowOf(int64_t variant, int64_t images, Split split, int64_t count, bool reference) {
    StageRow row;
    row.variant = variant;
    row.images = images;
    row.split = split;
    row.data = "pets";
    row.count = count;
    row.reference = reference;
    return row;
}

}  // namespace

TEST_CASE("accuracies are shown of the largest test set that a root was measured on", "[report]") {
    CHECK(shownImageSet({}, 0).images == 0);
    std::vector<StageRow> rows{rowOf(1, 1, Split::Test, 500, true),
                               rowOf(1, 2, Split::HeldOut, 5000, true),
                               rowOf(2, 3, Split::Test, 10'000, false)};
    CHECK(shownImageSet(rows, 0).images == 1);  // 10,000 are of a child alone
    CHECK(shownImageSet(rows, 3).images == 3);  // but can be chosen
    CHECK(shownImageSet(rows, 17).images == 1);
    std::vector<int64_t> order;
    for (const ImageSet& set : imageSets(rows)) {
        order.push_back(set.images);
    }
    CHECK(order == std::vector<int64_t>{1, 3, 2});
    rows.push_back(rowOf(1, 3, Split::Test, 10'000, true));
    const ImageSet all = shownImageSet(rows, 0);
    CHECK(all.images == 3);
    CHECK(imageSetText(all) == "test, 10,000 images of pets");
}

TEST_CASE("a result on other images stands in, marked by its set, and joins no table", "[report]") {
    const std::vector<StageRow> rows{
        rowOf(1, 1, Split::Test, 500, true),     rowOf(2, 1, Split::Test, 500, false),
        rowOf(2, 1, Split::Test, 500, false),    rowOf(2, 2, Split::Test, 10'000, false),
        rowOf(3, 2, Split::Test, 10'000, false), rowOf(3, 4, Split::HeldOut, 20'000, false)};
    CHECK(shownRow(rows, 2, 1) == &rows[2]);  // measured twice: the newer one
    CHECK(shownRow(rows, 3, 1) == &rows[4]);
    CHECK(shownRow(rows, 4, 1) == nullptr);
    const std::vector<StageRow> table = rowsOn(rows, 1);
    REQUIRE(table.size() == 2);
    CHECK(table[0].variant == 1);
    CHECK(table[1].variant == 2);
}
