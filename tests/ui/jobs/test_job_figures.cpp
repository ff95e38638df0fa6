#include "tests/support/ui_catch.h"
#include "ui/jobs/rate_meter.h"
#include "ui/jobs/sample_series.h"

using namespace secateur;

namespace {

std::vector<double> positionsOf(const SampleSeries& series) {
    std::vector<double> positions;
    for (const JobSample& sample : series.samples()) {
        positions.push_back(sample.position);
    }
    return positions;
}

SampleSeries seriesOf(int count, int limit) {
    SampleSeries series(limit);
    for (int i = 0; i < count; ++i) {
        series.add({static_cast<double>(i), {}});
    }
    return series;
}

}  // namespace

TEST_CASE("a series keeps every stride-th sample and the newest") {
    CHECK(positionsOf(seriesOf(4, 4)) == std::vector<double>{0, 1, 2, 3});
    CHECK(positionsOf(seriesOf(5, 4)) == std::vector<double>{0, 2, 4});     // stride 2
    CHECK(positionsOf(seriesOf(6, 4)) == std::vector<double>{0, 2, 4, 5});  // 5 is extra
    CHECK(positionsOf(seriesOf(7, 4)) == std::vector<double>{0, 2, 4, 6});  // and gone again
    CHECK(positionsOf(seriesOf(8, 4)) == std::vector<double>{0, 2, 4, 6, 7});
    CHECK(positionsOf(seriesOf(9, 4)) == std::vector<double>{0, 4, 8});  // stride 4
    CHECK(positionsOf(seriesOf(18, 4)) == std::vector<double>{0, 8, 16, 17});
}

TEST_CASE("a series given away starts anew") {
    SampleSeries series = seriesOf(9, 4);
    CHECK(series.take().size() == 3);
    CHECK(series.samples().isEmpty());
    series.add({50, {}});
    series.add({51, {}});
    CHECK(positionsOf(series) == std::vector<double>{50, 51});
}

TEST_CASE("rate") {
    RateMeter meter;
    CHECK(meter.rate() == 0.0);
    meter.add("sweep", 1000, 5.0);  // a resumed job: its zero
    CHECK(meter.rate() == 0.0);
    meter.add("sweep", 1030, 6.0);
    CHECK(meter.rate() == Approx(30.0));
    meter.add("sweep", 1060, 7.0);
    CHECK(meter.rate() == Approx(30.0));

    SECTION("moves towards a new speed") {
        meter.add("sweep", 1160, 17.0);  // 10 a second for 10 s: exp(-1) of the 60 in 2 s is left
        const double left = 0.36787944117144233;
        // Before: 30 exp(-0.1) + 30 units in exp(-0.1) + 1 seconds.
        const double before = 0.9048374180359595 + 1.0;
        CHECK(meter.rate() == Approx((30.0 * before * left + 100.0) / (before * left + 10.0)));
    }
    SECTION("a slow step counts with all its time") {
        RateMeter slow;
        slow.add("s", 0, 0.0);
        slow.add("s", 0, 30.0);
        slow.add("s", 1, 60.0);
        CHECK(slow.rate() == Approx(1.0 / 60.0));
    }
    SECTION("two reports at one instant") {
        meter.add("sweep", 1070, 7.0);
        CHECK(meter.rate() == Approx(30.0));
        meter.add("sweep", 1090, 8.0);  // the 10 are not lost
        CHECK(meter.rate() == Approx(30.0));
    }
    SECTION("another stage starts anew") {
        meter.add("evaluate", 64, 7.5);
        CHECK(meter.rate() == 0.0);
        meter.add("evaluate", 264, 8.5);
        CHECK(meter.rate() == Approx(200.0));
    }
    SECTION("so does going back") {
        meter.add("sweep", 3, 8.0);
        CHECK(meter.rate() == 0.0);
    }
}
