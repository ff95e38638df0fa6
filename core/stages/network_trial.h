#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"

namespace secateur {

/// A network whose file does not say all: what was not given is assumed, and tried.
struct TriedNetwork {
    std::shared_ptr<const Graph> graph;
    std::vector<std::string> notes;  ///< lines: what was assumed, what fits better
};

/// How many images tell readings of a network apart; where they only hint, four times as many.
constexpr int64_t kTrialImages = 128;

/// The accuracy that a checkpoint claims of itself by an entry like "acc" or "best_acc1", as a
/// fraction.
std::optional<double> claimedAccuracy(const std::map<std::string, std::string>& metadata);

/// Settles activation and strides of a network that was just recognised, so far as `given` (a
/// spec's activation and strides, empty where they were not given) leaves them open: the usual ones
/// are assumed, and said. With images that fit (those held out by `seed`, or test images where few
/// are held out, which is said; not on networks that would take long) the other ones are tried, and
/// what does clearly better is taken, and said; so are the constants of the normalisation, of which
/// better ones are only named: they belong to the images. Nothing is tried where the network is as
/// good as the file claims.
TriedNetwork settleNetwork(std::shared_ptr<const Graph> graph, const ModelSpec& given,
                           const ImageData* data, const std::optional<double>& claim, uint64_t seed,
                           const RunContext& context);

}  // namespace secateur
