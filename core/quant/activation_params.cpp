#include "core/quant/activation_params.h"

#include <map>

#include "core/base/error.h"
#include "core/quant/output_kind.h"

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

    QuantParams choose(NodeId id) const {
        const Node& node = m_folded.node(id);
        const bool logits = id == m_folded.output();
        const bool exact = logits || id == 0;
        const bool centred = m_options.activationScheme == ActivationScheme::Symmetric ||
                             (m_options.symmetricBottlenecks && isLinearOutput(m_folded, id));
        const QuantScheme scheme{false, logits ? kFullBits : m_bits, centred};
        const ClipRange range = rangeOf(node, exact, scheme);
        return centred ? symmetricParams(range.low, range.high, quantMaxOf(scheme.bits))
                       : affineParams(range.low, range.high, quantMaxOf(scheme.bits));
    }

 private:
    ClipRange rangeOf(const Node& node, bool exact, const QuantScheme& scheme) const {
        const auto clip = m_options.activationClips.find(node.name);
        if (clip != m_options.activationClips.end()) {
            return clip->second;
        }
        if (isRelu6(node) && fixesRelu6(m_options)) {
            return {0.0, 6.0};
        }
        const auto found = m_observed.find(node.name);
        if (found == m_observed.end()) {
            throw Error(ErrorCode::Internal, "the outputs of a node were not observed",
                        {node.name, "", ""});
        }
        const NodeHistogram& seen = *found->second;
        const ObserverKind kind = exact ? ObserverKind::MinMax : m_options.activationObserver;
        if (kind == ObserverKind::MovingAverage) {
            return seen.movingAverage;
        }
        return observedRange(seen.values, kind, scheme, m_options.activationPercentile);
    }

    const Graph& m_folded;
    const QuantizeOptions& m_options;
    const int m_bits;
    std::map<std::string, const NodeHistogram*> m_observed;
};

}  // namespace

bool fixesRelu6(const QuantizeOptions& options) {
    return options.relu6Range == Relu6Range::Fixed ||
           (options.relu6Range == Relu6Range::Automatic && activationBits(options) == kFullBits &&
            options.activationObserver == ObserverKind::MinMax);
}

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
    std::vector<QuantParams> params;
    for (NodeId id = 0; id < folded.size(); ++id) {
        const Node& node = folded.node(id);
        params.push_back(keepsInputParams(node) ? params[static_cast<size_t>(node.inputs.front())]
                                                : chooser.choose(id));
    }
    return params;
}

}  // namespace secateur
