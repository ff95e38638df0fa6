#include "core/quant/ranges.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/passes/lower_int8.h"
#include "core/quant/output_kind.h"
#include "core/quant/range_groups.h"
#include "core/quant/weight_scales.h"

namespace secateur {

namespace {

constexpr int kFullBits = 8;

std::string observerText(ObserverKind kind, double percentile) {
    return kind == ObserverKind::Percentile ? fmt::format("percentile {}", percentile)
                                            : enumName(kind);
}

ClipRange hullOf(const ClipRange& a, const ClipRange& b) {
    return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

QuantParams paramsOf(const ClipRange& range, const QuantScheme& scheme) {
    const int64_t quantMax = (int64_t{1} << scheme.bits) - 1;
    return scheme.centredZero ? symmetricParams(range.low, range.high, quantMax)
                              : affineParams(range.low, range.high, quantMax);
}

const ClipRange& requireAverage(const NodeHistogram& node) {
    if (!node.movingAverage) {
        throw Error(ErrorCode::NotFound, "the moving average of a layer was not observed",
                    {node.name, "histograms of this version", "of an older one"});
    }
    return *node.movingAverage;
}

/// The ranges of outputs under different clips; what an observer searched is kept.
class OutputChooser {
 public:
    OutputChooser(const Graph& folded, const std::vector<NodeHistogram>& observed,
                  const QuantizeOptions& options)
        : m_folded(folded), m_options(options) {
        for (const NodeHistogram& node : observed) {
            m_seen.emplace(node.name, &node);
        }
    }

    std::vector<RangeChoice> choose() {
        std::vector<RangeChoice> choices = chosen(m_options);
        for (const auto& [layer, range] : m_options.activationClips) {
            QuantizeOptions without = m_options;
            without.activationClips.erase(layer);
            const auto id = static_cast<size_t>(m_folded.require(layer));
            const RangeChoice automatic = std::move(chosen(without)[id]);
            choices[id].automatic = automatic.range;
            choices[id].automaticReason = automatic.reason;
        }
        return choices;
    }

 private:
    const NodeHistogram& seen(const Node& node) const {
        const auto found = m_seen.find(node.name);
        if (found == m_seen.end()) {
            throw Error(ErrorCode::Internal, "the outputs of a node were not observed",
                        {node.name, "", ""});
        }
        return *found->second;
    }

    ClipRange observed(NodeId id, ObserverKind kind, const QuantScheme& scheme) {
        const NodeHistogram& node = seen(m_folded.node(id));
        if (kind == ObserverKind::MovingAverage) {
            return requireAverage(node);
        }
        const auto [known, isNew] = m_observed.try_emplace({id, kind});
        if (isNew) {
            known->second =
                observedRange(node.values, kind, scheme, m_options.activationPercentile);
        }
        return known->second;
    }

    /// Before anything is shared.
    RangeChoice ownChoice(NodeId id, const OutputRules& rules, const QuantizeOptions& options) {
        const Node& node = m_folded.node(id);
        RangeChoice choice;
        choice.layer = node.name;
        choice.rule = rules.rule(id, seen(node).values.maximum());
        choice.scheme = rules.scheme(id);
        switch (choice.rule) {
            case RangeRule::ByHand:
                choice.range = options.activationClips.at(node.name);
                choice.reason = "by hand";
                break;
            case RangeRule::FixedRelu6:
                choice.range = {0.0, 6.0};
                choice.reason = "ReLU6, fixed";
                break;
            case RangeRule::Extremes:
                choice.range = observed(id, ObserverKind::MinMax, choice.scheme);
                choice.reason = id == 0 ? "extremes of the images" : "extremes of the logits";
                break;
            default:
                choice.range = observed(id, options.activationObserver, choice.scheme);
                choice.reason =
                    observerText(options.activationObserver, options.activationPercentile);
        }
        return choice;
    }

    /// A choice with this range, as integers.
    void settle(RangeChoice& choice, const ClipRange& range) const {
        choice.params = paramsOf(range, choice.scheme);
        choice.range = representable(range, choice.scheme);
        choice.reason += choice.scheme.centredZero ? ", symmetric" : "";
        choice.automatic = choice.range;
        choice.automaticReason = choice.reason;
    }

    /// Joins what shares a range.
    void share(const OutputRules& rules, std::vector<RangeChoice>& choices) const {
        const auto at = [&](NodeId id) -> RangeChoice& { return choices[static_cast<size_t>(id)]; };
        const std::vector<NodeId> groups = rangeGroups(m_folded, [&](NodeId id) {
            return at(id).rule != RangeRule::Observer ||
                   (rules.scheme(id).centredZero &&
                    m_options.activationScheme == ActivationScheme::Affine);
        });
        std::map<NodeId, std::vector<NodeId>> members;
        for (NodeId id = 0; id < m_folded.size(); ++id) {
            if (!movesValues(m_folded.node(id).op)) {
                members[groups[static_cast<size_t>(id)]].push_back(id);
            }
        }
        for (const auto& [first, ids] : members) {
            ClipRange hull = at(ids.front()).range;
            std::vector<std::string> names;
            for (const NodeId id : ids) {
                hull = hullOf(hull, at(id).range);
                names.push_back(m_folded.node(id).name);
            }
            for (const NodeId id : ids) {
                if (ids.size() > 1) {
                    at(id).rule = RangeRule::Group;
                    at(id).reason =
                        fmt::format("{}, one range for a group of {}", at(id).reason, ids.size());
                    at(id).group = names;
                }
                settle(at(id), hull);
            }
        }
    }

    std::vector<RangeChoice> chosen(const QuantizeOptions& options) {
        const OutputRules rules(m_folded, options);
        std::vector<RangeChoice> choices(static_cast<size_t>(m_folded.size()));
        for (NodeId id = 0; id < m_folded.size(); ++id) {
            if (!movesValues(m_folded.node(id).op)) {
                choices[static_cast<size_t>(id)] = ownChoice(id, rules, options);
            }
        }
        share(rules, choices);
        for (NodeId id = 0; id < m_folded.size(); ++id) {
            const Node& node = m_folded.node(id);
            if (movesValues(node.op)) {
                RangeChoice& choice = choices[static_cast<size_t>(id)];
                choice = choices[static_cast<size_t>(node.inputs.front())];
                choice.layer = node.name;
                choice.rule = RangeRule::SameAsInput;
                choice.reason = "that of " + m_folded.node(node.inputs.front()).name;
                choice.group.clear();
            }
        }
        return choices;
    }

    const Graph& m_folded;
    const QuantizeOptions& m_options;
    std::map<std::string, const NodeHistogram*> m_seen;
    std::map<std::pair<NodeId, ObserverKind>, ClipRange> m_observed;
};

/// `inputScale`: of what the layer reads, where it is known.
RangeChoice weightChoice(const Node& node, const QuantizeOptions& options, double inputScale) {
    RangeChoice choice;
    choice.layer = node.name;
    choice.weights = true;
    choice.scheme = {true, kFullBits};
    const at::Tensor& weight = node.parameter("weight");
    const at::Tensor bias =
        node.hasParameter("bias") ? node.parameter("bias") : at::zeros({weight.size(0)});
    const at::Tensor scales =
        fittedScales(weight, weightScales(weight, options), bias, inputScale).contiguous();
    choice.perChannel = scales.dim() > 0;
    const auto* first = scales.data_ptr<double>();
    choice.scales.assign(first, first + scales.numel());
    choice.params = {*std::max_element(choice.scales.begin(), choice.scales.end()), 0,
                     -kLargestWeight, kLargestWeight};
    const auto clip = options.weightClips.find(node.name);
    const bool byHand = clip != options.weightClips.end();
    choice.rule = byHand ? RangeRule::ByHand : RangeRule::Observer;
    choice.range = byHand ? representable(clip->second, choice.scheme)
                          : ClipRange{choice.params.realMin(), choice.params.realMax()};
    choice.reason = fmt::format("{}{}, {}", byHand ? "by hand, within it " : "",
                                observerText(options.weightObserver, options.weightPercentile),
                                choice.perChannel ? "per channel" : "per tensor");
    if (!byHand) {
        choice.automatic = choice.range;
        choice.automaticReason = choice.reason;
    }
    return choice;
}

}  // namespace

OutputRules::OutputRules(const Graph& folded, const QuantizeOptions& options)
    : m_folded(folded), m_options(options), m_bits(activationBits(options)) {}

RangeRule OutputRules::rule(NodeId id, double largest) const {
    const Node& node = m_folded.node(id);
    if (m_options.activationClips.contains(node.name)) {
        return RangeRule::ByHand;
    }
    if (isRelu6(node) && fixesRelu6(m_options, m_bits, largest)) {
        return RangeRule::FixedRelu6;
    }
    return id == 0 || id == m_folded.output() ? RangeRule::Extremes : RangeRule::Observer;
}

bool OutputRules::isCentred(NodeId id) const {
    return m_options.activationScheme == ActivationScheme::Symmetric ||
           (m_options.symmetricBottlenecks && isLinearOutput(m_folded, id));
}

QuantScheme OutputRules::scheme(NodeId id) const {
    return {false, id == m_folded.output() ? kFullBits : m_bits, isCentred(id)};
}

std::vector<QuantParams> ChosenRanges::outputParams() const {
    std::vector<QuantParams> params;
    for (const RangeChoice& choice : outputs) {
        params.push_back(choice.params);
    }
    return params;
}

std::vector<RangeChoice> ChosenRanges::all() const {
    std::vector<RangeChoice> choices = outputs;
    for (const auto& [id, choice] : weights) {
        choices.push_back(choice);
    }
    return choices;
}

at::Tensor scalesOf(const RangeChoice& choice) {
    return choice.perChannel ? at::tensor(choice.scales, at::kDouble)
                             : at::scalar_tensor(choice.scales.front(), at::kDouble);
}

ChosenRanges chooseRanges(const Graph& prepared, const std::vector<NodeHistogram>& observed,
                          const QuantizeOptions& options) {
    checkActivationClips(prepared, options);
    ChosenRanges chosen{OutputChooser(prepared, observed, options).choose(), {}};
    chosen.weights = chooseWeightRanges(prepared, options, chosen.outputs);
    return chosen;
}

std::map<NodeId, RangeChoice> chooseWeightRanges(const Graph& prepared,
                                                 const QuantizeOptions& options,
                                                 const std::vector<RangeChoice>& outputs) {
    std::map<NodeId, RangeChoice> choices;
    for (const NodeId id : prepared.weightedNodes()) {
        if (!options.floatLayers.contains(prepared.node(id).name)) {
            const auto input = static_cast<size_t>(prepared.node(id).inputs.front());
            const double scale = outputs.empty() ? 1.0 : outputs[input].params.scale;
            choices.emplace(id, weightChoice(prepared.node(id), options, scale));
        }
    }
    return choices;
}

void checkActivationClips(const Graph& folded, const QuantizeOptions& options) {
    for (const auto& [layer, range] : options.activationClips) {
        requireRange(range, layer);
        const Node& node = folded.node(folded.require(layer));
        if (movesValues(node.op)) {
            throw Error(ErrorCode::InvalidArgument, "this layer has the range of its input",
                        {layer, "another layer", opLabel(node.op)});
        }
    }
}

}  // namespace secateur
