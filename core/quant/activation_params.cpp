#include "core/quant/activation_params.h"

#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/quant/output_kind.h"
#include "core/quant/range_groups.h"

namespace secateur {

namespace {

constexpr int kFullBits = 8;

int64_t quantMaxOf(int bits) {
    return (int64_t{1} << bits) - 1;
}

class Chooser {
 public:
    Chooser(const Graph& folded, const std::vector<NodeHistogram>& observed,
            const QuantizeOptions& options)
        : m_folded(folded), m_options(options), m_bits(activationBits(options)) {
        for (const NodeHistogram& node : observed) {
            m_observed.emplace(node.name, &node);
        }
    }

    /// Decided by more than what was observed, or with another scheme than most outputs.
    bool hasOwnRule(NodeId id) const {
        const Node& node = m_folded.node(id);
        return isLogits(id) || id == 0 || m_options.activationClips.contains(node.name) ||
               isFixedRelu6(node) || isCentredBottleneck(id);
    }

    ClipRange rangeOf(NodeId id) const {
        const Node& node = m_folded.node(id);
        const auto clip = m_options.activationClips.find(node.name);
        if (clip != m_options.activationClips.end()) {
            return clip->second;
        }
        if (isFixedRelu6(node)) {
            return {0.0, 6.0};
        }
        const NodeHistogram& seen = observed(node);
        const ObserverKind kind =
            isLogits(id) || id == 0 ? ObserverKind::MinMax : m_options.activationObserver;
        if (kind == ObserverKind::MovingAverage) {
            return seen.movingAverage;
        }
        return observedRange(seen.values, kind, schemeOf(id), m_options.activationPercentile);
    }

    QuantParams choose(NodeId id, const ClipRange& range) const {
        const QuantScheme scheme = schemeOf(id);
        return scheme.centredZero ? symmetricParams(range.low, range.high, quantMaxOf(scheme.bits))
                                  : affineParams(range.low, range.high, quantMaxOf(scheme.bits));
    }

 private:
    const NodeHistogram& observed(const Node& node) const {
        const auto found = m_observed.find(node.name);
        if (found == m_observed.end()) {
            throw Error(ErrorCode::Internal, "the outputs of a node were not observed",
                        {node.name, "", ""});
        }
        return *found->second;
    }
    bool isFixedRelu6(const Node& node) const {
        return isRelu6(node) && fixesRelu6(m_options, observed(node).values.maximum());
    }
    bool isLogits(NodeId id) const { return id == m_folded.output(); }
    bool isCentredBottleneck(NodeId id) const {
        return m_options.symmetricBottlenecks && isLinearOutput(m_folded, id);
    }
    QuantScheme schemeOf(NodeId id) const {
        return {
            false, isLogits(id) ? kFullBits : m_bits,
            m_options.activationScheme == ActivationScheme::Symmetric || isCentredBottleneck(id)};
    }

    const Graph& m_folded;
    const QuantizeOptions& m_options;
    const int m_bits;
    std::map<std::string, const NodeHistogram*> m_observed;
};

}  // namespace

void checkActivationClips(const Graph& folded, const QuantizeOptions& options) {
    for (const auto& [layer, range] : options.activationClips) {
        requireRange(range, layer);
        const Node& node = folded.node(folded.require(layer));
        if (keepsInputParams(node)) {
            throw Error(ErrorCode::InvalidArgument, "this layer has the range of its input",
                        {layer, "another layer", opLabel(node.op)});
        }
    }
}

std::vector<QuantParams> activationParams(const Graph& folded,
                                          const std::vector<NodeHistogram>& observed,
                                          const QuantizeOptions& options) {
    checkActivationClips(folded, options);
    const Chooser chooser(folded, observed, options);
    const std::vector<NodeId> groups =
        rangeGroups(folded, [&](NodeId id) { return chooser.hasOwnRule(id); });
    std::map<NodeId, ClipRange> ranges;  // by group
    for (NodeId id = 0; id < folded.size(); ++id) {
        if (keepsInputParams(folded.node(id))) {
            continue;
        }
        const ClipRange own = chooser.rangeOf(id);
        const auto [shared, isNew] = ranges.try_emplace(groups[static_cast<size_t>(id)], own);
        if (!isNew) {
            shared->second.low = std::min(shared->second.low, own.low);
            shared->second.high = std::max(shared->second.high, own.high);
        }
    }
    std::vector<QuantParams> params;
    for (NodeId id = 0; id < folded.size(); ++id) {
        const Node& node = folded.node(id);
        params.push_back(keepsInputParams(node)
                             ? params[static_cast<size_t>(node.inputs.front())]
                             : chooser.choose(id, ranges.at(groups[static_cast<size_t>(id)])));
    }
    return params;
}

}  // namespace secateur
