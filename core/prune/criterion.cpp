#include "core/prune/criterion.h"

#include <algorithm>

#include "core/base/error.h"

namespace secateur {

const std::vector<CriterionTraits>& pruneCriteria() {
    using C = PruneCriterion;
    static const std::vector<CriterionTraits> all{
        {C::L1, "L1 magnitude", "L1", true, true, false},
        {C::L2, "L2 magnitude", "L2", true, true, false},
        {C::Random, "Random", "random", true, true, false},
        {C::BnScale, "Scale of the batch normalisation", "scale of BN", false, true, false},
        {C::GroupNorm, "Norm of the whole dependency group", "group norm", false, true, false},
        {C::GeometricMedian, "Distance to the layer's other filters", "geometric median", false,
         true, false},
        {C::Taylor, "First-order change of the loss (images)", "Taylor", false, true, true},
        {C::Activation, "Mean absolute activation (images)", "activation", false, true, true},
        {C::Apoz, "Share of activations above zero (images)", "APoZ", false, true, true},
        {C::Wanda, "Magnitude times input (images)", "magnitude times input", true, false, true},
    };
    return all;
}

const CriterionTraits& criterionTraits(PruneCriterion criterion) {
    const auto& all = pruneCriteria();
    return *std::find_if(all.begin(), all.end(), [criterion](const CriterionTraits& traits) {
        return traits.criterion == criterion;
    });
}

std::vector<std::pair<PruneCriterion, const char*>> criterionTitles() {
    std::vector<std::pair<PruneCriterion, const char*>> titles;
    for (const CriterionTraits& traits : pruneCriteria()) {
        titles.emplace_back(traits.criterion, traits.title);
    }
    return titles;
}

void requireRanks(PruneCriterion criterion, bool channels) {
    const auto ranks = [channels](const CriterionTraits& traits) {
        return channels ? traits.channels : traits.weights;
    };
    if (ranks(criterionTraits(criterion))) {
        return;
    }
    std::string names;
    for (const CriterionTraits& traits : pruneCriteria()) {
        if (ranks(traits)) {
            names += (names.empty() ? "one of " : ", ") + std::string(enumName(traits.criterion));
        }
    }
    throw Error(
        ErrorCode::InvalidArgument,
        channels ? "channels are not ranked by this" : "single weights are not ranked by this",
        {"Ranking", names, enumName(criterion)});
}

}  // namespace secateur
