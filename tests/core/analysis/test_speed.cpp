#include "core/analysis/speed.h"

#include "core/base/error.h"
#include "core/quant/post_training.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"

using namespace secateur;
using namespace secateur::test;

TEST_CASE("a speed is the median round with the slowest and the fastest", "[speed]") {
    const SpeedFigure odd = speedFigure(2, {300, 100, 250});
    CHECK(odd.workers == 2);
    CHECK(odd.median == 250);
    CHECK(odd.lowest == 100);
    CHECK(odd.highest == 300);
    CHECK(speedFigure(1, {400, 100, 300, 200}).median == 250);  // between 200 and 300
    CHECK(speedFigure(1, {70}).median == 70);
}

TEST_CASE("networks take turns, and the first turn of each only warms up", "[speed]") {
    std::vector<size_t> order;
    const auto results = takeTurns(3, 2, [&](size_t subject) {
        order.push_back(subject);
        return static_cast<double>(order.size());
    });
    CHECK(order == std::vector<size_t>{0, 1, 2, 0, 1, 2, 0, 1, 2});
    CHECK(results == std::vector<std::vector<double>>{{4, 7}, {5, 8}, {6, 9}});
}

TEST_CASE("FP32 and INT8 are measured together on images in memory", "[speed]") {
    const ImageData data = quadrantImages();
    const Graph fp32 = tinyNetwork();
    const Graph int8 =
        quantizePostTraining(fp32, *data.train, data.normalisation, allIndices(), {}, {}).graph;
    int64_t done = 0;
    RunContext context;
    context.onProgress = [&](const Progress& progress) { done = progress.done; };
    const std::vector<SpeedSubject> subjects{{&fp32, data.test.get(), &data.normalisation, ""},
                                             {&int8, data.test.get(), &data.normalisation, ""}};
    for (const int workers : {1, 3}) {
        const auto rates = measureRates(subjects, allIndices(), workers, 2, context);
        REQUIRE(rates.size() == 2);
        for (const std::vector<double>& rounds : rates) {
            REQUIRE(rounds.size() == 2);
            CHECK(rounds[0] > 0);
            CHECK(rounds[1] > 0);
        }
        CHECK(done == 6);  // two networks, a round to warm up and two that count
    }
    std::stop_source stop;
    stop.request_stop();
    context.stop = stop.get_token();
    CHECK_THROWS_AS(measureRates(subjects, allIndices(), 1, 2, context), Cancelled);
    CHECK_THROWS_AS(measureRates(subjects, {}, 1, 2, {}), Error);
    CHECK_THROWS_AS(measureRates(subjects, allIndices(), 1, 0, {}), Error);
}
