#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/analysis/sweep_options.h"
#include "core/exec/float_executor.h"
#include "core/prune/channel_groups.h"
#include "core/prune/unstructured.h"
#include "core/quant/clip_range.h"

namespace secateur {

/// Layers (of PerturbationKind::Channels: channel groups) that are changed together.
struct PerturbationGroup {
    Target target;
    std::vector<std::string> layers;  ///< in the graph's order
};

/// Target::global() first (if asked for), then the groups in the graph's order. Layers without a
/// role make a group of their own each. With given masks, of the layers that have one. Errors:
/// NotFound (no such layer), InvalidArgument (no weights).
std::vector<PerturbationGroup> perturbationGroups(const Graph& graph, const SweepOptions& options);

/// The points of a sweep as if it changed no answer: whether a plan can reach its budget is told by
/// these before anything is measured. (Not with given masks.) Errors: as above.
std::vector<SensitivityPoint> unmeasuredPoints(const Graph& graph, const SweepOptions& options);

/// One group at one level, ready to run. The point has everything but its counts.
struct Perturbation {
    SensitivityPoint point;
    std::vector<Replacement> changes;  ///< ascending; empty if the point is `unchanged`
    int64_t bytes() const;
};

/// Makes perturbations of one network. Weights and channels are ranked as they are stored, as
/// torch.nn.utils.prune does, and changed in the folded network that runs. Of several channel
/// groups the same share goes as one ranking over them says (PruneScope::Global of ChannelRecipe).
class PerturbationMaker {
 public:
    /// `folded` is foldBatchNorm(stored). Both must outlive this.
    PerturbationMaker(const Graph& stored, const Graph& folded, const SweepOptions& options);

    /// What each layer's output (folded, activated) ranges over; ActivationBits and Clip need it.
    void setRanges(std::map<std::string, ClipRange> ranges) { m_ranges = std::move(ranges); }

    /// The levels of this group: the sweep's, or with given masks the share that they prune.
    std::vector<Level> levels(const PerturbationGroup& group) const;
    Perturbation make(const PerturbationGroup& group, Level level) const;
    /// Pruning by masks that come from elsewhere (names as in Masks).
    Perturbation fromMasks(const Target& target, Level level, const Masks& masks) const;

 private:
    Ranking ranking() const { return {m_criterion, m_seed, m_scores.get()}; }
    Perturbation blank(const Target& target, Level level) const;
    Perturbation withWeightBits(const PerturbationGroup& group, Level level) const;
    Perturbation withOutputs(const PerturbationGroup& group, Level level) const;
    Perturbation withoutChannels(const PerturbationGroup& group, Level level) const;

    const Graph& m_stored;
    const Graph& m_folded;
    PerturbationKind m_kind;
    PruneCriterion m_criterion;
    std::shared_ptr<const ImageScores> m_scores;  ///< of a criterion that looks at images
    std::vector<ChannelGroup> m_channelGroups;    ///< of Channels alone
    uint64_t m_seed;
    std::vector<double> m_levels;
    std::shared_ptr<const GivenMasks> m_masks;
    std::map<std::string, ClipRange> m_ranges;
};

/// A weight [out, ...] rounded to `bits` bits a channel: symmetric about 0, scale max |w| /
/// (2^(bits - 1) - 1) in float32, halves to even. At 8 bits these are quantizedWeight()'s numbers.
at::Tensor weightAtBits(const at::Tensor& weight, int bits);

}  // namespace secateur
