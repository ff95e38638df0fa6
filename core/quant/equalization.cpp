#include "core/quant/equalization.h"

#include <ATen/core/grad_mode.h>

#include "core/base/error.h"

namespace secateur {

namespace {

constexpr double kCeiling = 6.0;      // of ReLU6
constexpr double kTouching = 5.9999;  // float32's way of being 6
constexpr int kMostRounds = 100;
constexpr double kStill = 1e-4;  // largest |ln s| of a round that ends the search

struct Pair {
    NodeId first = 0;
    NodeId next = 0;
    bool relu6 = false;
};

std::vector<Pair> pairsOf(const Graph& folded) {
    const auto consumers = folded.consumers();
    std::vector<Pair> pairs;
    for (const NodeId id : folded.weightedNodes()) {
        const auto& readers = consumers[static_cast<size_t>(id)];
        const auto kind = fusedActivation(folded.node(id).op);
        const bool scales =
            !kind || *kind == ActivationKind::Relu || *kind == ActivationKind::Relu6;
        if (scales && readers.size() == 1 && folded.node(readers.front()).isWeighted()) {
            pairs.push_back({id, readers.front(), kind == ActivationKind::Relu6});
        }
    }
    return pairs;
}

int64_t groupsOf(const Node& node) {
    const auto* conv = std::get_if<Conv2d>(&node.op);
    return conv != nullptr ? conv->groups : 1;
}

/// [groups, out / groups, in / groups, kernel]: a view of weights in which input channel i is
/// group i / (in / groups), position i % (in / groups).
at::Tensor byInput(const at::Tensor& weight, int64_t groups) {
    return weight.view({groups, weight.size(0) / groups, weight.size(1), -1});
}

/// Largest |w| of each output, or input, channel.
at::Tensor outputRange(const at::Tensor& weight) {
    return weight.reshape({weight.size(0), -1}).abs().amax(1);
}
at::Tensor inputRange(const at::Tensor& weight, int64_t groups) {
    return byInput(weight, groups).abs().amax({1, 3}).reshape({-1});
}

class Equalizer {
 public:
    Equalizer(const Graph& folded, const std::map<NodeId, at::Tensor>& maxima)
        : m_graph(folded), m_pairs(pairsOf(folded)) {
        for (const Pair& pair : m_pairs) {
            for (const NodeId id : {pair.first, pair.next}) {
                m_weights.try_emplace(
                    id, folded.node(id).parameter("weight").detach().to(at::kDouble).contiguous());
            }
            m_factors[pair.first] =
                at::ones({m_weights.at(pair.first).size(0)}, at::TensorOptions(at::kDouble));
            if (!pair.relu6) {
                continue;
            }
            const auto found = maxima.find(pair.first);
            if (found == maxima.end()) {
                throw Error(ErrorCode::Internal, "the outputs of a ReLU6 were not observed",
                            {folded.node(pair.first).name, "", ""});
            }
            m_maxima[pair.first] = found->second.to(at::kDouble);
        }
    }

    Equalization run() {
        double moved = 1.0;
        for (int round = 0; round < kMostRounds && moved > kStill; ++round) {
            moved = 0.0;
            for (const Pair& pair : m_pairs) {
                moved = std::max(moved, step(pair));
            }
        }
        return result();
    }

 private:
    /// Factors by which the outputs of `pair.first` are still to be divided.
    at::Tensor nextFactors(const Pair& pair) const {
        const at::Tensor own = outputRange(m_weights.at(pair.first));
        const at::Tensor next = inputRange(m_weights.at(pair.next), groupsOf(node(pair.next)));
        const at::Tensor alive = (own > 0) & (next > 0);
        at::Tensor s = at::where(alive, (own / next).sqrt(), at::ones_like(own));
        if (pair.relu6) {
            const at::Tensor& maxima = m_maxima.at(pair.first);
            const at::Tensor lowest = maxima / kCeiling / m_factors.at(pair.first);
            s = at::where(maxima >= kTouching, at::ones_like(s), at::maximum(s, lowest));
        }
        return s;
    }

    /// Gives the largest |ln s|.
    double step(const Pair& pair) {
        const at::Tensor s = nextFactors(pair);
        m_factors[pair.first] = m_factors.at(pair.first) * s;
        at::Tensor& first = m_weights.at(pair.first);
        first = (first.view({first.size(0), -1}) / s.view({-1, 1})).view(first.sizes());
        at::Tensor& next = m_weights.at(pair.next);
        const int64_t groups = groupsOf(node(pair.next));
        next = (byInput(next, groups) * s.view({groups, 1, next.size(1), 1})).view(next.sizes());
        return s.log().abs().max().item<double>();
    }

    Equalization result() const {
        Equalization result{m_graph, static_cast<int>(m_pairs.size()), 0, 0, 0};
        for (const auto& [id, weight] : m_weights) {
            result.graph.node(id).setParameter("weight", weight.to(at::kFloat));
        }
        for (const Pair& pair : m_pairs) {
            const at::Tensor& factors = m_factors.at(pair.first);
            Node& node = result.graph.node(pair.first);
            if (node.hasParameter("bias")) {
                const at::Tensor bias = node.parameter("bias").detach().to(at::kDouble);
                node.setParameter("bias", (bias / factors).to(at::kFloat));
            }
            result.channels += factors.numel();
            result.scaled += (factors != 1.0).sum().item<int64_t>();
            if (pair.relu6) {
                result.held += (m_maxima.at(pair.first) >= kTouching).sum().item<int64_t>();
            }
        }
        return result;
    }

    const Node& node(NodeId id) const { return m_graph.node(id); }

    const Graph& m_graph;
    const std::vector<Pair> m_pairs;
    std::map<NodeId, at::Tensor> m_weights;
    std::map<NodeId, at::Tensor> m_factors;  ///< by which the outputs were divided, in all
    std::map<NodeId, at::Tensor> m_maxima;
};

}  // namespace

std::vector<NodeId> relu6Pairs(const Graph& folded) {
    std::vector<NodeId> ids;
    for (const Pair& pair : pairsOf(folded)) {
        if (pair.relu6) {
            ids.push_back(pair.first);
        }
    }
    return ids;
}

Equalization equalizeLayers(const Graph& folded,
                            const std::map<NodeId, at::Tensor>& channelMaxima) {
    const at::NoGradGuard noGrad;
    return Equalizer(folded, channelMaxima).run();
}

}  // namespace secateur
