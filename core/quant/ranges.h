#pragma once

#include <map>
#include <vector>

#include "core/graph/graph.h"
#include "core/quant/node_histograms.h"
#include "core/quant/quantize_options.h"
#include "core/quant/range_choice.h"

namespace secateur {

/// How the options quantize the outputs of a folded graph, before anything is shared. Refers to
/// both.
class OutputRules {
 public:
    OutputRules(const Graph& folded, const QuantizeOptions& options);

    /// ByHand before FixedRelu6 before Extremes before Observer. `largest`: what the output
    /// reached during calibration.
    RangeRule rule(NodeId id, double largest) const;
    /// activationBits(), of logits always 8: nothing multiplies them.
    QuantScheme scheme(NodeId id) const;

 private:
    bool isCentred(NodeId id) const;

    const Graph& m_folded;
    const QuantizeOptions& m_options;
    int m_bits;
};

/// The quantization of every tensor of a network.
struct ChosenRanges {
    std::vector<RangeChoice> outputs;       ///< by node
    std::map<NodeId, RangeChoice> weights;  ///< of the layers whose weights become integers

    std::vector<QuantParams> outputParams() const;
    /// Outputs, then weights.
    std::vector<RangeChoice> all() const;
};

/// Of weights, as quantizedWeight() takes them.
at::Tensor scalesOf(const RangeChoice& choice);

/// What PTQ takes for every output and weight of a prepared graph (prepareNetwork) of which this
/// was observed (observeHistograms): every stage, file and view shows this answer. Nodes that only
/// move or average values have their input's range; what a concatenation reads shares one with it,
/// the hull of their own. The input has its exact extremes whatever the observer: pixels have no
/// tails, but often a value that most of them have, which misleads observers. So have the logits:
/// clipping would make classes equal. Errors: those of checkActivationClips; Internal (an output
/// was not observed).
ChosenRanges chooseRanges(const Graph& prepared, const std::vector<NodeHistogram>& observed,
                          const QuantizeOptions& options);
/// Its weights alone, for which nothing has to be observed: only the scales of channels of zeros
/// hang on the `outputs` (fittedScales).
std::map<NodeId, RangeChoice> chooseWeightRanges(const Graph& prepared,
                                                 const QuantizeOptions& options,
                                                 const std::vector<RangeChoice>& outputs = {});

/// NotFound (a clip of a layer that is not there), InvalidArgument (a clip that is no range, or of
/// a node without a range of its own).
void checkActivationClips(const Graph& folded, const QuantizeOptions& options);

}  // namespace secateur
