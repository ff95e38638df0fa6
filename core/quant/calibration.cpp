#include "core/quant/calibration.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <mutex>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/loader.h"
#include "core/exec/float_executor.h"
#include "core/exec/int8_executor.h"
#include "core/graph/qparams.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "core/quant/output_kind.h"

namespace secateur {

namespace {

constexpr int64_t kBatch = 8;
constexpr int64_t kFullActivationMax = 255;

void widen(ActivationRanges& ranges, NodeId id, const at::Tensor& values) {
    const auto [low, high] = at::aminmax(values);
    const auto index = static_cast<size_t>(id);
    ranges.low[index] = std::min(ranges.low[index], low.item<double>());
    ranges.high[index] = std::max(ranges.high[index], high.item<double>());
}

ActivationRanges emptyRanges(const Graph& graph) {
    const auto size = static_cast<size_t>(graph.size());
    return {std::vector<double>(size, std::numeric_limits<double>::infinity()),
            std::vector<double>(size, -std::numeric_limits<double>::infinity())};
}

bool keepsInputParams(const Node& node) {
    return std::holds_alternative<GlobalAvgPool>(node.op) ||
           std::holds_alternative<Flatten>(node.op) || std::holds_alternative<MaxPool2d>(node.op);
}

using Clips = std::map<std::string, ClipRange>;

void checkActivationClips(const Graph& folded, const Clips& clips) {
    for (const auto& [layer, range] : clips) {
        requireRange(range, layer);
        const Node& node = folded.node(folded.require(layer));
        if (keepsInputParams(node)) {
            throw Error(ErrorCode::InvalidArgument, "this layer has the range of its input",
                        {layer, "another layer", opLabel(node.op)});
        }
    }
}

Graph clippedWeights(Graph folded, const Clips& clips) {
    const at::NoGradGuard noGrad;
    for (const auto& [layer, range] : clips) {
        requireRange(range, layer);
        Node& node = folded.node(folded.require(layer));
        if (!node.isWeighted()) {
            throw Error(ErrorCode::InvalidArgument, "this layer has no weights to clip",
                        {layer, "a convolution or a linear layer", opLabel(node.op)});
        }
        node.setParameter("weight", node.parameter("weight").clamp(std::min(range.low, 0.0),
                                                                   std::max(range.high, 0.0)));
    }
    return folded;
}

std::vector<QuantParams> chooseParams(const Graph& folded, const ActivationRanges& ranges,
                                      const QuantizeOptions& options, int64_t quantMax) {
    const bool fixedRelu6 =
        options.relu6Range == Relu6Range::Fixed ||
        (options.relu6Range == Relu6Range::Automatic && quantMax == kFullActivationMax);
    std::vector<QuantParams> params;
    for (NodeId id = 0; id < folded.size(); ++id) {
        const Node& node = folded.node(id);
        const auto index = static_cast<size_t>(id);
        const int64_t top =
            id == folded.output() ? kFullActivationMax : quantMax;  // nothing multiplies logits
        const bool linear = isLinearOutput(folded, id);
        const auto clip = options.activationClips.find(node.name);
        const bool clipped = clip != options.activationClips.end();
        const double low = clipped ? clip->second.low : ranges.low[index];
        const double high = clipped ? clip->second.high : ranges.high[index];
        if (keepsInputParams(node)) {
            params.push_back(params[static_cast<size_t>(node.inputs.front())]);
        } else if (isRelu6(node) && fixedRelu6 && !clipped) {
            params.push_back(affineParams(0.0, 6.0, top));
        } else if (linear && options.symmetricBottlenecks) {
            params.push_back(symmetricParams(low, high, top));
        } else {
            params.push_back(affineParams(low, high, top));
        }
    }
    return params;
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
    return result;
}

}  // namespace

ActivationRanges observeRanges(const Graph& folded, const Dataset& dataset,
                               const Normalisation& normalisation,
                               const std::vector<int64_t>& indices, int workers,
                               const RunContext& context) {
    const FloatExecutor executor(folded);
    const auto total = static_cast<int64_t>(indices.size());
    ActivationRanges ranges = emptyRanges(folded);
    std::mutex mutex;
    int64_t done = 0;
    parallelJobs(workers, (total + kBatch - 1) / kBatch, context, [&](int, int64_t job) {
        const c10::InferenceMode inference;
        const int64_t first = job * kBatch;
        const int64_t count = std::min(kBatch, total - first);
        const Batch batch = loadBatch(
            dataset, normalisation,
            std::span(indices).subspan(static_cast<size_t>(first), static_cast<size_t>(count)));
        ActivationRanges own = emptyRanges(folded);
        FloatExecutor::Values values = executor.begin(batch.images);
        widen(own, 0, batch.images);
        for (NodeId id = 1; id < folded.size(); ++id) {
            executor.evaluate(id, values);
            widen(own, id, values[static_cast<size_t>(id)]);
        }
        const std::lock_guard lock(mutex);
        for (size_t i = 0; i < own.low.size(); ++i) {
            ranges.low[i] = std::min(ranges.low[i], own.low[i]);
            ranges.high[i] = std::max(ranges.high[i], own.high[i]);
        }
        done += count;
        context.report({"calibrate", done, total, "images", {}});
    });
    return ranges;
}

QuantizeResult quantizePostTraining(const Graph& graph, const Dataset& dataset,
                                    const Normalisation& normalisation,
                                    const std::vector<int64_t>& indices,
                                    const QuantizeOptions& options, const RunContext& context) {
    if (indices.empty()) {
        throw Error(ErrorCode::InvalidArgument, "no images to calibrate on",
                    {"", "at least 1", "0"});
    }
    QuantizeResult result = chooseEngine(options);
    const Graph folded = clippedWeights(foldBatchNorm(graph), options.weightClips);
    checkActivationClips(folded, options.activationClips);
    const ActivationRanges ranges =
        observeRanges(folded, dataset, normalisation, indices, options.workers, context);
    const int64_t quantMax = (int64_t{1} << result.activationBits) - 1;
    if (options.relu6Range == Relu6Range::Automatic && quantMax != kFullActivationMax) {
        result.notes.push_back(
            "ReLU6 outputs have their observed range: [0, 6] would waste levels "
            "where 7 bits give only 128");
    }
    result.graph = lowerInt8(folded, chooseParams(folded, ranges, options, quantMax));
    return result;
}

}  // namespace secateur
