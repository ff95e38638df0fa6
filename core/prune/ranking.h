#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/prune/criterion.h"

namespace secateur {

/// What images say of a network's channels or weights; core/analysis/image_scores.h makes it. A
/// channel is looked at where layers read it, behind its normalisations and activations: what they
/// read is what a cut takes from them.
struct ImageScores {
    /// By channel group, [width], of Taylor, Activation and Apoz.
    std::map<std::string, std::vector<double>> channels;
    /// Of Wanda, by layer: the root mean square of what each weight of an output multiplies, over
    /// that of the whole layer, float64 [inputs] or [inputs, kernel height, kernel width].
    std::map<std::string, at::Tensor> inputs;
};

/// How weights or channels are ranked.
struct Ranking {
    Ranking(PruneCriterion by = PruneCriterion::L1, uint64_t randomSeed = 0,
            const ImageScores* measured = nullptr)
        : criterion(by), seed(randomSeed), scores(measured) {}

    PruneCriterion criterion;
    uint64_t seed;              ///< of Random
    const ImageScores* scores;  ///< of a criterion that looks at images; must outlive this
};

}  // namespace secateur
