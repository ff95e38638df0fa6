#include "core/quant/entropy_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"
#include "tests/support/samples.h"
#include "tests/support/scratch.h"

namespace secateur::test {

namespace {

constexpr size_t kBatch = 1000;

Histogram histogramOf(const std::vector<float>& values) {
    Histogram histogram;
    histogram.add(values.data(), static_cast<int64_t>(values.size()));
    return histogram;
}

std::map<std::string, double> peerFigures(const std::vector<float>& values, double width,
                                          int levels) {
    const Scratch folder;
    std::ofstream(folder / "values", std::ios::binary)
        .write(reinterpret_cast<const char*>(values.data()),
               static_cast<std::streamsize>(values.size() * sizeof(float)));
    std::istringstream lines(
        peerOutput("quant_calibration.py",
                   fmt::format("\"{}\" {:.17g} {} {}", folder / "values", width, levels, kBatch)));
    std::map<std::string, double> figures;
    std::string name;
    double figure = 0.0;
    while (lines >> name >> figure) {
        figures[name] = figure;
    }
    REQUIRE(figures.size() == 3);
    return figures;
}

ClipRange averaged(const std::vector<float>& values) {
    std::vector<ClipRange> batches;
    for (size_t first = 0; first < values.size(); first += kBatch) {
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
        const auto end =
            begin + static_cast<std::ptrdiff_t>(std::min(kBatch, values.size() - first));
        batches.push_back({*std::min_element(begin, end), *std::max_element(begin, end)});
    }
    return movingAverage(batches);
}

}  // namespace

TEST_CASE("entropy and moving average are what the peer finds", "[peer]") {
    if (!havePeer()) {
        notTested("no PyTorch for the system's Python: not compared");
        return;
    }
    std::vector<float> rectified = laplaceSamples(30000, 4);
    for (float& value : rectified) {
        value = std::max(value, 0.0F);
    }
    std::vector<float> negative = relu6Samples(20000, 9);
    for (float& value : negative) {
        value = -value;
    }
    struct Sample {
        const char* name;
        std::vector<float> values;
        bool oneSign;
    };
    const std::vector<Sample> samples{{"normal", normalSamples(40000, 1.0, 1), false},
                                      {"laplace", laplaceSamples(40000, 3), false},
                                      {"relu6", relu6Samples(40000, 2), true},
                                      {"rectified", rectified, true},
                                      {"negative", negative, true}};
    for (const Sample& sample : samples) {
        INFO(sample.name);
        const Histogram histogram = histogramOf(sample.values);
        const int levels = sample.oneSign ? 256 : 128;
        const auto peer = peerFigures(sample.values, histogram.width(), levels);
        const ClipRange found = leastDivergenceRange(histogram, {false, 8});
        const double threshold = peer.at("threshold");
        CHECK(found.high == std::min(threshold, histogram.maximum()));
        CHECK(found.low == std::max(-threshold, histogram.minimum()));
        const ClipRange average = averaged(sample.values);
        CHECK(average.low == Approx(peer.at("average_low")).epsilon(1e-5));
        CHECK(average.high == Approx(peer.at("average_high")).epsilon(1e-5));
    }
}

TEST_CASE("a moving average by hand") {
    CHECK(movingAverage({}) == ClipRange{0.0, 0.0});
    const std::vector<ClipRange> batches{{-1.0, 2.0}, {-2.0, 1.0}, {0.0, 4.0}};
    // -1, then half way to -2, then half way to 0; 2, 1.5, 2.75.
    CHECK(movingAverage(batches, 0.5) == ClipRange{-0.75, 2.75});
}

TEST_CASE("entropy cuts an outlier off, and keeps what has few bins") {
    std::vector<float> values = normalSamples(100000, 1.0, 3);
    values.push_back(20.0F);
    const ClipRange cut = leastDivergenceRange(histogramOf(values), {false, 8});
    CHECK(cut.high < 6.0);
    CHECK(cut.high > 1.0);
    const std::vector<float> two{0.0F, 1.0F, 1.0F, 0.0F};
    CHECK(leastDivergenceRange(histogramOf(two), {false, 8}) == ClipRange{0.0, 1.0});
    const std::vector<float> none{0.0F, 0.0F};
    CHECK(leastDivergenceRange(histogramOf(none), {false, 8}) == ClipRange{0.0, 0.0});
    // Far from zero and close together: bins are merged, the range still holds them.
    const ClipRange far = leastDivergenceRange(histogramOf({1000.0F, 1000.5F, 1001.0F}), {});
    CHECK(far.low == 1000.0);
    CHECK(far.high > 1000.0);
    CHECK(far.high <= 1001.0);
}

TEST_CASE("a histogram does not know a moving average") {
    CHECK_THROWS_AS(observedRange(histogramOf({1.0F}), ObserverKind::MovingAverage, {false, 8}),
                    Error);
}

}  // namespace secateur::test
