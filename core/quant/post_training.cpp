#include "core/quant/post_training.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "core/base/error.h"
#include "core/exec/quantized_engine.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "core/quant/equalization.h"
#include "core/quant/output_kind.h"
#include "core/quant/weight_error.h"
#include "core/quant/weight_scales.h"

namespace secateur {

namespace {

/// SQNR of weights as the options quantize them: the worst layer's, and the mean of all.
struct WeightQuality {
    double worst = std::numeric_limits<double>::infinity();
    double mean = 0.0;
};
WeightQuality weightQuality(const Graph& graph, const QuantizeOptions& options) {
    WeightQuality quality;
    const std::vector<NodeId> layers = graph.weightedNodes();
    for (const NodeId id : layers) {
        const at::Tensor& weight = graph.node(id).parameter("weight");
        const double db =
            sqnrDb(weight, quantizedWeight(weight, weightScales(weight, options)).dequantize());
        quality.worst = std::min(quality.worst, db);
        quality.mean += db / static_cast<double>(layers.size());
    }
    return quality;
}

std::string equalizationNote(const Graph& before, const Equalization& after,
                             const QuantizeOptions& options) {
    const WeightQuality was = weightQuality(before, options);
    const WeightQuality is = weightQuality(after.graph, options);
    return fmt::format(
        "cross-layer equalization: {} pairs, {} of {} channels scaled, {} held by ReLU6; SQNR of "
        "weights {:.1f} to {:.1f} dB in the worst layer, {:.1f} to {:.1f} dB on average",
        after.pairs, after.scaled, after.channels, after.held, was.worst, is.worst, was.mean,
        is.mean);
}

std::string biasNote(const std::vector<BiasError>& errors) {
    const auto worst = std::max_element(
        errors.begin(), errors.end(),
        [](const BiasError& a, const BiasError& b) { return a.largest < b.largest; });
    if (worst == errors.end()) {
        return "bias correction: no layer is quantized";
    }
    return fmt::format("bias correction: expected errors of {} layers' outputs, up to {:.3g} in {}",
                       errors.size(), worst->largest, worst->layer);
}

/// A result with the engine, the bits and why.
QuantizeResult chooseEngine(const QuantizeOptions& options) {
    QuantizeResult result;
    result.engine = chooseQuantizedEngine(options.engine);
    result.activationBits = activationBits(options);
    const bool saturates = engineSaturates(result.engine);
    if (options.reduceRange == ReduceRange::Automatic && saturates) {
        result.notes.push_back(
            fmt::format("activations have 7 bits: {} on this CPU ({}) sums products of 8-bit "
                        "activations in 16 bits, which saturates",
                        result.engine, cpuIntegerIsa()));
    } else if (result.activationBits == 8 && saturates) {
        result.notes.push_back(
            fmt::format("8-bit activations were forced although {} saturates on "
                        "this CPU ({})",
                        result.engine, cpuIntegerIsa()));
    }
    if (options.relu6Range == Relu6Range::Automatic && result.activationBits == 7) {
        result.notes.push_back(
            "ReLU6 outputs have their observed range: [0, 6] would waste levels "
            "where 7 bits give only 128");
    }
    if (!options.floatLayers.empty()) {
        result.notes.push_back(
            fmt::format("kept in FP32: {}", fmt::join(options.floatLayers, ", ")));
    }
    return result;
}

/// A prepared network with these ranges; layers of which no weight was chosen keep theirs.
Graph lowered(const Graph& prepared, const ChosenRanges& ranges) {
    return lowerInt8(prepared, ranges.outputParams(), [&](const Node& node) {
        const auto found = ranges.weights.find(prepared.require(node.name));
        return found == ranges.weights.end()
                   ? at::Tensor()
                   : quantizedWeight(node.parameter("weight"), scalesOf(found->second));
    });
}

/// Says for how many ReLU6 outputs "automatic" chose what was observed, where it mostly does not.
void noteNarrowRelu6(const QuantizeOptions& options, QuantizeResult& result) {
    if (options.relu6Range != Relu6Range::Automatic ||
        !fixesRelu6(options, result.activationBits, 6.0)) {
        return;
    }
    int64_t all = 0;
    int64_t narrow = 0;
    for (NodeId id = 0; id < result.prepared.size(); ++id) {
        const RangeRule rule = result.ranges.outputs[static_cast<size_t>(id)].rule;
        const bool chosen = isRelu6(result.prepared.node(id)) && rule != RangeRule::ByHand;
        all += chosen ? 1 : 0;
        narrow += chosen && rule != RangeRule::FixedRelu6 ? 1 : 0;
    }
    if (narrow > 0) {
        result.notes.push_back(
            fmt::format("{} of {} ReLU6 outputs have their observed range: calibration stayed in "
                        "less than half of [0, 6]",
                        narrow, all));
    }
}

}  // namespace

bool keepsFoldedNetwork(const QuantizeOptions& options) {
    return options.weightClips.empty() && !options.equalize;
}

Graph clippedNetwork(const Graph& folded, const QuantizeOptions& options) {
    const at::NoGradGuard noGrad;
    checkActivationClips(folded, options);
    for (const std::string& layer : options.floatLayers) {
        folded.requireWeighted(layer);
    }
    Graph clipped = folded;
    for (const auto& [layer, range] : options.weightClips) {
        requireRange(range, layer);
        Node& node = clipped.node(clipped.requireWeighted(layer));
        node.setParameter("weight", node.parameter("weight").clamp(std::min(range.low, 0.0),
                                                                   std::max(range.high, 0.0)));
    }
    return clipped;
}

PreparedNetwork prepareNetwork(const Graph& graph, const Dataset& dataset,
                               const Normalisation& normalisation,
                               const std::vector<int64_t>& indices, const QuantizeOptions& options,
                               const RunContext& context) {
    quantizeSettings().check(options);
    PreparedNetwork prepared{clippedNetwork(foldBatchNorm(graph), options), {}};
    if (options.equalize) {
        Equalization equal = equalizeLayers(
            prepared.graph, channelMaxima(prepared.graph, relu6Pairs(prepared.graph), dataset,
                                          normalisation, indices, options.workers, context));
        prepared.notes.push_back(equalizationNote(prepared.graph, equal, options));
        prepared.graph = std::move(equal.graph);
    }
    return prepared;
}

QuantizeResult quantizePostTraining(const Graph& graph, const Dataset& dataset,
                                    const Normalisation& normalisation,
                                    const std::vector<int64_t>& indices,
                                    const QuantizeOptions& options, const RunContext& context,
                                    const std::vector<NodeHistogram>& observed) {
    if (indices.empty()) {
        throw Error(ErrorCode::InvalidArgument, "no images to calibrate on",
                    {"", "at least 1", "0"});
    }
    QuantizeResult result = chooseEngine(options);
    PreparedNetwork prepared =
        prepareNetwork(graph, dataset, normalisation, indices, options, context);
    result.prepared = std::move(prepared.graph);
    result.notes.insert(result.notes.end(), prepared.notes.begin(), prepared.notes.end());
    result.observed = !observed.empty() ? observed
                                        : observeHistograms(result.prepared, dataset, normalisation,
                                                            indices, options.workers, context);
    result.ranges = chooseRanges(result.prepared, result.observed, options);
    noteNarrowRelu6(options, result);
    result.graph = lowered(result.prepared, result.ranges);
    if (options.correctBias) {
        result.biasErrors =
            correctBiases(result.prepared,
                          outputMeans(result.prepared, weightedInputs(result.prepared),
                                      result.ranges.outputParams(), dataset, normalisation, indices,
                                      options.workers, context),
                          result.graph);
        result.notes.push_back(biasNote(result.biasErrors));
    }
    return result;
}

}  // namespace secateur
