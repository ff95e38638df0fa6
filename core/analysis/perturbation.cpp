#include "core/analysis/perturbation.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/analysis/given_masks.h"
#include "core/base/error.h"
#include "core/graph/qparams.h"
#include "core/passes/slim_channels.h"
#include "core/prune/channel_saliency.h"
#include "core/prune/channel_selection.h"

namespace secateur {

namespace {

constexpr const char* kWeightSuffix = ".weight";

/// What a group is made of: a layer, or a channel group.
struct Member {
    std::string name;
    std::string block;
    std::string role;
};

/// In the graph's order, each once.
std::vector<Member> chosenLayers(const Graph& graph, const SweepOptions& options) {
    std::set<NodeId> ids;
    std::vector<std::string> layers = options.layers;
    if (layers.empty() && options.masks) {
        layers = maskedLayers(*options.masks, graph);
    } else if (layers.empty()) {
        const std::vector<NodeId> all = graph.weightedNodes();
        ids.insert(all.begin(), all.end());
    }
    for (const std::string& layer : layers) {
        if (options.masks && masksOf(*options.masks, {layer}).empty()) {
            throw Error(ErrorCode::NotFound, "there is no mask for this layer", {layer, "", ""});
        }
        ids.insert(graph.requireWeighted(layer));
    }
    std::vector<Member> members;
    for (const NodeId id : ids) {
        const Node& node = graph.node(id);
        members.push_back({node.name, node.block, node.role});
    }
    return members;
}

std::vector<Member> chosenChannels(const Graph& graph, const SweepOptions& options) {
    const std::vector<ChannelGroup> groups = channelGroups(graph);
    ChannelRecipe recipe;
    recipe.groups = options.layers;
    std::vector<Member> members;
    for (const ChannelGroup* group : chosenGroups(graph, groups, recipe)) {
        // There may be nothing to rank by; named ones are refused.
        // By images that is known only with their scores: checks are made before.
        const bool unknown = criterionTraits(options.criterion).images && !options.scores;
        if (options.layers.empty() && !unknown &&
            channelSaliency(graph, *group, {options.criterion, 0, options.scores.get()}).empty()) {
            continue;
        }
        members.push_back({group->name, group->block, group->role});
    }
    return members;
}

}  // namespace

std::vector<PerturbationGroup> perturbationGroups(const Graph& graph, const SweepOptions& options) {
    const std::vector<Member> members = options.kind == PerturbationKind::Channels
                                            ? chosenChannels(graph, options)
                                            : chosenLayers(graph, options);
    std::vector<PerturbationGroup> groups;
    if (options.together()) {
        groups.push_back({Target::global(), {}});
        for (const Member& member : members) {
            groups.back().layers.push_back(member.name);
        }
    }
    if (!options.each()) {
        return groups;
    }
    const auto firstOwn = static_cast<std::ptrdiff_t>(groups.size());
    for (const Member& member : members) {
        const Target target = Target::of(member.name, member.block, member.role, options.grouping);
        auto found = std::find_if(groups.begin() + firstOwn, groups.end(),
                                  [&](const auto& group) { return group.target == target; });
        if (found == groups.end()) {
            found = groups.insert(groups.end(), {target, {}});
        }
        found->layers.push_back(member.name);
    }
    return groups;
}

int64_t Perturbation::bytes() const {
    int64_t sum = 0;
    for (const Replacement& change : changes) {
        sum += change.node.bytes();
    }
    return sum;
}

at::Tensor weightAtBits(const at::Tensor& weight, int bits) {
    const at::NoGradGuard noGrad;
    const double largest = std::exp2(bits - 1) - 1;
    const at::Tensor rows = weight.detach().reshape({weight.size(0), -1});
    const at::Tensor top = rows.abs().amax(1, true);
    const at::Tensor scale = at::where(top > 0, top / largest, at::ones_like(top));
    return (at::clamp(at::round(rows / scale), -largest, largest) * scale).view(weight.sizes());
}

std::vector<SensitivityPoint> unmeasuredPoints(const Graph& graph, const SweepOptions& options) {
    std::vector<SensitivityPoint> points;
    for (const PerturbationGroup& group : perturbationGroups(graph, options)) {
        int64_t weights = 0;
        if (options.kind == PerturbationKind::Prune) {
            for (const std::string& layer : group.layers) {
                weights += graph.node(graph.require(layer)).parameter("weight").numel();
            }
        }
        for (const double level : levelsOf(options)) {
            SensitivityPoint point;
            point.target = group.target;
            point.level = Level::of(options.kind, level);
            point.kind = options.kind;
            point.count = 1;
            point.weights = weights;
            point.prunedWeights = std::llround(level * static_cast<double>(weights));
            points.push_back(point);
        }
    }
    return points;
}

PerturbationMaker::PerturbationMaker(const Graph& stored, const Graph& folded,
                                     const SweepOptions& options)
    : m_stored(stored),
      m_folded(folded),
      m_kind(options.kind),
      m_criterion(options.criterion),
      m_scores(options.scores),
      m_seed(options.seed),
      m_levels(levelsOf(options)),
      m_masks(options.masks) {
    if (m_kind == PerturbationKind::Channels) {
        m_channelGroups = channelGroups(stored);
    }
}

std::vector<Level> PerturbationMaker::levels(const PerturbationGroup& group) const {
    std::vector<Level> levels;
    for (const double number :
         m_masks ? std::vector{prunedShare(masksOf(*m_masks, group.layers))} : m_levels) {
        levels.push_back(Level::of(m_kind, number));
    }
    return levels;
}

Perturbation PerturbationMaker::blank(const Target& target, Level level) const {
    Perturbation result;
    result.point.target = target;
    result.point.level = level;
    result.point.kind = m_kind;
    return result;
}

Perturbation PerturbationMaker::make(const PerturbationGroup& group, Level level) const {
    switch (m_kind) {
        case PerturbationKind::Prune:
            return fromMasks(group.target, level,
                             m_masks
                                 ? masksOf(*m_masks, group.layers)
                                 : rankedMasks(m_stored, level.number, group.layers, ranking()));
        case PerturbationKind::WeightBits:
            return withWeightBits(group, level);
        case PerturbationKind::Channels:
            return withoutChannels(group, level);
        case PerturbationKind::ActivationBits:
        case PerturbationKind::Clip:
            break;
    }
    return withOutputs(group, level);
}

Perturbation PerturbationMaker::fromMasks(const Target& target, Level level,
                                          const Masks& masks) const {
    const at::NoGradGuard noGrad;
    Perturbation result = blank(target, level);
    std::map<NodeId, const at::Tensor*> byNode;
    for (const auto& [parameter, mask] : masks) {
        const std::string layer =
            parameter.substr(0, parameter.size() - std::char_traits<char>::length(kWeightSuffix));
        byNode.emplace(m_folded.require(layer), &mask);
    }
    for (const auto& [id, mask] : byNode) {
        const Node& node = m_folded.node(id);
        const at::Tensor& weight = node.parameter("weight");
        const at::Tensor pruned = mask->eq(0);
        result.point.weights += weight.numel();
        result.point.prunedWeights += pruned.count_nonzero().item<int64_t>();
        const at::Tensor masked = weight.masked_fill(pruned, 0.0);
        if (!masked.equal(weight)) {
            Node changed = node;
            changed.setParameter("weight", masked);
            result.changes.push_back({id, PreparedNode(std::move(changed))});
        }
    }
    result.point.unchanged = result.changes.empty();
    return result;
}

Perturbation PerturbationMaker::withWeightBits(const PerturbationGroup& group, Level level) const {
    Perturbation result = blank(group.target, level);
    for (const std::string& layer : group.layers) {
        const NodeId id = m_folded.require(layer);
        Node node = m_folded.node(id);
        const at::Tensor rounded =
            weightAtBits(node.parameter("weight"), static_cast<int>(level.number));
        result.point.weights += rounded.numel();
        if (!rounded.equal(node.parameter("weight"))) {
            node.setParameter("weight", rounded);
            result.changes.push_back({id, PreparedNode(std::move(node))});
        }
    }
    result.point.unchanged = result.changes.empty();
    return result;
}

Perturbation PerturbationMaker::withoutChannels(const PerturbationGroup& group, Level level) const {
    ChannelRecipe recipe;
    recipe.scope = PruneScope::Global;
    recipe.amount = level.number;
    recipe.criterion = m_criterion;
    recipe.seed = m_seed;
    recipe.groups = group.layers;
    ChannelCut cut = selectChannels(m_stored, m_channelGroups, recipe, m_scores.get());
    for (const std::string& whole : group.layers) {
        cut.emplace(whole, std::vector<int64_t>());  // counted, if nothing of it goes
    }
    const ChannelRemoval removal = removalOf(m_stored, m_channelGroups, cut);
    Perturbation result = blank(group.target, level);
    const RemovedWeights weights = countRemovedWeights(m_stored, removal);
    result.point.weights = weights.weights;
    result.point.prunedWeights = weights.removed;
    std::map<NodeId, Node> changed;
    for (const auto& [id, removed] : removal) {
        if (!removed.inputs.empty() &&
            m_stored.node(id).isWeighted()) {  // not where some are chosen
            // Folding scales outputs: a column that is zero stays zero.
            const NodeId folded = m_folded.require(m_stored.node(id).name);
            Node node = m_folded.node(folded);
            node.setParameter("weight", maskedColumns(node.parameter("weight"), removed.inputs));
            changed.emplace(folded, std::move(node));
        }
    }
    for (auto& [id, node] : changed) {
        if (!node.parameter("weight").equal(m_folded.node(id).parameter("weight"))) {
            result.changes.push_back({id, PreparedNode(std::move(node))});
        }
    }
    result.point.unchanged = result.changes.empty();
    return result;
}

Perturbation PerturbationMaker::withOutputs(const PerturbationGroup& group, Level level) const {
    Perturbation result = blank(group.target, level);
    for (const std::string& layer : group.layers) {
        const NodeId id = m_folded.require(layer);
        const ClipRange& range = m_ranges.at(layer);
        OutputChange change{range.low * (1 - level.number), range.high * (1 - level.number), {}};
        if (m_kind == PerturbationKind::ActivationBits) {
            change.params = affineParams(range.low, range.high,
                                         static_cast<int64_t>(std::exp2(level.number)) - 1);
        }
        result.point.weights += m_folded.node(id).parameter("weight").numel();
        result.changes.push_back({id, PreparedNode(m_folded.node(id), change)});
    }
    return result;
}

}  // namespace secateur
