#include "core/base/random.h"

#include <cstddef>
#include <numeric>
#include <utility>

namespace secateur {

// GCC and Clang both have it; the marker only quiets -Wpedantic.
__extension__ using WideInt = unsigned __int128;

Random Random::derived(uint64_t seed, const std::string& name) {
    uint64_t key = 14695981039346656037ULL;
    for (const char c : name) {
        key = (key ^ static_cast<uint8_t>(c)) * 1099511628211ULL;
    }
    return derived(seed, key);
}

uint64_t Random::next() {
    m_state += 0x9E3779B97F4A7C15ULL;
    uint64_t z = m_state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

uint64_t Random::below(uint64_t bound) {
    const uint64_t threshold = (0 - bound) % bound;
    while (true) {
        const WideInt product = static_cast<WideInt>(next()) * bound;
        if (static_cast<uint64_t>(product) >= threshold) {
            return static_cast<uint64_t>(product >> 64);
        }
    }
}

double Random::uniform() {
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

using std::size_t;

std::vector<int64_t> shuffledIndices(int64_t count, Random random) {
    std::vector<int64_t> order(static_cast<size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    for (size_t i = order.size(); i > 1; --i) {
        std::swap(order[i - 1], order[random.below(i)]);
    }
    return order;
}

}  // namespace secateur
