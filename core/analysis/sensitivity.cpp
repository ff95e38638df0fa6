#include "core/analysis/sensitivity.h"

#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <span>

#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/loader.h"
#include "core/exec/float_executor.h"
#include "core/passes/fold_batchnorm.h"
#include "core/prune/unstructured.h"

namespace secateur {

namespace {

constexpr const char* kGlobal = "global";

/// So many points share one walk through the layers before them: the walk then costs a twentieth
/// of what the points cost, and points still arrive every few layers.
constexpr size_t kPointsPerPass = 20;

/// How many of the images changed sides, and how many are right now.
struct Counts {
    int64_t correct = 0;
    int64_t lost = 0;
    int64_t gained = 0;

    void add(bool before, bool now) {
        correct += now ? 1 : 0;
        lost += before && !now ? 1 : 0;
        gained += !before && now ? 1 : 0;
    }
    void add(const Counts& other) {
        correct += other.correct;
        lost += other.lost;
        gained += other.gained;
    }
};

/// One layer at one ratio, ready to run.
struct Candidate {
    NodeId id = 0;  ///< in the folded graph
    Node node;      ///< with the masked weight
    SensitivityPoint point;
};

/// A layer and those of its ratios that are still to be measured.
struct LayerWork {
    NodeId id = 0;        ///< in the folded graph
    NodeId sourceId = 0;  ///< in the graph as stored
    std::vector<double> ratios;
};

int64_t prunedCount(const at::Tensor& mask) {
    return mask.numel() - mask.count_nonzero().item<int64_t>();
}

/// In the graph's order, each once.
std::vector<NodeId> chosenLayers(const Graph& graph, const SweepOptions& options) {
    if (options.layers.empty()) {
        return graph.weightedNodes();
    }
    std::vector<NodeId> ids;
    for (const std::string& layer : options.layers) {
        ids.push_back(graph.require(layer));
        if (!graph.node(ids.back()).isWeighted()) {
            throw Error(
                ErrorCode::InvalidArgument, "this layer has no weights to prune",
                {layer, "a convolution or a linear layer", opLabel(graph.node(ids.back()).op)});
        }
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

class Sweep {
 public:
    Sweep(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
          const std::vector<int64_t>& indices, const Evaluation& baseline,
          const SweepOptions& options, const SweepHooks& hooks, const RunContext& context)
        : m_graph(graph),
          m_dataset(dataset),
          m_normalisation(normalisation),
          m_indices(indices),
          m_baseline(baseline),
          m_options(options),
          m_hooks(hooks),
          m_context(context),
          m_executor(foldBatchNorm(graph)) {}

    void run() {
        const std::vector<double> globalRatios =
            m_options.global ? pending(kGlobal) : std::vector<double>();
        const std::vector<LayerWork> layers =
            m_options.perLayer ? layerWork() : std::vector<LayerWork>();
        report();
        for (const double ratio : globalRatios) {
            m_context.checkCancelled();
            deliver(measureGlobal(ratio));
        }
        for (size_t first = 0; first < layers.size();) {
            m_context.checkCancelled();
            std::vector<Candidate> pass;
            do {
                appendCandidates(layers[first++], pass);
            } while (first < layers.size() &&
                     pass.size() + layers[first].ratios.size() <= kPointsPerPass);
            measure(pass);
            for (const Candidate& candidate : pass) {
                deliver(candidate.point);
            }
        }
    }

 private:
    /// The ratios of `layer` that are not known yet; counts all of them into the total.
    std::vector<double> pending(const std::string& layer) {
        std::vector<double> ratios;
        for (const double ratio : m_options.ratios) {
            ++m_total;
            if (m_hooks.alreadyMeasured && m_hooks.alreadyMeasured(layer, ratio)) {
                ++m_done;
            } else {
                ratios.push_back(ratio);
            }
        }
        return ratios;
    }

    std::vector<LayerWork> layerWork() {
        std::vector<LayerWork> work;
        for (const NodeId sourceId : chosenLayers(m_graph, m_options)) {
            const std::string& name = m_graph.node(sourceId).name;
            std::vector<double> ratios = pending(name);
            if (!ratios.empty()) {
                work.push_back({m_executor.graph().require(name), sourceId, std::move(ratios)});
            }
        }
        return work;
    }

    void appendCandidates(const LayerWork& layer, std::vector<Candidate>& candidates) const {
        const at::NoGradGuard noGrad;
        const Node& source = m_graph.node(layer.sourceId);
        const Node& folded = m_executor.graph().node(layer.id);
        for (const double ratio : layer.ratios) {
            const at::Tensor mask = l1Mask(source.parameter("weight"), ratio);
            Candidate candidate{layer.id, folded, {}};
            candidate.node.setParameter("weight", folded.parameter("weight") * mask);
            candidate.node = FloatExecutor::prepared(std::move(candidate.node));
            candidate.point.layer = source.name;
            candidate.point.ratio = ratio;
            candidate.point.prunedWeights = prunedCount(mask);
            candidates.push_back(std::move(candidate));
        }
    }

    /// Fills in the candidates' counts. They are sorted by node.
    void measure(std::vector<Candidate>& candidates) const {
        const auto total = static_cast<int64_t>(m_indices.size());
        const int64_t batchSize = std::max<int64_t>(1, m_options.batchSize);
        const int64_t batches = (total + batchSize - 1) / batchSize;
        std::vector<Counts> counts(candidates.size());
        std::mutex mutex;
        parallelJobs(m_options.workers, batches, m_context, [&](int, int64_t batch) {
            const int64_t first = batch * batchSize;
            const std::vector<Counts> found =
                measureBatch(candidates, first, std::min(batchSize, total - first));
            const std::lock_guard lock(mutex);
            for (size_t i = 0; i < counts.size(); ++i) {
                counts[i].add(found[i]);
            }
        });
        for (size_t i = 0; i < counts.size(); ++i) {
            fill(candidates[i].point, counts[i]);
        }
    }

    std::vector<Counts> measureBatch(const std::vector<Candidate>& candidates, int64_t first,
                                     int64_t count) const {
        const c10::InferenceMode inference;
        const Batch batch = loadBatch(
            m_dataset, m_normalisation,
            std::span(m_indices).subspan(static_cast<size_t>(first), static_cast<size_t>(count)));
        std::vector<Counts> counts(candidates.size());
        FloatExecutor::Values values = m_executor.begin(batch.images);
        NodeId next = 1;  // the first node that is not in `values`
        for (size_t i = 0; i < candidates.size(); ++i) {
            m_context.checkCancelled();
            for (; next < candidates[i].id; ++next) {
                m_executor.evaluate(next, values);
            }
            const at::Tensor answers =
                m_executor.runSuffix(values, candidates[i].id, candidates[i].node).argmax(1);
            for (int64_t k = 0; k < count; ++k) {
                const auto image = static_cast<size_t>(first + k);
                counts[i].add(m_baseline.predictions[image] == m_baseline.labels[image],
                              answers.data_ptr<int64_t>()[k] == m_baseline.labels[image]);
            }
        }
        return counts;
    }

    SensitivityPoint measureGlobal(double ratio) const {
        const Masks masks = globalL1Masks(m_graph, ratio, m_options.layers);
        SensitivityPoint point;
        point.layer = kGlobal;
        point.ratio = ratio;
        for (const auto& [name, mask] : masks) {
            point.prunedWeights += prunedCount(mask);
        }
        RunContext quiet = m_context;  // progress here counts points, not images
        quiet.onProgress = nullptr;
        const Evaluation changed =
            evaluate(applyMasks(m_graph, masks), m_dataset, m_normalisation, m_indices,
                     {m_options.workers, m_options.batchSize}, quiet);
        Counts counts;
        for (size_t i = 0; i < changed.predictions.size(); ++i) {
            counts.add(m_baseline.predictions[i] == m_baseline.labels[i],
                       changed.predictions[i] == changed.labels[i]);
        }
        fill(point, counts);
        return point;
    }

    void fill(SensitivityPoint& point, const Counts& counts) const {
        point.count = static_cast<int64_t>(m_indices.size());
        point.correct = counts.correct;
        point.lost = counts.lost;
        point.gained = counts.gained;
    }

    void deliver(const SensitivityPoint& point) {
        if (m_hooks.measured) {
            m_hooks.measured(point);
        }
        ++m_done;
        report();
    }

    void report() const { m_context.report({"sweep", m_done, m_total, "points", {}}); }

    const Graph& m_graph;
    const Dataset& m_dataset;
    const Normalisation& m_normalisation;
    const std::vector<int64_t>& m_indices;
    const Evaluation& m_baseline;
    const SweepOptions& m_options;
    const SweepHooks& m_hooks;
    const RunContext& m_context;
    const FloatExecutor m_executor;
    int64_t m_done = 0;
    int64_t m_total = 0;
};

}  // namespace

void checkSweep(const Graph& graph, const SweepOptions& options) {
    for (const double ratio : options.ratios) {
        if (!(ratio >= 0.0 && ratio < 1.0)) {
            throw Error(ErrorCode::InvalidArgument, "this share of the weights cannot be pruned",
                        {"", "at least 0 and below 1", fmt::format("{}", ratio)});
        }
    }
    if (graph.quantized()) {
        throw Error(ErrorCode::Unsupported, "pruning is measured on FP32 networks only");
    }
    chosenLayers(graph, options);
}

void sweepPruning(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
                  const std::vector<int64_t>& indices, const Evaluation& baseline,
                  const SweepOptions& options, const SweepHooks& hooks, const RunContext& context) {
    checkSweep(graph, options);
    if (baseline.predictions.size() != indices.size() || baseline.labels.size() != indices.size()) {
        throw Error(ErrorCode::InvalidArgument, "the baseline is of other images",
                    {"", fmt::format("{} images", indices.size()),
                     std::to_string(baseline.predictions.size())});
    }
    Sweep(graph, dataset, normalisation, indices, baseline, options, hooks, context).run();
}

}  // namespace secateur
