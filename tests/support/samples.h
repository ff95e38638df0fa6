#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/random.h"

/// Samples of the shapes that weights and activations have, the same on every machine.
namespace secateur::test {

/// Box and Muller's normal numbers.
inline std::vector<float> normalSamples(size_t count, double deviation, uint64_t seed) {
    Random random(seed);
    std::vector<float> values;
    for (size_t i = 0; i < count; ++i) {
        const double radius = std::sqrt(-2.0 * std::log(1.0 - random.uniform()));
        values.push_back(static_cast<float>(deviation * radius *
                                            std::cos(2.0 * std::numbers::pi * random.uniform())));
    }
    return values;
}

/// As ReLU6 leaves them: a heap at 0 and one at 6.
inline std::vector<float> relu6Samples(size_t count, uint64_t seed) {
    std::vector<float> values = normalSamples(count, 3.0, seed);
    for (float& value : values) {
        value = std::clamp(value, 0.0F, 6.0F);
    }
    return values;
}

/// Heavy tails on both sides (Laplace).
inline std::vector<float> laplaceSamples(size_t count, uint64_t seed) {
    Random random(seed);
    std::vector<float> values;
    for (size_t i = 0; i < count; ++i) {
        const double u = random.uniform() - 0.5;
        values.push_back(
            static_cast<float>(std::copysign(std::log(1.0 - 2.0 * std::abs(u) + 1e-12), u)));
    }
    return values;
}

}  // namespace secateur::test
