#pragma once

#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "core/data/memory_dataset.h"

namespace secateur::test {

/// `count` images of evenly distributed bytes, all of class 0, the same on every machine.
inline MemoryDataset noiseImages(int64_t count, int64_t channels, int64_t side) {
    std::vector<uint8_t> pixels(static_cast<size_t>(count * channels * side * side));
    Random random(3);
    for (uint8_t& pixel : pixels) {
        pixel = static_cast<uint8_t>(random.below(256));
    }
    return {{channels, side, side}, pixels, std::vector<uint8_t>(static_cast<size_t>(count), 0)};
}

/// 0, 1, ... count - 1.
inline std::vector<int64_t> firstIndices(int64_t count) {
    std::vector<int64_t> indices(static_cast<size_t>(count));
    std::iota(indices.begin(), indices.end(), 0);
    return indices;
}

}  // namespace secateur::test
