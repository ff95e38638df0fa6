#include "core/quant/observer.h"

#include <cmath>
#include <fstream>
#include <limits>
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

constexpr QuantScheme kAffine8{false, 8};
constexpr QuantScheme kAffine7{false, 7};
constexpr QuantScheme kSymmetric8{true, 8};

Histogram histogramOf(const std::vector<float>& values) {
    Histogram histogram;
    histogram.add(values.data(), static_cast<int64_t>(values.size()));
    return histogram;
}

struct Slow {
    double error = 0.0;  ///< mean squared
    double clipped = 0.0;
    double sqnrDb = 0.0;
};

/// Quantizes and dequantizes each sample; parameters computed here, not by the code under test.
Slow slowQuantize(const std::vector<float>& values, double low, double high, int levels,
                  bool symmetric) {
    low = std::min(low, 0.0);
    high = std::max(high, 0.0);
    double scale = (high - low) / levels;
    double bottom = -std::nearbyint(-low / scale);
    double top = bottom + levels;
    if (symmetric) {
        scale = std::max(-low, high) / levels;
        bottom = std::nearbyint(low / scale);
        top = std::nearbyint(high / scale);
    }
    Slow slow;
    double power = 0.0;
    for (const float value : values) {
        const double x = static_cast<double>(value);
        const double q = std::nearbyint(x / scale);
        const double back = scale * std::min(std::max(q, bottom), top);
        slow.error += (x - back) * (x - back);
        slow.clipped += q < bottom || q > top ? 1.0 : 0.0;
        power += x * x;
    }
    const auto count = static_cast<double>(values.size());
    slow.sqnrDb = 10.0 * std::log10(power / slow.error);
    slow.error /= count;
    slow.clipped /= count;
    return slow;
}

struct Sample {
    const char* name;
    std::vector<float> values;
};

std::vector<Sample> samples() {
    std::vector<float> shifted = normalSamples(30000, 0.5, 6);
    for (float& value : shifted) {
        value += 1.25F;
    }
    std::vector<float> negative = relu6Samples(20000, 9);
    for (float& value : negative) {
        value = -value;
    }
    return {{"normal", normalSamples(40000, 1.0, 1)},
            {"relu6", relu6Samples(40000, 2)},
            {"laplace", laplaceSamples(40000, 3)},
            {"small", normalSamples(4000, 0.003, 4)},
            {"shifted", shifted},
            {"negative", negative}};
}

/// Of each sample; one start of Python for all.
std::vector<std::map<std::string, double>> peerFigures(const std::vector<Sample>& samples) {
    const Scratch folder;
    std::string arguments;
    for (const Sample& sample : samples) {
        const std::string path = folder / sample.name;
        std::ofstream(path, std::ios::binary)
            .write(reinterpret_cast<const char*>(sample.values.data()),
                   static_cast<std::streamsize>(sample.values.size() * sizeof(float)));
        arguments += "\"" + path + "\" ";
    }
    std::istringstream lines(peerOutput("quant_observers.py", arguments));
    std::vector<std::map<std::string, double>> figures(1);
    std::string name;
    double figure = 0.0;
    while (lines >> name >> figure) {
        if (name == "end") {
            figures.emplace_back();
        } else {
            figures.back()[name] = figure;
        }
    }
    REQUIRE(figures.size() == samples.size() + 1);
    return figures;
}

void checkMinMax(const Histogram& h, const std::map<std::string, double>& peer) {
    const ClipRange whole = observedRange(h, ObserverKind::MinMax, kAffine8);
    const QuantParams eight = clipEffect(h, whole, kAffine8).params;
    CHECK(eight.scale == Approx(peer.at("affine8_scale")).epsilon(1e-6));
    CHECK(static_cast<double>(eight.zeroPoint) == peer.at("affine8_zero"));
    const QuantParams seven = clipEffect(h, whole, kAffine7).params;
    CHECK(seven.scale == Approx(peer.at("affine7_scale")).epsilon(1e-6));
    CHECK(static_cast<double>(seven.zeroPoint) == peer.at("affine7_zero"));
    const QuantParams symmetric = clipEffect(h, whole, kSymmetric8).params;
    CHECK(symmetric.scale == Approx(peer.at("symmetric8_scale")).epsilon(1e-6));
    CHECK(symmetric.zeroPoint == 0);
}

void checkPercentiles(const Histogram& h, const std::map<std::string, double>& peer) {
    const auto near = [&](double value, const char* name) {
        INFO(name);
        CHECK(std::abs(value - peer.at(name)) <= h.width());
    };
    const auto range = [&](double percentile) {
        return observedRange(h, ObserverKind::Percentile, kAffine8, percentile);
    };
    if (h.minimum() < 0.0 && h.maximum() > 0.0) {
        near(range(99.9).low, "p0.05");
        near(range(99.9).high, "p99.95");
        near(range(99).low, "p0.5");
        near(range(99).high, "p99.5");
        near(range(90).low, "p5");
        near(range(90).high, "p95");
    } else if (h.minimum() >= 0.0) {
        CHECK(range(99).low == h.minimum());
        near(range(99.9).high, "p99.9");
        near(range(99).high, "p99");
        near(range(95).high, "p95");
    } else {
        CHECK(range(99).high == h.maximum());
        near(range(99.5).low, "p0.5");
        near(range(99).low, "p1");
        near(range(95).low, "p5");
    }
}

}  // namespace

TEST_CASE("observers have names") {
    CHECK(std::string(enumName(ObserverKind::MinMax)) == "min-max");
    CHECK(std::string(enumName(ObserverKind::Percentile)) == "percentile");
    CHECK(std::string(enumName(ObserverKind::Mse)) == "mse");
}

TEST_CASE("observers agree with torch and numpy", "[peer]") {
    if (!havePeer()) {
        notTested("the system's Python has no PyTorch");
        return;
    }
    const std::vector<Sample> all = samples();
    const std::vector<std::map<std::string, double>> figures = peerFigures(all);
    for (size_t i = 0; i < all.size(); ++i) {
        INFO(all[i].name);
        const Histogram h = histogramOf(all[i].values);
        checkMinMax(h, figures[i]);
        checkPercentiles(h, figures[i]);
        const double scale = figures[i].at("histogram8_scale");
        const double low = -scale * figures[i].at("histogram8_zero");
        const double theirs = slowQuantize(all[i].values, low, low + 255 * scale, 255, false).error;
        const ClipRange ours = observedRange(h, ObserverKind::Mse, kAffine8);
        // A heap of values at the minimum is taken as spread over its bin, hence the 2 %.
        CHECK(slowQuantize(all[i].values, ours.low, ours.high, 255, false).error <= theirs * 1.02);
    }
}

TEST_CASE("the MSE observer finds nearly the best range there is") {
    for (const Sample& sample : samples()) {
        for (const int bits : {8, 4}) {
            INFO(sample.name << ", " << bits << " bits");
            const std::vector<float> values(sample.values.begin(), sample.values.begin() + 4000);
            const Histogram h = histogramOf(values);
            const int levels = (1 << bits) - 1;
            double best = std::numeric_limits<double>::infinity();
            for (int i = 1; i <= 25; ++i) {
                for (int k = 1; k <= 25; ++k) {
                    best = std::min(best, slowQuantize(values, h.minimum() * i / 25.0,
                                                       h.maximum() * k / 25.0, levels, false)
                                              .error);
                }
            }
            const ClipRange ours = observedRange(h, ObserverKind::Mse, {false, bits});
            CHECK(slowQuantize(values, ours.low, ours.high, levels, false).error <= best * 1.03);
        }
        const std::vector<float> values(sample.values.begin(), sample.values.begin() + 4000);
        const Histogram h = histogramOf(values);
        const double largest = std::max(-h.minimum(), h.maximum());
        double best = std::numeric_limits<double>::infinity();
        for (int i = 1; i <= 400; ++i) {
            const double end = largest * i / 400.0;
            best = std::min(best, slowQuantize(values, -end, end, 7, true).error);
        }
        const ClipRange ours = observedRange(h, ObserverKind::Mse, {true, 4});
        const double end = std::max(-ours.low, ours.high);
        CHECK(slowQuantize(values, -end, end, 7, true).error <= best * 1.03);
    }
}

TEST_CASE("SQNR and the clipped share are those of quantizing every sample") {
    // Tolerance: 0.15 dB and 0.002 of the samples, which is what a bin of a 1000th of the range can
    // hide when its values are taken as spread evenly.
    for (const Sample& sample : samples()) {
        const Histogram h = histogramOf(sample.values);
        for (const double share : {1.0, 0.8, 0.5, 0.2}) {
            const ClipRange range{h.minimum() * share, h.maximum() * share};
            for (const int bits : {8, 7, 4}) {
                INFO(sample.name << ", " << share << " of the range, " << bits << " bits");
                const ClipEffect affine = clipEffect(h, range, {false, bits});
                const Slow slow =
                    slowQuantize(sample.values, range.low, range.high, (1 << bits) - 1, false);
                CHECK(std::abs(affine.sqnrDb - slow.sqnrDb) < 0.15);
                CHECK(std::abs(affine.clippedFraction - slow.clipped) < 0.002);
                const ClipEffect symmetric = clipEffect(h, range, {true, bits});
                const Slow both =
                    slowQuantize(sample.values, range.low, range.high, (1 << (bits - 1)) - 1, true);
                CHECK(std::abs(symmetric.sqnrDb - both.sqnrDb) < 0.15);
                CHECK(std::abs(symmetric.clippedFraction - both.clipped) < 0.002);
            }
        }
        CHECK(clipEffect(h, {h.minimum(), h.maximum()}, kAffine8).clippedFraction == 0.0);
    }
}

TEST_CASE("a clip by hand") {
    // 0 .. 3 in steps of 1 (2 bits): 0.25 becomes 0, 4 becomes 3; 0, 1 and 2 stay.
    const Histogram h = histogramOf({0.0F, 1.0F, 2.0F, 4.0F});
    const ClipEffect effect = clipEffect(h, {0.0, 3.0}, {false, 2});
    CHECK(effect.params == QuantParams{1.0, 0, 0, 3});
    CHECK(effect.clippedFraction == 0.25);
    // Power 21, noise (4 - 3)^2; 1 and 2 may be anywhere in bins of 1/256.
    CHECK(effect.sqnrDb == Approx(10.0 * std::log10(21.0)).margin(0.001));
    // A range on one side of 0 is widened to hold it.
    CHECK(clipEffect(h, {2.0, 3.0}, {false, 2}).params == effect.params);
    // Weights are symmetric, but those below the shorter side are clamped as well.
    // The clipped -2 may be anywhere up to -2 + 1/256: 0.03 dB.
    const Histogram w = histogramOf({-2.0F, -1.0F, 0.0F, 3.0F});
    const ClipEffect weights = clipEffect(w, {-1.0, 3.0}, {true, 3});
    CHECK(weights.params == QuantParams{1.0, 0, -3, 3});
    CHECK(weights.clippedFraction == 0.25);
    CHECK(weights.sqnrDb == Approx(10.0 * std::log10(14.0)).margin(0.03));
}

TEST_CASE("empty, constant and pruned tensors have ranges and effects") {
    for (const ObserverKind kind :
         {ObserverKind::MinMax, ObserverKind::Percentile, ObserverKind::Mse}) {
        INFO(enumName(kind));
        for (const QuantScheme& scheme : {kAffine8, kSymmetric8}) {
            CHECK(observedRange(Histogram(), kind, scheme) == ClipRange{});
            const Histogram zeros = histogramOf(std::vector<float>(20, 0.0F));
            CHECK(observedRange(zeros, kind, scheme) == ClipRange{});
            const ClipEffect none = clipEffect(zeros, {}, scheme);
            CHECK(none.params.scale == 1.0);
            CHECK(none.clippedFraction == 0.0);
            CHECK(std::isinf(none.sqnrDb));
            CHECK(none.sqnrDb > 0.0);
            for (const float value : {2.5F, -2.5F}) {
                const Histogram constant = histogramOf(std::vector<float>(20, value));
                const ClipRange range = observedRange(constant, kind, scheme);
                CHECK(range.low <= static_cast<double>(value));
                CHECK(range.high >= static_cast<double>(value));
                CHECK(clipEffect(constant, range, scheme).sqnrDb > 120.0);
                CHECK(clipEffect(constant, range, scheme).clippedFraction == 0.0);
            }
        }
    }
    CHECK(std::isinf(clipEffect(Histogram(), {0.0, 1.0}, kAffine8).sqnrDb));
    CHECK(clipEffect(Histogram(), {0.0, 1.0}, kAffine8).clippedFraction == 0.0);
}

TEST_CASE("a few outliers do not stretch the MSE and percentile ranges") {
    std::vector<float> values = normalSamples(100000, 0.1, 7);
    values[17] = 30.0F;
    const Histogram h = histogramOf(values);
    CHECK(observedRange(h, ObserverKind::MinMax, kAffine8).high == 30.0);
    CHECK(observedRange(h, ObserverKind::Percentile, kAffine8).high < 0.5);
    const ClipRange mse = observedRange(h, ObserverKind::Mse, kAffine8);
    const double cured = slowQuantize(values, mse.low, mse.high, 255, false).error;
    CHECK(cured < 0.95 * slowQuantize(values, h.minimum(), 30.0, 255, false).error);
}

TEST_CASE("what is no range, percentile or integer is refused") {
    const Histogram h = histogramOf({1.0F, -2.0F});
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_AS(clipEffect(h, {1.0, -1.0}, kAffine8), Error);
    CHECK_THROWS_AS(clipEffect(h, {nan, 1.0}, kAffine8), Error);
    CHECK_THROWS_AS(clipEffect(h, {0.0, 1.0}, {false, 1}), Error);
    CHECK_THROWS_AS(clipEffect(h, {0.0, 1.0}, {false, 17}), Error);
    for (const double percentile : {0.0, -1.0, 100.5, nan}) {
        CHECK_THROWS_AS(observedRange(h, ObserverKind::Percentile, kAffine8, percentile), Error);
    }
    CHECK(observedRange(h, ObserverKind::Percentile, kAffine8, 100.0) == ClipRange{-2.0, 1.0});
}

}  // namespace secateur::test
