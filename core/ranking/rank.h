#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/say.h"
#include "core/ranking/ranking_read.h"

namespace secateur {

/// What networks are ranked by. Each criterion ranks them, best first; figures closer than its
/// `alike` share a place, because they are noise or one step of the search.
struct RankCriterion {
    std::string name;     ///< "sparsity", "channels after fine-tuning", ...
    std::string column;   ///< of rankingTable (core/report)
    std::string unit;     ///< "%", "points of top-1", "x"
    bool pruning = true;  ///< else quantization
    bool moreIsBetter = true;
    double alike = 0.0;  ///< in `unit`
    /// In `unit`; nothing where it is not measured.
    std::optional<double> (*figure)(const RankedNetwork&) = nullptr;
    /// Of those that are drops: with the interval, as a fraction.
    std::optional<PairedDrop> (*drop)(const RankedNetwork&) = nullptr;
};
const std::vector<RankCriterion>& rankCriteria();

/// A network's place, 1 the easiest, and what it follows from.
struct NetworkRank {
    /// By the mean of the places in pruning and in quantization; nothing until both are known for
    /// every network.
    std::optional<double> place;
    std::optional<double> pruning;  ///< mean place over its criteria
    std::optional<double> quantization;
    std::vector<std::optional<double>> byCriterion;  ///< in the order of rankCriteria()
};

/// In the order of the ranking's networks. Equal means share the mean of their places.
/// A criterion that is missing for any network ranks none.
std::vector<NetworkRank> rankNetworks(const StoredRanking& ranking);

/// The figures that a place follows from, with the places that they take.
std::string reasonsOf(const RankedNetwork& network, const NetworkRank& rank,
                      const Say& say = inEnglish);

/// What was claimed of a network before anything was measured: its place among the five and why.
struct ClaimedRank {
    int place = 0;
    std::string reason;  ///< "easy", "medium", "quantization hard", ...
};
/// By the model's name; nothing for networks that no claim is made of.
std::optional<ClaimedRank> claimedRank(const std::string& model);

}  // namespace secateur
