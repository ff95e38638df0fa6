#include "core/analysis/parity.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <mutex>
#include <span>

#include "core/analysis/runners.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/loader.h"
#include "core/exec/quantized_engine.h"
#include "core/exec/reference_nodes.h"
#include "core/graph/shapes.h"

namespace secateur {

namespace {

constexpr int64_t kImagesPerJob = 2;

using Values = std::vector<at::Tensor>;

StepDifference difference(const at::Tensor& reference, const at::Tensor& other) {
    const at::Tensor steps =
        (reference.int_repr().to(at::kInt) - other.int_repr().to(at::kInt)).abs();
    return {steps.max().item<int>(), steps.count_nonzero().item<int64_t>()};
}

std::vector<at::Tensor> valuesOf(const std::vector<NodeId>& ids, const Values& values) {
    std::vector<at::Tensor> chosen;
    for (const NodeId id : ids) {
        chosen.push_back(values[static_cast<size_t>(id)]);
    }
    return chosen;
}

int64_t sameClasses(const at::Tensor& a, const at::Tensor& b) {
    return a.argmax(1).eq(b.argmax(1)).sum().item<int64_t>();
}

/// The row of a step, whose nodes' values are the reference's.
LayerParity compareStep(const Graph& graph, const StepNodes& nodes, const Values& reference,
                        const at::Tensor& kernels) {
    const Node& head = graph.node(nodes.front());
    LayerParity layer;
    layer.layer = head.name;
    Values simulated = reference;
    for (const NodeId id : nodes) {
        layer.kind += (layer.kind.empty() ? "" : " + ") + opLabel(graph.node(id).op);
        simulated[static_cast<size_t>(id)] =
            simulatedNode(graph.node(id), valuesOf(graph.node(id).inputs, simulated));
    }
    const auto last = static_cast<size_t>(nodes.back());
    layer.outputs = reference[last].numel();
    layer.simulated = difference(reference[last], simulated[last]);
    layer.kernels = difference(reference[last], kernels);
    const PairSums sums = countPairSums(head, reference[static_cast<size_t>(head.inputs.front())]);
    layer.pairSums = sums.count;
    layer.saturated = sums.saturated;
    layer.floatWeights = head.isWeighted() && !head.hasIntegerWeight();
    return layer;
}

/// What a batch adds to the report.
ParityReport compareBatch(const Graph& graph, const KernelSteps& kernels,
                          const at::Tensor& images) {
    ParityReport report;
    Values reference{referenceInput(graph.node(0), images)};
    Values simulated{reference};
    for (NodeId id = 1; id < graph.size(); ++id) {
        const Node& node = graph.node(id);
        reference.push_back(referenceNode(node, valuesOf(node.inputs, reference)));
        simulated.push_back(simulatedNode(node, valuesOf(node.inputs, simulated)));
    }
    for (size_t step = 0; step < kernels.nodes.size(); ++step) {
        const StepNodes& nodes = kernels.nodes[step];
        if (!graph.node(nodes.back()).quant) {
            continue;  // no integers to compare
        }
        report.layers.push_back(
            compareStep(graph, nodes, reference,
                        kernels.evaluate(step, valuesOf(kernels.inputs[step], reference))));
    }
    const at::Tensor logits = reference.back().dequantize();
    report.images = images.size(0);
    report.sameClassSimulated = sameClasses(logits, simulated.back().dequantize());
    report.sameClassKernels = sameClasses(logits, kernels.run(images));
    return report;
}

void addLayer(LayerParity& all, const LayerParity& own) {
    all.outputs += own.outputs;
    all.simulated.add(own.simulated);
    all.kernels.add(own.kernels);
    all.pairSums += own.pairSums;
    all.saturated += own.saturated;
}

void addReport(ParityReport& all, const ParityReport& own) {
    if (all.layers.empty()) {
        all.layers = own.layers;
    } else {
        for (size_t i = 0; i < all.layers.size(); ++i) {
            addLayer(all.layers[i], own.layers[i]);
        }
    }
    all.images += own.images;
    all.sameClassSimulated += own.sameClassSimulated;
    all.sameClassKernels += own.sameClassKernels;
}

}  // namespace

ParityReport compareParity(const Graph& int8, const std::string& engine, const Dataset& dataset,
                           const Normalisation& normalisation, const std::vector<int64_t>& indices,
                           int workers, const RunContext& context) {
    if (indices.empty()) {
        throw Error(ErrorCode::InvalidArgument, "no images to compare on", {"", "at least 1", "0"});
    }
    ParityReport report;
    report.engine = chooseQuantizedEngine(engine);
    report.instructionSet = cpuIntegerIsa();
    report.saturating = engineSaturates(report.engine);
    const auto total = static_cast<int64_t>(indices.size());
    const int64_t jobs = (total + kImagesPerJob - 1) / kImagesPerJob;
    const std::vector<KernelSteps> kernels =
        kernelSteps(withImages(int8, dataset.height(), dataset.width()), report.engine,
                    workerCount(workers, jobs), kImagesPerJob);
    std::mutex mutex;
    parallelJobs(static_cast<int>(kernels.size()), jobs, context, [&](int worker, int64_t job) {
        const at::NoGradGuard noGrad;
        const int64_t first = job * kImagesPerJob;
        const int64_t count = std::min(kImagesPerJob, total - first);
        const Batch batch = loadBatch(
            dataset, normalisation,
            std::span(indices).subspan(static_cast<size_t>(first), static_cast<size_t>(count)));
        const ParityReport own =
            compareBatch(int8, kernels[static_cast<size_t>(worker)], batch.images);
        const std::lock_guard lock(mutex);
        addReport(report, own);
        context.report({"verify", report.images, total, "images", {}});
    });
    report.total.layer = "all layers";
    for (const LayerParity& layer : report.layers) {
        addLayer(report.total, layer);
    }
    return report;
}

}  // namespace secateur
