#include "core/data/decode_ahead.h"

#include <atomic>
#include <numeric>
#include <semaphore>

#include "core/base/error.h"
#include "tests/core/data/fixtures.h"

namespace secateur::test {

namespace {

RgbImage imageOf(int64_t index) {
    RgbImage image({2, 1});
    std::fill_n(image.pixels.get(), image.bytes(), static_cast<uint8_t>(index));
    return image;
}

std::vector<int64_t> upTo(int64_t count) {
    std::vector<int64_t> all(static_cast<size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

}  // namespace

TEST_CASE("what is expected is decoded once, by whoever comes first", "[decode_ahead]") {
    std::atomic<int> decoded{0};
    std::binary_semaphore third(0);
    DecodeAhead ahead(
        [&](int64_t index) {
            if (++decoded == 3) {
                third.release();
            }
            return imageOf(index);
        },
        8, 1);
    CHECK_FALSE(ahead.take(5));
    ahead.expect(upTo(3));
    ahead.expect(upTo(2));  // nothing new
    third.acquire();
    for (const int64_t index : {2, 0, 1}) {
        const std::optional<RgbImage> image = ahead.take(index);
        REQUIRE(image);
        CHECK(image->size == PixelSize{2, 1});
        CHECK(image->pixels[5] == index);
        CHECK_FALSE(ahead.take(index));
    }
    CHECK(decoded == 3);
}

TEST_CASE("one that is being decoded is waited for, one that waits is given up", "[decode_ahead]") {
    std::binary_semaphore begun(0);
    std::binary_semaphore goOn(0);
    std::atomic<int> decoded{0};
    DecodeAhead ahead(
        [&](int64_t index) {
            ++decoded;
            begun.release();
            goOn.acquire();
            return imageOf(index);
        },
        8, 1);
    ahead.expect(upTo(2));
    begun.acquire();
    CHECK_FALSE(ahead.take(1));
    std::jthread later([&] { goOn.release(); });
    const std::optional<RgbImage> image = ahead.take(0);
    REQUIRE(image);
    CHECK(image->pixels[0] == 0);
    CHECK(decoded == 1);
}

TEST_CASE("the oldest of too many are forgotten, failures are left to who takes them",
          "[decode_ahead]") {
    std::binary_semaphore last(0);
    DecodeAhead ahead(
        [&](int64_t index) {
            if (index == 9) {
                last.release();
            }
            if (index == 8) {
                throw Error(ErrorCode::CorruptData, "damaged");
            }
            return index == 7 ? RgbImage() : imageOf(index);
        },
        4, 1);
    ahead.expect(upTo(10));
    last.acquire();
    for (const int64_t index : {0, 5, 7, 8}) {
        CHECK_FALSE(ahead.take(index));
    }
    CHECK(ahead.take(6));
    CHECK(ahead.take(9));
}

TEST_CASE("many threads expect and take; it can end at any time", "[decode_ahead]") {
    for (int round = 0; round < 20; ++round) {
        std::atomic<int64_t> wrong{0};
        DecodeAhead ahead(imageOf, 16, 3);
        std::vector<std::jthread> threads;
        for (int64_t t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int64_t k = 0; k < 50; ++k) {
                    const std::vector<int64_t> next{(k + t) % 20, (k * 3 + t) % 20};
                    ahead.expect(next);
                    const std::optional<RgbImage> image = ahead.take(next[0]);
                    wrong += image && image->pixels[0] != next[0] ? 1 : 0;
                }
            });
        }
        threads.clear();
        CHECK(wrong == 0);
    }
}

}  // namespace secateur::test
