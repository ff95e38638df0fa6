#include "core/data/image_cache.h"

#include <cstdlib>
#include <thread>

#include "tests/core/data/fixtures.h"

namespace secateur::test {

namespace {

constexpr int64_t kImages = 40;
constexpr int64_t kBytes = 1000;

/// Limits and TMPDIR as they were, when it ends.
class CacheLimits {
 public:
    explicit CacheLimits(const ImageCacheLimits& limits) { setImageCacheLimits(limits); }
    ~CacheLimits() { setImageCacheLimits({}); }
    CacheLimits(const CacheLimits&) = delete;
    CacheLimits& operator=(const CacheLimits&) = delete;
};

Bytes imageOf(int64_t index) {
    Bytes pixels(kBytes);
    for (size_t i = 0; i < pixels.size(); ++i) {
        pixels[i] = static_cast<uint8_t>(static_cast<size_t>(index) * 7 + i);
    }
    return pixels;
}

/// How many of the images it gives back; each must be right.
int64_t found(const ImageCache& cache) {
    int64_t count = 0;
    for (int64_t i = 0; i < kImages; ++i) {
        Bytes pixels(kBytes);
        const bool there = cache.find(i, pixels.data());
        CHECK(cache.holds(i) == there);
        CHECK((!there || pixels == imageOf(i)));
        count += there ? 1 : 0;
    }
    return count;
}

void keepAll(ImageCache& cache) {
    for (int64_t i = 0; i < kImages; ++i) {
        cache.keep(i, imageOf(i).data());
    }
}

}  // namespace

TEST_CASE("decoded images are kept within the limits, first in memory, then in a file",
          "[image_cache]") {
    struct Case {
        ImageCacheLimits limits;
        int64_t kept;
    };
    const std::vector<Case> all = {{{0, 0}, 0},
                                   {{10 * kBytes, 0}, 10},
                                   {{10 * kBytes + kBytes - 1, 0}, 10},
                                   {{0, 15 * kBytes}, 15},
                                   {{10 * kBytes, 15 * kBytes}, 25},
                                   {{10 * kBytes, 1'000'000}, kImages},
                                   {{1'000'000, 0}, kImages}};
    for (const Case& one : all) {
        const CacheLimits limits(one.limits);
        ImageCache cache(kImages, kBytes);
        CHECK(found(cache) == 0);
        keepAll(cache);
        CHECK(found(cache) == one.kept);
        keepAll(cache);  // again: nothing is kept twice
        CHECK(found(cache) == one.kept);
    }
}

TEST_CASE("all data sets share the limits, and give back what they have held", "[image_cache]") {
    const CacheLimits limits({10 * kBytes, 10 * kBytes});
    ImageCache first(kImages, kBytes);
    {
        ImageCache other(kImages, kBytes);
        keepAll(other);
        CHECK(found(other) == 20);
        keepAll(first);
        CHECK(found(first) == 0);
    }
    keepAll(first);
    CHECK(found(first) == 20);
}

TEST_CASE("many threads keep and find", "[image_cache]") {
    const CacheLimits limits({10 * kBytes, 20 * kBytes});
    ImageCache cache(kImages, kBytes);
    std::vector<std::jthread> threads;
    std::atomic<int64_t> wrong{0};
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int64_t k = 0; k < 10 * kImages; ++k) {
                const int64_t index = (k * (2 * t + 1)) % kImages;
                Bytes pixels(kBytes);
                cache.keep(index, imageOf(index).data());
                wrong += cache.find(index, pixels.data()) && pixels != imageOf(index) ? 1 : 0;
            }
        });
    }
    threads.clear();
    CHECK(wrong == 0);
    CHECK(found(cache) == 30);
}

TEST_CASE("a file of decoded images that cannot be is said at once", "[image_cache]") {
    checkError(ErrorCode::InvalidArgument, {"-1"}, [] { setImageCacheLimits({-1, 0}); });
    checkError(ErrorCode::Io, {"no room", "MB"}, [] {
        setImageCacheLimits({0, int64_t{1} << 60});
    });
    const TempFolder folder;
    const char* before = std::getenv("TMPDIR");
    const std::string kept = before != nullptr ? before : "";
    setenv("TMPDIR", folder.at("none/x").c_str(), 1);
    checkError(ErrorCode::Io, {"none/x", "TMPDIR"}, [] { setImageCacheLimits({0, 1000}); });
    CHECK_NOTHROW(setImageCacheLimits({1000, 0}));
    if (before != nullptr) {
        setenv("TMPDIR", kept.c_str(), 1);
    } else {
        unsetenv("TMPDIR");
    }
    setImageCacheLimits({});
    CHECK(imageCacheLimits() == ImageCacheLimits());
}

}  // namespace secateur::test
