#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace secateur {

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
/// The same numbers on every platform and standard library, which std::uniform_* does not promise.
class Random {
 public:
    explicit Random(uint64_t seed) : m_state(seed) {}

    /// A generator for one purpose of one run: streams of different keys are independent.
    static Random derived(uint64_t seed, uint64_t key) {
        Random mixer(seed ^ (key + 0x632BE59BD9B4E019ULL) * 0x9E3779B97F4A7C15ULL);
        return Random(mixer.next());
    }

    /// The same for what has a name (FNV-1a).
    static Random derived(uint64_t seed, const std::string& name);

    uint64_t next();
    /// Uniform in [0, bound); bound > 0. Unbiased (Lemire's rejection).
    uint64_t below(uint64_t bound);
    /// Uniform in [0, 1) with 53 bits.
    double uniform();

 private:
    uint64_t m_state;
};

/// A permutation of 0 .. count-1 (Fisher-Yates), a function of the seed alone.
std::vector<int64_t> shuffledIndices(int64_t count, Random random);

}  // namespace secateur
