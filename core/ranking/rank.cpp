#include "core/ranking/rank.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace secateur {

namespace {

std::optional<double> percent(const std::optional<SafeCut>& cut) {
    return cut ? std::optional(100 * cut->amount) : std::nullopt;
}

std::optional<double> points(const std::optional<QuantizedFigures>& figures) {
    return figures ? std::optional(100 * figures->drop.drop) : std::nullopt;
}

std::optional<PairedDrop> dropOf(const std::optional<QuantizedFigures>& figures) {
    return figures ? std::optional(figures->drop) : std::nullopt;
}

/// Places of `values`, 1 the best; values closer than `alike` to the first of a run share its mean.
std::vector<double> placesOf(const std::vector<double>& values, bool moreIsBetter, double alike) {
    std::vector<size_t> order(values.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return moreIsBetter ? values[a] > values[b] : values[a] < values[b];
    });
    std::vector<double> places(values.size());
    for (size_t first = 0; first < order.size();) {
        size_t end = first + 1;
        while (end < order.size() && std::abs(values[order[end]] - values[order[first]]) <= alike) {
            ++end;
        }
        for (size_t i = first; i < end; ++i) {
            places[order[i]] = static_cast<double>(first + 1 + end) / 2.0;
        }
        first = end;
    }
    return places;
}

std::optional<double> meanOf(const NetworkRank& rank, bool pruning) {
    double sum = 0.0;
    int count = 0;
    for (size_t c = 0; c < rank.byCriterion.size(); ++c) {
        if (rankCriteria()[c].pruning == pruning && rank.byCriterion[c]) {
            sum += *rank.byCriterion[c];
            ++count;
        }
    }
    return count > 0 ? std::optional(sum / count) : std::nullopt;
}

std::string sideText(const RankedNetwork& network, const NetworkRank& rank, bool pruning,
                     const Say& say) {
    std::vector<std::string> parts;
    for (size_t c = 0; c < rank.byCriterion.size(); ++c) {
        const RankCriterion& criterion = rankCriteria()[c];
        if (criterion.pruning == pruning && rank.byCriterion[c]) {
            parts.push_back(said(say, "{} {:.4g} {} (place {:g})", say(criterion.name.c_str()),
                                 *criterion.figure(network), say(criterion.unit.c_str()),
                                 *rank.byCriterion[c]));
        }
    }
    return fmt::format(
        "{}: {}", say(pruning ? "pruning" : "quantization"),
        parts.empty() ? say("not measured") : fmt::format("{}", fmt::join(parts, ", ")));
}

void placeByCriteria(const StoredRanking& ranking, std::vector<NetworkRank>& ranks) {
    for (const RankCriterion& criterion : rankCriteria()) {
        std::vector<double> values;
        for (const RankedNetwork& network : ranking.networks) {
            if (const std::optional<double> value = criterion.figure(network)) {
                values.push_back(*value);
            }
        }
        const bool complete = values.size() == ranks.size();
        const std::vector<double> places =
            complete ? placesOf(values, criterion.moreIsBetter, criterion.alike)
                     : std::vector<double>();
        for (size_t n = 0; n < ranks.size(); ++n) {
            ranks[n].byCriterion.push_back(complete ? std::optional(places[n]) : std::nullopt);
        }
    }
}

}  // namespace

const std::vector<RankCriterion>& rankCriteria() {
    using Network = RankedNetwork;
    // Half a step of the usual search; a third of a point is within noise on 1,000 images.
    static const std::vector<RankCriterion> criteria{
        {"sparsity", "sparsity", "%", true, true, 1.0,
         [](const Network& n) { return percent(n.sparsity); }},
        {"channels cut", "channels", "%", true, true, 1.0,
         [](const Network& n) { return percent(n.channels); }},
        {"MACs cut by plan", "planned", "%", true, true, 1.0,
         [](const Network& n) { return percent(n.planned); }},
        {"sparsity after fine-tuning", "sparsity_tuned", "%", true, true, 1.0,
         [](const Network& n) { return percent(n.sparsityTuned); }},
        {"channels cut after fine-tuning", "channels_tuned", "%", true, true, 1.0,
         [](const Network& n) { return percent(n.channelsTuned); }},
        {"MACs cut by plan after fine-tuning", "planned_tuned", "%", true, true, 1.0,
         [](const Network& n) { return percent(n.plannedTuned); }},
        {"drop per channel", "int8_drop", "points of top-1", false, false, 0.3,
         [](const Network& n) { return points(n.perChannel); },
         [](const Network& n) { return dropOf(n.perChannel); }},
        {"drop per tensor", "per_tensor_drop", "points of top-1", false, false, 0.3,
         [](const Network& n) { return points(n.perTensor); },
         [](const Network& n) { return dropOf(n.perTensor); }},
        {"INT8 speed-up", "int8_speedup", "x", false, true, 0.1,
         [](const Network& n) { return n.speedup; }},
        {"work without INT8 kernels", "float_share", "%", false, false, 1.0,
         [](const Network& n) {
             return n.floatShare ? std::optional(100 * *n.floatShare) : std::nullopt;
         }},
    };
    return criteria;
}

std::vector<NetworkRank> rankNetworks(const StoredRanking& ranking) {
    std::vector<NetworkRank> ranks(ranking.networks.size());
    placeByCriteria(ranking, ranks);
    std::vector<double> means;
    for (size_t n = 0; n < ranks.size(); ++n) {
        NetworkRank& rank = ranks[n];
        rank.pruning = meanOf(rank, true);
        rank.quantization = meanOf(rank, false);
        if (rank.pruning && rank.quantization) {
            means.push_back((*rank.pruning + *rank.quantization) / 2);
        }
    }
    if (means.size() == ranks.size()) {
        constexpr double kRounding = 1e-9;
        const std::vector<double> places = placesOf(means, false, kRounding);
        for (size_t n = 0; n < ranks.size(); ++n) {
            ranks[n].place = places[n];
        }
    }
    return ranks;
}

std::string reasonsOf(const RankedNetwork& network, const NetworkRank& rank, const Say& say) {
    return sideText(network, rank, true, say) + "; " + sideText(network, rank, false, say);
}

std::optional<ClaimedRank> claimedRank(const std::string& model) {
    static const std::pair<const char*, ClaimedRank> claims[] = {
        {"mobilenet_v2", {1, "easy"}},
        {"vgg16", {2, "medium"}},
        {"resnet18", {3, "quantization hard: skip additions"}},
        {"densenet121", {4, "pruning hard: concatenations"}},
        {"efficientnet_b0", {5, "both hard: swish and squeeze-and-excitation"}}};
    for (const auto& [prefix, claim] : claims) {
        if (model.starts_with(prefix)) {
            return claim;
        }
    }
    return std::nullopt;
}

}  // namespace secateur
