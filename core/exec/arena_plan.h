#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace secateur {

/// A buffer that is written in step `first` and read for the last time in step `last`.
struct Lifetime {
    int64_t first = 0;
    int64_t last = 0;
    int64_t bytes = 0;
};

/// Where every buffer lies in one block of memory: no two that live at the same time overlap.
struct ArenaPlan {
    std::vector<int64_t> offsets;  ///< multiples of kArenaAlignment
    int64_t bytes = 0;             ///< of the block
};

/// A cache line and a vector of AVX-512.
inline constexpr int64_t kArenaAlignment = 64;

/// Largest buffers first, each at the lowest place that is free during its life (the "greedy by
/// size" of Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference, 2020).
ArenaPlan planArena(std::span<const Lifetime> buffers);

}  // namespace secateur
