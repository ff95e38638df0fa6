#include "core/train/recalibration.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <mutex>
#include <span>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/loader.h"
#include "core/exec/float_ops.h"

namespace secateur {

namespace {

constexpr const char* kStatistics[] = {"running_mean", "running_var"};

std::vector<NodeId> normsOf(const Graph& graph) {
    std::vector<NodeId> norms;
    for (NodeId id = 0; id < graph.size(); ++id) {
        if (std::holds_alternative<BatchNorm2d>(graph.node(id).op)) {
            norms.push_back(id);
        }
    }
    return norms;
}

/// A worker's own network, whose normalisations hold the statistics of the last batch alone.
class BatchStatistics {
 public:
    BatchStatistics(const Graph& graph, const std::vector<NodeId>& norms)
        : m_graph(graph), m_norms(norms), m_lastUse(graph.lastUse()) {
        for (const NodeId id : norms) {
            Node& norm = m_graph.node(id);
            std::get<BatchNorm2d>(norm.op).momentum = 1.0;
            for (const char* slot : kStatistics) {
                norm.setParameter(slot, at::zeros_like(norm.parameter(slot)));
            }
        }
    }

    /// Means and variances of all normalisations in their order, float64.
    at::Tensor of(const at::Tensor& images) {
        const at::NoGradGuard noGrad;
        run(images);
        std::vector<at::Tensor> all;
        for (const NodeId id : m_norms) {
            for (const char* slot : kStatistics) {
                all.push_back(m_graph.node(id).parameter(slot).to(at::kDouble));
            }
        }
        return at::cat(all);
    }

 private:
    void run(const at::Tensor& images) {
        std::vector<at::Tensor> values(static_cast<size_t>(m_graph.size()));
        values[0] = images;
        for (NodeId id = 1; id <= m_norms.back(); ++id) {
            const Node& node = m_graph.node(id);
            std::vector<at::Tensor> inputs;
            for (const NodeId input : node.inputs) {
                inputs.push_back(values[static_cast<size_t>(input)]);
            }
            values[static_cast<size_t>(id)] = evaluateNode(node, inputs, true);
            for (const NodeId input : node.inputs) {
                if (m_lastUse[static_cast<size_t>(input)] == id) {
                    values[static_cast<size_t>(input)].reset();
                }
            }
        }
    }

    Graph m_graph;
    const std::vector<NodeId>& m_norms;
    std::vector<NodeId> m_lastUse;
};

/// `statistics`: in BatchStatistics::of's order.
Graph withStatistics(const Graph& graph, const std::vector<NodeId>& norms,
                     const at::Tensor& statistics, int64_t batches) {
    Graph result = graph;
    int64_t offset = 0;
    for (const NodeId id : norms) {
        Node& norm = result.node(id);
        for (const char* slot : kStatistics) {
            const int64_t channels = norm.parameter(slot).numel();
            norm.setParameter(slot, statistics.narrow(0, offset, channels).to(at::kFloat));
            offset += channels;
        }
        if (norm.hasParameter("num_batches_tracked")) {
            norm.setParameter("num_batches_tracked", at::full({}, batches, at::kLong));
        }
    }
    return result;
}

}  // namespace

Graph recalibrated(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
                   const std::vector<int64_t>& indices, int64_t batchSize, int workers,
                   const RunContext& context) {
    const std::vector<NodeId> norms = normsOf(graph);
    if (norms.empty()) {
        throw Error(ErrorCode::InvalidArgument, "there are no statistics to estimate",
                    {graph.spec.name, "a network with batch normalisations", "none"});
    }
    const auto total = static_cast<int64_t>(indices.size());
    if (std::min(total, batchSize) < 2) {
        throw Error(ErrorCode::InvalidArgument, "too few images for a variance",
                    {"", "at least 2 in a batch", std::to_string(std::min(total, batchSize))});
    }
    const int64_t batch = std::min(batchSize, total);
    const int64_t batches = total / batch;
    const int threads = workerCount(workers, batches);
    std::vector<BatchStatistics> own;
    own.reserve(static_cast<size_t>(threads));
    for (int worker = 0; worker < threads; ++worker) {
        own.emplace_back(graph, norms);
    }
    std::vector<at::Tensor> statistics(static_cast<size_t>(batches));
    std::mutex mutex;
    int64_t done = 0;
    parallelJobs(threads, batches, context, [&](int worker, int64_t job) {
        const std::span<const int64_t> images(indices.data() + job * batch,
                                              static_cast<size_t>(batch));
        statistics[static_cast<size_t>(job)] =
            own[static_cast<size_t>(worker)].of(loadBatch(dataset, normalisation, images).images);
        const std::lock_guard lock(mutex);
        done += batch;
        context.report({"recalibrate", done, batch * batches, "images", {}});
    });
    at::Tensor sum = statistics.front().clone();
    for (size_t i = 1; i < statistics.size(); ++i) {
        sum += statistics[i];
    }
    return withStatistics(graph, norms, sum / static_cast<double>(batches), batches);
}

}  // namespace secateur
