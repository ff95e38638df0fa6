#include "core/data/splits.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/random.h"

namespace secateur {

namespace {

// What Random::derived is keyed with, so that two draws of one seed have nothing in common.
constexpr uint64_t kHeldOutKey = 0x68656c646f7574;
constexpr uint64_t kSubsetKey = 0x737562736574;

}  // namespace

Splits makeSplits(const ImageData& data, uint64_t seed, int64_t heldOut) {
    Splits splits;
    splits.test.resize(static_cast<size_t>(data.test->size()));
    for (size_t i = 0; i < splits.test.size(); ++i) {
        splits.test[i] = static_cast<int64_t>(i);
    }
    if (!data.train) {
        return splits;
    }
    const int64_t size = data.train->size();
    const int64_t count = heldOut >= 0 ? heldOut : std::min<int64_t>(5000, size / 10);
    if (count > size) {
        throw Error(ErrorCode::InvalidArgument, "more images to hold out than the train split has",
                    {"", fmt::format("at most {}", size), fmt::format("{}", count)});
    }
    const std::vector<int64_t> order = shuffledIndices(size, Random::derived(seed, kHeldOutKey));
    splits.heldOut.assign(order.begin(), order.begin() + count);
    splits.train.assign(order.begin() + count, order.end());
    std::sort(splits.heldOut.begin(), splits.heldOut.end());
    std::sort(splits.train.begin(), splits.train.end());
    return splits;
}

std::vector<int64_t> drawSubset(const std::vector<int64_t>& from, int64_t count, uint64_t seed) {
    const auto size = static_cast<int64_t>(from.size());
    std::vector<int64_t> subset = from;
    if (count > 0 && count < size) {
        const std::vector<int64_t> order = shuffledIndices(size, Random::derived(seed, kSubsetKey));
        for (int64_t i = 0; i < count; ++i) {
            subset[static_cast<size_t>(i)] =
                from[static_cast<size_t>(order[static_cast<size_t>(i)])];
        }
        subset.resize(static_cast<size_t>(count));
    }
    std::sort(subset.begin(), subset.end());
    return subset;
}

std::vector<int64_t> spreadSubset(const std::vector<int64_t>& from, int64_t count) {
    const auto size = static_cast<int64_t>(from.size());
    if (count <= 0 || count >= size) {
        return from;
    }
    std::vector<int64_t> chosen;
    for (int64_t i = 0; i < count; ++i) {
        chosen.push_back(from[static_cast<size_t>(i * size / count)]);
    }
    return chosen;
}

}  // namespace secateur
