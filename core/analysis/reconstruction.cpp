#include "core/analysis/reconstruction.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <utility>

#include "core/exec/float_executor.h"
#include "core/prune/unstructured.h"

namespace secateur {

namespace {

constexpr int64_t kKept = int64_t{512} << 20;  // bytes of values between layers
constexpr int64_t kPositions = 64;             // of an image
constexpr int64_t kInputs = 8192;              // of one output
constexpr double kRidge = 1e-3;                // of the mean diagonal
constexpr double kLeastVariance = 1e-6;        // of an output, beside what it was

/// How far a batch has come in a network, so that the next layer goes on from there.
struct Walk {
    FloatExecutor::Values values;  ///< empty: nothing is kept
    NodeId next = 1;               ///< the first node that is not computed
    int64_t bytes = 0;
};

int64_t bytesOf(const FloatExecutor::Values& values) {
    int64_t bytes = 0;
    for (const at::Tensor& value : values) {
        bytes += value.defined() ? static_cast<int64_t>(value.nbytes()) : 0;
    }
    return bytes;
}

/// The walks of all batches through one network, kept while there is room; any thread, one a batch.
class Walks {
 public:
    Walks(int64_t batches, std::atomic<int64_t>& kept)
        : m_walks(static_cast<size_t>(batches)), m_kept(kept) {}

    /// What node `id` reads of these images, the batch's. The nodes before the last such id may not
    /// have changed since.
    at::Tensor inputOf(const FloatExecutor& executor, NodeId id, const Batch& batch,
                       int64_t number) {
        Walk& walk = m_walks[static_cast<size_t>(number)];
        m_kept -= std::exchange(walk.bytes, 0);
        if (walk.values.empty()) {
            walk = {executor.begin(batch.images), 1, 0};
        }
        const NodeId input = executor.graph().node(id).inputs.front();
        for (; walk.next <= input; ++walk.next) {
            executor.evaluate(walk.next, walk.values);
        }
        const at::Tensor read = walk.values[static_cast<size_t>(input)];
        walk.bytes = bytesOf(walk.values);
        if ((m_kept += walk.bytes) > kKept) {
            m_kept -= walk.bytes;
            walk = {};
        }
        return read;
    }

 private:
    std::vector<Walk> m_walks;
    std::atomic<int64_t>& m_kept;
};

int64_t groupsOf(const Node& node) {
    const auto* conv = std::get_if<Conv2d>(&node.op);
    return conv == nullptr ? 1 : conv->groups;
}

/// The rows that each output's weights multiply, of positions spread evenly: float [groups, rows,
/// inputs].
at::Tensor rowsOf(const Node& node, const at::Tensor& x) {
    const auto* conv = std::get_if<Conv2d>(&node.op);
    if (conv == nullptr) {
        return x.unsqueeze(0);
    }
    const at::Tensor columns =
        at::im2col(x.contiguous(), conv->kernel, conv->dilation, conv->padding, conv->stride);
    const int64_t positions = columns.size(2);
    const int64_t step = (positions + kPositions - 1) / kPositions;
    const at::Tensor some = columns.slice(2, 0, positions, step);
    const int64_t inputs = columns.size(1) / conv->groups;
    return some.reshape({some.size(0), conv->groups, inputs, -1})
        .permute({1, 0, 3, 2})
        .reshape({conv->groups, -1, inputs});
}

/// Something of a weight's shape: [groups, inputs, outputs of a group].
at::Tensor byGroup(const Node& node, const at::Tensor& weight) {
    const int64_t groups = groupsOf(node);
    return weight.reshape({groups, weight.size(0) / groups, -1}).transpose(1, 2);
}

/// Weights and, where it has one, the bias as one more input.
at::Tensor matrixOf(const Node& node) {
    const at::Tensor flat = byGroup(node, node.parameter("weight"));
    return node.hasParameter("bias")
               ? at::cat({flat, node.parameter("bias").reshape({flat.size(0), 1, -1})}, 1)
               : flat;
}

at::Tensor withOnes(const Node& node, const at::Tensor& rows) {
    return node.hasParameter("bias") ? at::cat({rows, at::ones({rows.size(0), rows.size(1), 1})}, 2)
                                     : rows;
}

/// 1 where D may be other than 0, laid out as matrixOf.
at::Tensor freedomOf(const Node& node, const at::Tensor& mask) {
    const at::Tensor flat = byGroup(node, mask);
    return node.hasParameter("bias") ? at::cat({flat, at::ones({flat.size(0), 1, flat.size(2)})}, 1)
                                     : flat;
}

at::Tensor columnDots(const at::Tensor& a, const at::Tensor& b) {
    return (a * b).sum(1, /*keepdim=*/true);
}

/// The D of least D'A D - 2 D'B whose elements are 0 where `freedom` is: A [groups, k, k] positive
/// definite, B and D [groups, k, n], float64. An output is done when its residual is 1e-8 of B.
at::Tensor constrainedSolution(const at::Tensor& a, const at::Tensor& b,
                               const at::Tensor& freedom) {
    constexpr int kMost = 200;
    constexpr double kDone = 1e-16;  // squared
    const at::Tensor scale = freedom / a.diagonal(0, 1, 2).unsqueeze(2);
    at::Tensor d = at::zeros_like(b);
    at::Tensor residual = b * freedom;
    at::Tensor z = residual * scale;
    at::Tensor direction = z;
    at::Tensor energy = columnDots(residual, z);
    const at::Tensor enough = energy * kDone;
    for (int step = 0; step < kMost && (energy > enough).any().item<bool>(); ++step) {
        const at::Tensor moved = at::matmul(a, direction) * freedom;
        const at::Tensor curvature = columnDots(direction, moved);
        const at::Tensor active = energy.gt(enough).logical_and(curvature.gt(0));
        const at::Tensor length = at::where(active, energy / curvature, at::zeros_like(energy));
        d = d + length * direction;
        residual = residual - length * moved;
        z = residual * scale;
        const at::Tensor left = columnDots(residual, z);
        direction = z + at::where(active, left / energy, at::zeros_like(left)) * direction;
        energy = left;
    }
    return d;
}

at::Tensor keptOutputs(const Node& whole, const RemovedChannels& removed) {
    std::vector<int64_t> kept;
    for (int64_t o = 0; o < whole.parameter("weight").size(0); ++o) {
        if (!std::binary_search(removed.outputs.begin(), removed.outputs.end(), o)) {
            kept.push_back(o);
        }
    }
    return at::tensor(at::ArrayRef<int64_t>(kept), at::kLong);
}

class Reconstructor {
 public:
    Reconstructor(const Graph& whole, const Graph& slim, const CalibrationImages& images,
                  int workers, const RunContext& context)
        : m_whole(whole),
          m_images(images),
          m_workers(workers),
          m_context(context),
          m_wholeWalks(batchesOf(images), m_kept),
          m_slimWalks(batchesOf(images), m_kept),
          m_made{slim, {}} {}

    /// Of the layers before it all that are to be repaired are. `mask`: of the weights that may
    /// change, 1; undefined: all.
    void repair(NodeId id, const RemovedChannels& removed, const at::Tensor& mask = {}) {
        const Node& before = m_whole.graph().node(id);
        const NodeId slimId = m_made.graph.require(before.name);
        const at::Tensor start = matrixOf(m_made.graph.node(slimId));
        if (start.size(1) > kInputs) {
            return;
        }
        // X'X, X'R, and the squares of R = Y - X W and of Y.
        const std::vector<at::Tensor> sums = normalEquations(id, slimId, start, removed);
        const at::Tensor& gram = sums[0];
        const at::Tensor mean = gram.diagonal(0, 1, 2).mean(1).view({-1, 1, 1});
        const at::Tensor ridged =
            gram + at::eye(gram.size(1), gram.options()) * (mean * kRidge + 1e-30);
        const at::Tensor change =
            mask.defined()
                ? constrainedSolution(ridged, sums[1],
                                      freedomOf(m_made.graph.node(slimId), mask).to(at::kDouble))
                : at::linalg_solve(ridged, sums[1]);
        const double missed = sums[2].item<double>();
        const double gained =
            (change * (2 * sums[1] - at::matmul(gram, change))).sum().item<double>();
        const double square = std::max(sums[3].item<double>(), 1e-30);
        apply(slimId, start + change.to(at::kFloat));
        m_made.layers.push_back(
            {before.name, missed / square, std::max(0.0, missed - gained) / square});
    }

    /// The same for what realigned() says of it.
    void realign(NodeId id, const RemovedChannels& removed) {
        const Node& before = m_whole.graph().node(id);
        const NodeId cutId = m_made.graph.require(before.name);
        Node& node = m_made.graph.node(cutId);
        if (!node.hasParameter("bias")) {
            return;
        }
        const auto [wholeMean, wholeVariance] = moments([&](const Batch& batch, int64_t number) {
            return outputs(before, m_wholeWalks.inputOf(m_whole, id, batch, number))
                .index_select(1, keptOutputs(before, removed));
        });
        const FloatExecutor cut(m_made.graph);
        const auto [mean, variance] = moments([&](const Batch& batch, int64_t number) {
            return outputs(node, m_slimWalks.inputOf(cut, cutId, batch, number));
        });
        const at::Tensor alive = variance.gt(kLeastVariance * wholeVariance);
        const at::Tensor factor =
            at::where(alive, wholeVariance / variance, at::ones_like(variance)).sqrt();
        const at::Tensor offset = at::where(alive, wholeMean - factor * mean, wholeMean - mean);
        std::vector<int64_t> sizes(static_cast<size_t>(node.parameter("weight").dim()), 1);
        sizes[0] = -1;
        const at::Tensor weightFactor = factor.to(at::kFloat).view(sizes);
        node.setParameter("weight", node.parameter("weight") * weightFactor);
        node.setParameter(
            "bias", (node.parameter("bias").to(at::kDouble) * factor + offset).to(at::kFloat));
    }

    Reconstruction take() { return std::move(m_made); }

 private:
    static int64_t batchesOf(const CalibrationImages& images) {
        const int64_t size = std::max<int64_t>(1, images.batch());
        return (static_cast<int64_t>(images.indices.size()) + size - 1) / size;
    }

    /// What a layer makes of what it reads, before its activation: float [rows, outputs].
    static at::Tensor outputs(const Node& node, const at::Tensor& input) {
        const at::Tensor made =
            at::matmul(withOnes(node, rowsOf(node, input)), matrixOf(node)).permute({1, 0, 2});
        return made.reshape({made.size(0), -1});
    }

    /// Mean and variance of each column of what `rows` gives of the batches, float64.
    std::pair<at::Tensor, at::Tensor> moments(
        const std::function<at::Tensor(const Batch&, int64_t)>& rows) {
        const RunContext quiet{m_context.stop, {}, {}, {}};
        const std::vector<at::Tensor> sums = sumsOver(
            m_images, "recalibrate", m_workers, quiet, [&](const Batch& batch, int64_t number) {
                const at::NoGradGuard noGrad;
                const at::Tensor values = rows(batch, number).to(at::kDouble);
                return std::vector{values.sum(0), values.pow(2).sum(0),
                                   at::full({}, static_cast<double>(values.size(0)), at::kDouble)};
            });
        const at::Tensor mean = sums[0] / sums[2];
        return {mean, (sums[1] / sums[2] - mean.pow(2)).clamp_min(0)};
    }

    std::vector<at::Tensor> normalEquations(NodeId id, NodeId slimId, const at::Tensor& start,
                                            const RemovedChannels& removed) {
        const FloatExecutor slim(m_made.graph);
        const Node& before = m_whole.graph().node(id);
        const Node& after = m_made.graph.node(slimId);
        // What loses outputs as well has no groups: rowsOf() is of whole layers then.
        const at::Tensor all = matrixOf(before);
        const at::Tensor wanted =
            removed.outputs.empty() ? all : all.index_select(2, keptOutputs(before, removed));
        const RunContext quiet{m_context.stop, {}, {}, {}};
        const auto body = [&](const Batch& batch, int64_t number) {
            const at::NoGradGuard noGrad;
            const at::Tensor y = at::matmul(
                withOnes(before, rowsOf(before, m_wholeWalks.inputOf(m_whole, id, batch, number))),
                wanted);
            const at::Tensor x =
                withOnes(after, rowsOf(after, m_slimWalks.inputOf(slim, slimId, batch, number)));
            const at::Tensor missed = y - at::matmul(x, start);
            return std::vector{at::matmul(x.transpose(1, 2), x),
                               at::matmul(x.transpose(1, 2), missed),
                               missed.pow(2).sum(at::kDouble), y.pow(2).sum(at::kDouble)};
        };
        return sumsOver(m_images, "reconstruct", m_workers, quiet, body);
    }

    void apply(NodeId id, const at::Tensor& matrix) {
        Node& node = m_made.graph.node(id);
        const at::Tensor& weight = node.parameter("weight");
        const int64_t inputs = weight.numel() / weight.size(0);
        const std::vector<int64_t> sizes = weight.sizes().vec();
        node.setParameter("weight",
                          matrix.narrow(1, 0, inputs).transpose(1, 2).contiguous().view(sizes));
        if (node.hasParameter("bias")) {
            node.setParameter("bias", matrix.select(1, inputs).reshape({-1}).clone());
        }
    }

    const FloatExecutor m_whole;
    const CalibrationImages& m_images;
    const int m_workers;
    const RunContext& m_context;
    std::atomic<int64_t> m_kept{0};
    Walks m_wholeWalks;
    Walks m_slimWalks;
    Reconstruction m_made;
};

void repairAll(const std::vector<NodeId>& layers, const std::string& step,
               const RunContext& context, const std::function<void(NodeId)>& repair) {
    for (size_t i = 0; i < layers.size(); ++i) {
        context.report({"reconstruct",
                        static_cast<int64_t>(i),
                        static_cast<int64_t>(layers.size()),
                        "layers",
                        {}});
        repair(layers[i]);
    }
}

}  // namespace

Reconstruction reconstructed(const Graph& whole, const Graph& slim, const ChannelRemoval& removal,
                             const CalibrationImages& images, int workers,
                             const RunContext& context) {
    const at::NoGradGuard noGrad;
    Reconstructor reconstructor(whole, slim, images, workers, context);
    std::vector<NodeId> readers;
    for (const auto& [id, removed] : removal) {
        if (!removed.inputs.empty() && whole.node(id).isWeighted()) {
            readers.push_back(id);
        }
    }
    repairAll(readers, "reconstruct", context,
              [&](NodeId id) { reconstructor.repair(id, removal.at(id)); });
    return reconstructor.take();
}

Reconstruction reconstructed(const Graph& whole, const std::map<std::string, at::Tensor>& masks,
                             const CalibrationImages& images, int workers,
                             const RunContext& context) {
    const at::NoGradGuard noGrad;
    Reconstructor reconstructor(whole, applyMasks(whole, masks), images, workers, context);
    const auto maskOf = [&](NodeId id) { return masks.find(whole.node(id).name + ".weight"); };
    std::vector<NodeId> cut;
    for (const NodeId id : whole.weightedNodes()) {
        if (maskOf(id) != masks.end() && maskOf(id)->second.eq(0).any().item<bool>()) {
            cut.push_back(id);
        }
    }
    repairAll(cut, "reconstruct", context,
              [&](NodeId id) { reconstructor.repair(id, {}, maskOf(id)->second); });
    return reconstructor.take();
}

Graph realigned(const Graph& whole, const Graph& cut, const ChannelRemoval& removal,
                const CalibrationImages& images, int workers, const RunContext& context) {
    const at::NoGradGuard noGrad;
    Reconstructor reconstructor(whole, cut, images, workers, context);
    repairAll(whole.weightedNodes(), "recalibrate", context, [&](NodeId id) {
        const auto removed = removal.find(id);
        reconstructor.realign(id, removed == removal.end() ? RemovedChannels() : removed->second);
    });
    return reconstructor.take().graph;
}

}  // namespace secateur
