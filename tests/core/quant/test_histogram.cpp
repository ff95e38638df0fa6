#include "core/quant/histogram.h"

#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/quant/histogram_bytes.h"
#include "tests/support/catch.h"
#include "tests/support/samples.h"

namespace secateur::test {

namespace {

Histogram histogramOf(const std::vector<float>& values, int bins = 2048) {
    Histogram histogram(bins);
    histogram.add(values.data(), static_cast<int64_t>(values.size()));
    return histogram;
}

/// Counts by looking at every value and every bin, from the public description alone.
std::vector<int64_t> countsByHand(const Histogram& histogram, const std::vector<float>& values) {
    std::vector<int64_t> counts(static_cast<size_t>(histogram.bins()));
    for (const float value : values) {
        for (size_t bin = 0; bin < counts.size(); ++bin) {
            const double low = histogram.low() + histogram.width() * static_cast<double>(bin);
            const double x = static_cast<double>(value);
            counts[bin] += x >= low && x < low + histogram.width() ? 1 : 0;
        }
    }
    return counts;
}

bool damaged(const std::vector<uint8_t>& bytes) {
    try {
        HistogramBytes::parse(bytes);
    } catch (const Error& error) {
        return error.code() == ErrorCode::CorruptData;
    }
    return false;
}

}  // namespace

TEST_CASE("a histogram by hand") {
    const std::vector<float> values{-1.0F, -0.25F, 0.0F, 0.0F, -0.0F, 0.5F, 0.6F, 2.5F};
    const Histogram h = histogramOf(values, 8);
    // From -1 to 2.5 are 7.x halves: the narrowest power of two with at most 8 cells is 1/2.
    CHECK(h.width() == 0.5);
    CHECK(h.low() == -1.0);
    CHECK(h.high() == 3.0);
    CHECK(h.centre(0) == -0.75);
    CHECK(h.counts() == std::vector<int64_t>{1, 1, 3, 2, 0, 0, 0, 1});
    CHECK(h.total() == 8);
    CHECK(h.zeros() == 3);
    CHECK(h.minimum() == -1.0);
    CHECK(h.maximum() == 2.5);
    const double sixTenths = static_cast<double>(0.6F);
    CHECK(h.mean() == (-1.0 - 0.25 + 0.5 + sixTenths + 2.5) / 8.0);
    CHECK(h.power() == (1.0 + 0.0625 + 0.25 + sixTenths * sixTenths + 6.25) / 8.0);
}

TEST_CASE("every value is counted in its bin, negative, tiny and at an edge") {
    for (const int bins : {2, 7, 128, 2048}) {
        std::vector<float> values = normalSamples(300, 0.37, 5);
        values.insert(values.end(), {0.5F, -0.5F, 0.25F, -1e-30F, 1e-30F, 0.0F});
        const Histogram h = histogramOf(values, bins);
        INFO(bins);
        CHECK(h.counts() == countsByHand(h, values));
        CHECK(h.counts().front() > 0);
        CHECK(h.maximum() < h.high());
    }
}

TEST_CASE("at least half of the bins are between the extremes") {
    for (const double deviation : {1e-6, 0.01, 1.0, 77.0, 1e9}) {
        const Histogram h = histogramOf(normalSamples(5000, deviation, 8));
        CHECK((h.maximum() - h.minimum()) / h.width() > 1022.0);
    }
}

TEST_CASE("widening gives what one look at all values gives") {
    const std::vector<float> values = laplaceSamples(20000, 3);
    const Histogram whole = histogramOf(values);
    Histogram one(2048);
    for (const float value : values) {
        one.add(&value, 1);
    }
    CHECK(one == whole);
    Histogram sorted(2048);
    std::vector<float> ascending = values;
    std::sort(ascending.begin(), ascending.end());
    for (size_t i = 0; i < ascending.size(); i += 100) {
        sorted.add(ascending.data() + i, 100);
    }
    CHECK(sorted == whole);
    CHECK(HistogramBytes::of(one) == HistogramBytes::of(whole));
}

TEST_CASE("widening over all of float32's range at once") {
    Histogram h = histogramOf({-1e-40F, -1e-38F, 1e-38F, 0.0F}, 16);
    const float huge = 1e20F;
    h.add(&huge, 1);
    CHECK(h == histogramOf({huge, 1e-38F, 0.0F, -1e-38F, -1e-40F}, 16));
    CHECK(h.counts()[0] == 2);
    CHECK(h.counts()[1] == 2);
}

TEST_CASE("merging does not depend on the order, nor on how values were shared out") {
    const std::vector<std::vector<float>> parts{normalSamples(1000, 0.01, 1),
                                                normalSamples(10000, 4.0, 2),
                                                {},
                                                std::vector<float>(50, 0.0F),
                                                {1000.0F},
                                                relu6Samples(3000, 4)};
    std::vector<float> all;
    for (const auto& part : parts) {
        all.insert(all.end(), part.begin(), part.end());
    }
    const Histogram whole = histogramOf(all);
    std::vector<size_t> order{0, 1, 2, 3, 4, 5};
    do {
        Histogram merged(2048);
        for (const size_t part : order) {
            merged.merge(histogramOf(parts[part]));
        }
        REQUIRE(merged.mean() == whole.mean());  // to the last bit
        REQUIRE(merged.power() == whole.power());
        REQUIRE(merged.counts() == whole.counts());
        REQUIRE(merged == whole);
    } while (std::next_permutation(order.begin(), order.end()));
    Histogram left = histogramOf(parts[0]);
    Histogram right = histogramOf(parts[1]);
    left.merge(right);
    right.merge(histogramOf(parts[0]));
    CHECK(left == right);
    CHECK_THROWS_AS(left.merge(Histogram(128)), Error);
}

TEST_CASE("sums are exact where float64 sums are not") {
    const std::vector<float> values{1e30F, 1.0F, -1e30F, 1.0F};
    CHECK(histogramOf(values).mean() == 0.5);
    std::vector<float> many(3000000, 0.1F);
    const double tenth = static_cast<double>(0.1F);
    CHECK(histogramOf(many).mean() == tenth);
    CHECK(histogramOf(many).power() == Approx(tenth * tenth).epsilon(1e-15));
}

TEST_CASE("NaN and infinities are counted apart and change nothing else") {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    const Histogram clean = histogramOf({-1.0F, 3.0F});
    Histogram h = histogramOf({nan, -1.0F, infinity, 3.0F, -infinity});
    CHECK(h.rejected() == 3);
    CHECK(h.total() == 2);
    CHECK(h.counts() == clean.counts());
    CHECK(h.minimum() == -1.0);
    CHECK(h.maximum() == 3.0);
    CHECK(h.mean() == 1.0);
    h.merge(histogramOf({nan}));
    CHECK(h.rejected() == 4);
    const Histogram only = histogramOf({nan, infinity});
    CHECK(only.total() == 0);
    CHECK(only.width() == 0.0);
}

TEST_CASE("empty, constant, all zeros, one value") {
    const Histogram empty(16);
    CHECK(empty.total() == 0);
    CHECK(empty.bins() == 16);
    CHECK(empty.width() == 0.0);
    CHECK(empty.minimum() == 0.0);
    CHECK(empty.mean() == 0.0);
    CHECK(empty.power() == 0.0);

    const Histogram pruned = histogramOf(std::vector<float>(10, 0.0F));
    CHECK(pruned.zeros() == 10);
    CHECK(pruned.low() == 0.0);
    CHECK(pruned.high() == 1.0);
    CHECK(pruned.counts()[0] == 10);

    for (const float value : {6.0F, -6.0F, 1e-45F, -3.4e38F}) {
        const Histogram one = histogramOf({value});
        const double x = static_cast<double>(value);
        INFO(value);
        CHECK(one.counts()[0] == 1);
        CHECK(one.low() <= x);
        CHECK(one.low() + one.width() > x);
        CHECK(one.minimum() == x);
        CHECK(one.maximum() == x);
        CHECK(one.mean() == x);
        CHECK(one.power() == Approx(x * x));
    }
    const Histogram extremes = histogramOf({-3.4e38F, 3.4e38F, 1e-45F});
    CHECK(extremes.total() == 3);
    CHECK(extremes.high() > 3.4e38);
}

TEST_CASE("a histogram of unusable size is refused") {
    for (const int bins : {-1, 0, 1, 65537}) {
        CHECK_THROWS_AS(Histogram(bins), Error);
    }
}

TEST_CASE("a histogram is read back as it was and goes on counting") {
    std::vector<Histogram> cases{Histogram(16), histogramOf({0.0F, 0.0F}), histogramOf({-6.0F}),
                                 histogramOf(relu6Samples(500, 1), 128),
                                 histogramOf(normalSamples(500, 0.02, 1))};
    for (Histogram& before : cases) {
        Histogram after = HistogramBytes::parse(HistogramBytes::of(before));
        CHECK(after == before);
        CHECK(after.counts() == before.counts());
        CHECK(after.width() == before.width());
        CHECK(after.low() == before.low());
        CHECK(after.minimum() == before.minimum());
        CHECK(after.maximum() == before.maximum());
        CHECK(after.power() == before.power());
        const std::vector<float> more{-8.0F, 0.0F, 21.0F};
        before.add(more.data(), 3);
        after.add(more.data(), 3);
        CHECK(after == before);
    }
}

TEST_CASE("a damaged histogram is refused") {
    const std::vector<uint8_t> good =
        HistogramBytes::of(histogramOf(normalSamples(100, 1.0, 1), 16));
    REQUIRE_FALSE(damaged(good));
    for (size_t i = 0; i < good.size(); ++i) {
        std::vector<uint8_t> changed = good;
        changed[i] ^= 0x10;
        REQUIRE(damaged(changed));
        REQUIRE(damaged({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(i)}));
    }
    std::vector<uint8_t> longer = good;
    longer.push_back(0);
    CHECK(damaged(longer));
    CHECK(damaged({}));
}

}  // namespace secateur::test
