#include "core/quant/quantization_aware.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/graph/quantized_tensor.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "core/quant/output_kind.h"
#include "core/quant/ranges.h"

namespace secateur {

namespace {

/// An observer that cuts off sees the whole distribution, which one batch does not show.
bool followsBatches(ObserverKind kind) {
    return kind == ObserverKind::MinMax || kind == ObserverKind::MovingAverage;
}

OutputQuantizer outputQuantizer(const Graph& lowered, NodeId id, const OutputRules& rules,
                                bool follows) {
    const Node& node = lowered.node(id);
    const RangeRule rule = rules.rule(id, node.quant->realMax());
    const bool fixed = id == 0 || rule == RangeRule::ByHand || rule == RangeRule::FixedRelu6;
    return {node.name, *node.quant, follows && !fixed, rules.scheme(id).centredZero};
}

/// Gives every quantized output a quantizer; pooling and flattening share their input's.
std::vector<int> addQuantizers(const Graph& lowered, const QuantizeOptions& options,
                               FakeQuantPlan& plan) {
    const OutputRules rules(lowered, options);
    const bool follows = followsBatches(options.activationObserver);
    std::vector<int> quantizerOf(static_cast<size_t>(lowered.size()), -1);
    for (NodeId id = 0; id < lowered.size(); ++id) {
        const Node& node = lowered.node(id);
        int& own = quantizerOf[static_cast<size_t>(id)];
        if (node.quant && movesValues(node.op)) {
            own = quantizerOf[static_cast<size_t>(node.inputs.front())];
        } else if (node.quant) {
            own = static_cast<int>(plan.quantizers.size());
            plan.quantizers.push_back(outputQuantizer(lowered, id, rules, follows));
        }
    }
    return quantizerOf;
}

at::Tensor clipped(const at::Tensor& weight, const WeightRounding& rounding) {
    return weight.clamp(rounding.low, rounding.high);
}

/// How PTQ rounded a weight, given what it rounded.
WeightRounding weightRounding(const at::Tensor& folded, const Node& lowered,
                              const QuantizeOptions& options) {
    const at::Tensor& integers = lowered.parameter("weight");
    WeightRounding rounding;
    rounding.perChannel = integers.qscheme() == at::kPerChannelAffine;
    if (const auto clip = options.weightClips.find(lowered.name);
        clip != options.weightClips.end()) {
        rounding.low = std::min(clip->second.low, 0.0);
        rounding.high = std::max(clip->second.high, 0.0);
    }
    const at::Tensor scales = storedScales(integers).to(at::kFloat).reshape({-1});
    rounding.shrink = at::ones_like(scales);
    const at::Tensor own = roundingScales(clipped(folded, rounding), rounding);
    const at::Tensor alive = integers.int_repr().reshape({integers.size(0), -1}).ne(0).any(1);
    // The scale of zeros was fitted to their bias: it says nothing of weights that move.
    rounding.shrink = at::where(rounding.perChannel ? alive : alive.any().reshape({1}),
                                scales / own, rounding.shrink);
    return rounding;
}

/// The nodes of the trained graph that end what became one folded node: dropout does not count.
std::vector<NodeId> lastNodes(const Graph& graph, const Rewritten& folded) {
    std::vector<NodeId> last(static_cast<size_t>(folded.graph.size()), -1);
    for (NodeId id = 0; id < graph.size(); ++id) {
        if (!std::holds_alternative<Dropout>(graph.node(id).op)) {
            last[static_cast<size_t>(folded.newId[static_cast<size_t>(id)])] = id;
        }
    }
    return last;
}

void addSteps(const QatStart& start, const Rewritten& folded, const QuantizeOptions& options,
              FakeQuantPlan& plan) {
    plan.steps.resize(static_cast<size_t>(start.graph.size()));
    const std::vector<NodeId> last = lastNodes(start.graph, folded);
    for (NodeId id = 0; id < start.graph.size(); ++id) {
        const Node& node = start.graph.node(id);
        FakeQuantStep& step = plan.steps[static_cast<size_t>(id)];
        const NodeId target = folded.newId[static_cast<size_t>(id)];
        const Node& lowered = start.lowered.node(target);
        if (node.isWeighted() && lowered.hasIntegerWeight()) {
            step.weight =
                weightRounding(folded.graph.node(target).parameter("weight"), lowered, options);
            step.inputQuantizer = start.quantizerOf[static_cast<size_t>(lowered.inputs.front())];
        }
        if (std::holds_alternative<BatchNorm2d>(node.op)) {
            const NodeId conv = node.inputs.front();
            FakeQuantStep& before = plan.steps[static_cast<size_t>(conv)];
            if (before.weight && folded.newId[static_cast<size_t>(conv)] == target) {
                before.norm = id;
                step.foldedInto = conv;
            }
        }
        if (last[static_cast<size_t>(target)] == id) {
            step.quantizer = start.quantizerOf[static_cast<size_t>(target)];
            step.observed = !movesValues(lowered.op);
        }
    }
}

void checkSame(const Graph& folded, const Graph& lowered) {
    bool same = folded.size() == lowered.size();
    for (NodeId id = 0; same && id < folded.size(); ++id) {
        same = folded.node(id).name == lowered.node(id).name;
    }
    if (!same) {
        throw Error(ErrorCode::Mismatch, "the INT8 network is of another network",
                    {"", "the same layers", ""});
    }
}

at::Tensor roundedWeight(const at::Tensor& folded, const WeightRounding& rounding) {
    const at::Tensor weight = clipped(folded, rounding);
    const at::Tensor scales = roundingScales(weight, rounding).to(at::kDouble);
    return quantizedWeight(weight, rounding.perChannel ? scales : scales.squeeze());
}

}  // namespace

QuantPhase quantPhase(const QatOptions& options, int64_t epoch) {
    return {epoch < options.observedEpochs, epoch < options.batchNormEpochs};
}

QatStart startQat(const Graph& graph, const Graph& lowered, const QuantizeOptions& options) {
    const at::NoGradGuard noGrad;
    const Rewritten folded = foldBatchNormMapped(graph);
    checkSame(folded.graph, lowered);
    auto plan = std::make_shared<FakeQuantPlan>();
    QatStart start{graph, lowered, plan, addQuantizers(lowered, options, *plan)};
    addSteps(start, folded, options, *plan);
    return start;
}

Graph convertQat(const QatStart& start, const Graph& trained,
                 const std::vector<QuantParams>& params) {
    const at::NoGradGuard noGrad;
    const Rewritten folded = foldBatchNormMapped(trained);
    Graph converted = folded.graph;
    for (NodeId id = 0; id < trained.size(); ++id) {
        const auto& rounding = start.plan->steps[static_cast<size_t>(id)].weight;
        if (rounding) {
            Node& node = converted.node(folded.newId[static_cast<size_t>(id)]);
            node.setParameter("weight", roundedWeight(node.parameter("weight"), *rounding));
        }
    }
    for (NodeId id = 0; id < converted.size(); ++id) {
        if (const int quantizer = start.quantizerOf[static_cast<size_t>(id)]; quantizer >= 0) {
            converted.node(id).quant = params[static_cast<size_t>(quantizer)];
        }
    }
    quantizeBiases(converted);
    return converted;
}

}  // namespace secateur
