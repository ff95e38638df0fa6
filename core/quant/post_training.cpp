#include "core/quant/post_training.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "core/base/error.h"
#include "core/exec/int8_executor.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "core/quant/activation_params.h"
#include "core/quant/equalization.h"
#include "core/quant/weight_error.h"
#include "core/quant/weight_scales.h"

namespace secateur {

namespace {

/// Error(InvalidArgument) unless the layer has weights.
void requireWeights(const Node& node, const char* purpose) {
    if (!node.isWeighted()) {
        throw Error(ErrorCode::InvalidArgument,
                    fmt::format("this layer has no weights to {}", purpose),
                    {node.name, "a convolution or a linear layer", opLabel(node.op)});
    }
}

void clipWeights(Graph& folded, const QuantizeOptions& options) {
    const at::NoGradGuard noGrad;
    for (const auto& [layer, range] : options.weightClips) {
        requireRange(range, layer);
        Node& node = folded.node(folded.require(layer));
        requireWeights(node, "clip");
        node.setParameter("weight", node.parameter("weight").clamp(std::min(range.low, 0.0),
                                                                   std::max(range.high, 0.0)));
    }
}

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

/// Says for how many ReLU6 outputs "automatic" chose what was observed, where it mostly does not.
void noteNarrowRelu6(const QuantizeOptions& options, QuantizeResult& result) {
    const auto fixes = [&](double largest) { return fixesRelu6(options, largest); };
    if (options.relu6Range != Relu6Range::Automatic || !fixes(6.0)) {
        return;
    }
    int64_t all = 0;
    int64_t narrow = 0;
    for (const NodeHistogram& node : result.observed) {
        const bool chosen = node.relu6 && !options.activationClips.contains(node.name);
        all += chosen ? 1 : 0;
        narrow += chosen && !fixes(node.values.maximum()) ? 1 : 0;
    }
    if (narrow > 0) {
        result.notes.push_back(
            fmt::format("{} of {} ReLU6 outputs have their observed range: calibration stayed in "
                        "less than half of [0, 6]",
                        narrow, all));
    }
}

void checkLayers(const Graph& folded, const QuantizeOptions& options) {
    checkActivationClips(folded, options);
    for (const std::string& layer : options.floatLayers) {
        requireWeights(folded.node(folded.require(layer)), "keep in FP32");
    }
}

}  // namespace

bool keepsFoldedNetwork(const QuantizeOptions& options) {
    return options.weightClips.empty() && !options.equalize;
}

PreparedNetwork prepareNetwork(const Graph& graph, const Dataset& dataset,
                               const Normalisation& normalisation,
                               const std::vector<int64_t>& indices, const QuantizeOptions& options,
                               const RunContext& context) {
    checkOptions(options);
    PreparedNetwork prepared{foldBatchNorm(graph), {}};
    checkLayers(prepared.graph, options);
    clipWeights(prepared.graph, options);
    if (options.equalize) {
        Equalization equal = equalizeLayers(
            prepared.graph, channelMaxima(prepared.graph, relu6Pairs(prepared.graph), dataset,
                                          normalisation, indices, options.workers, context));
        prepared.notes.push_back(equalizationNote(prepared.graph, equal, options));
        prepared.graph = std::move(equal.graph);
    }
    return prepared;
}

Graph lowerPrepared(const Graph& prepared, const std::vector<QuantParams>& activations,
                    const QuantizeOptions& options) {
    return lowerInt8(prepared, activations, [&](const Node& node) {
        const at::Tensor& weight = node.parameter("weight");
        return options.floatLayers.contains(node.name)
                   ? at::Tensor()
                   : quantizedWeight(weight, weightScales(weight, options));
    });
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
    const bool known = !observed.empty() && keepsFoldedNetwork(options);
    result.observed = known ? observed
                            : observeHistograms(result.prepared, dataset, normalisation, indices,
                                                options.workers, context);
    const std::vector<QuantParams> activations =
        activationParams(result.prepared, result.observed, options);
    noteNarrowRelu6(options, result);
    result.graph = lowerPrepared(result.prepared, activations, options);
    if (options.correctBias) {
        result.biasErrors =
            correctBiases(result.prepared,
                          outputMeans(result.prepared, weightedInputs(result.prepared), activations,
                                      dataset, normalisation, indices, options.workers, context),
                          result.graph);
        result.notes.push_back(biasNote(result.biasErrors));
    }
    return result;
}

}  // namespace secateur
