#include <algorithm>
#include <numeric>
#include <set>

#include "core/base/random.h"
#include "tests/support/catch.h"

using secateur::Random;
using secateur::shuffledIndices;

TEST_CASE("Random gives SplitMix64's published numbers") {
    // The first outputs for seed 1234567, as in the reference C program of the algorithm (Vigna).
    Random random(1234567);
    CHECK(random.next() == 6457827717110365317ULL);
    CHECK(random.next() == 3203168211198807973ULL);
    CHECK(random.next() == 9817491932198370423ULL);
}

TEST_CASE("Random::below stays under its bound and reaches every value") {
    Random random(7);
    for (const uint64_t bound : {1ULL, 2ULL, 3ULL, 10ULL}) {
        std::vector<int> seen(bound, 0);
        for (int i = 0; i < 1000; ++i) {
            const uint64_t value = random.below(bound);
            REQUIRE(value < bound);
            ++seen[value];
        }
        CHECK(*std::min_element(seen.begin(), seen.end()) > 0);
    }
    const uint64_t large = (1ULL << 63) + 1;
    for (int i = 0; i < 100; ++i) {
        REQUIRE(random.below(large) < large);
    }
}

TEST_CASE("Random::uniform lies in [0, 1) with mean one half") {
    Random random(3);
    double sum = 0.0;
    for (int i = 0; i < 10000; ++i) {
        const double value = random.uniform();
        REQUIRE(value >= 0.0);
        REQUIRE(value < 1.0);
        sum += value;
    }
    // The standard error of the mean is 1 / sqrt(12 * 10000) = 0.0029.
    CHECK(sum / 10000 == Approx(0.5).margin(0.015));
}

TEST_CASE("shuffledIndices is a permutation and a function of the seed") {
    std::vector<int64_t> order = shuffledIndices(1000, Random(5));
    CHECK(order == shuffledIndices(1000, Random(5)));
    CHECK(order != shuffledIndices(1000, Random(6)));
    std::vector<int64_t> identity(1000);
    std::iota(identity.begin(), identity.end(), 0);
    CHECK(order != identity);
    std::sort(order.begin(), order.end());
    CHECK(order == identity);
    CHECK(shuffledIndices(0, Random(5)).empty());
    CHECK(shuffledIndices(1, Random(5)) == std::vector<int64_t>{0});
}

TEST_CASE("derived generators of different seeds and keys differ") {
    std::set<uint64_t> first;
    for (uint64_t seed = 0; seed < 20; ++seed) {
        for (uint64_t key = 0; key < 20; ++key) {
            first.insert(Random::derived(seed, key).next());
        }
    }
    CHECK(first.size() == 400);
    CHECK(Random::derived(4, 2).next() == Random::derived(4, 2).next());
}
