#include "core/analysis/reconstruction.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "core/exec/float_executor.h"

namespace secateur {

namespace {

constexpr int64_t kKept = int64_t{512} << 20;  // bytes of values between layers
constexpr int64_t kPositions = 64;             // of an image
constexpr int64_t kInputs = 8192;              // of one output
constexpr double kRidge = 1e-3;                // of the mean diagonal

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

/// The rows that each output's weights multiply, of positions spread evenly: float [rows, inputs].
at::Tensor rowsOf(const Node& node, const at::Tensor& x) {
    const auto* conv = std::get_if<Conv2d>(&node.op);
    if (conv == nullptr) {
        return x;
    }
    const at::Tensor columns =
        at::im2col(x.contiguous(), conv->kernel, conv->dilation, conv->padding, conv->stride);
    const int64_t positions = columns.size(2);
    const int64_t step = (positions + kPositions - 1) / kPositions;
    const at::Tensor some = columns.slice(2, 0, positions, step);
    return some.transpose(1, 2).reshape({-1, columns.size(1)});
}

/// Weights and, where it has one, the bias as one more input: [inputs, outputs].
at::Tensor matrixOf(const Node& node) {
    const at::Tensor& weight = node.parameter("weight");
    const at::Tensor flat = weight.reshape({weight.size(0), -1}).t();
    return node.hasParameter("bias") ? at::cat({flat, node.parameter("bias").unsqueeze(0)}) : flat;
}

at::Tensor withOnes(const Node& node, const at::Tensor& rows) {
    return node.hasParameter("bias") ? at::cat({rows, at::ones({rows.size(0), 1})}, 1) : rows;
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

    /// Of the layers before it all that are to be repaired are.
    void repair(NodeId id, const RemovedChannels& removed) {
        const Node& before = m_whole.graph().node(id);
        const NodeId slimId = m_made.graph.require(before.name);
        const at::Tensor start = matrixOf(m_made.graph.node(slimId));
        if (start.size(0) > kInputs) {
            return;
        }
        // X'X, X'R, and the squares of R = Y - X W and of Y.
        const std::vector<at::Tensor> sums = normalEquations(id, slimId, start, removed);
        const at::Tensor& gram = sums[0];
        const at::Tensor ridge =
            at::eye(gram.size(0), gram.options()) * (gram.diagonal().mean() * kRidge + 1e-30);
        const at::Tensor change = at::linalg_solve(gram + ridge, sums[1]);
        const double missed = sums[2].item<double>();
        const double gained =
            (change * (2 * sums[1] - at::matmul(gram, change))).sum().item<double>();
        const double square = std::max(sums[3].item<double>(), 1e-30);
        apply(slimId, start + change.to(at::kFloat));
        m_made.layers.push_back(
            {before.name, missed / square, std::max(0.0, missed - gained) / square});
    }

    Reconstruction take() { return std::move(m_made); }

 private:
    static int64_t batchesOf(const CalibrationImages& images) {
        const int64_t size = std::max<int64_t>(1, images.batch());
        return (static_cast<int64_t>(images.indices.size()) + size - 1) / size;
    }

    std::vector<at::Tensor> normalEquations(NodeId id, NodeId slimId, const at::Tensor& start,
                                            const RemovedChannels& removed) {
        const FloatExecutor slim(m_made.graph);
        const Node& before = m_whole.graph().node(id);
        const Node& after = m_made.graph.node(slimId);
        const at::Tensor wanted = matrixOf(before).index_select(1, keptOutputs(before, removed));
        const RunContext quiet{m_context.stop, {}, {}, {}};
        const auto body = [&](const Batch& batch, int64_t number) {
            const at::NoGradGuard noGrad;
            const at::Tensor y = at::matmul(
                withOnes(before, rowsOf(before, m_wholeWalks.inputOf(m_whole, id, batch, number))),
                wanted);
            const at::Tensor x =
                withOnes(after, rowsOf(after, m_slimWalks.inputOf(slim, slimId, batch, number)));
            const at::Tensor missed = y - at::matmul(x, start);
            return std::vector{at::matmul(x.t(), x), at::matmul(x.t(), missed),
                               missed.pow(2).sum(at::kDouble), y.pow(2).sum(at::kDouble)};
        };
        return sumsOver(m_images, "reconstruct", m_workers, quiet, body);
    }

    void apply(NodeId id, const at::Tensor& matrix) {
        Node& node = m_made.graph.node(id);
        const at::Tensor& weight = node.parameter("weight");
        const int64_t inputs = weight.numel() / weight.size(0);
        const std::vector<int64_t> sizes = weight.sizes().vec();
        node.setParameter("weight", matrix.narrow(0, 0, inputs).t().contiguous().view(sizes));
        if (node.hasParameter("bias")) {
            node.setParameter("bias", matrix[inputs].clone());
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
    for (size_t i = 0; i < readers.size(); ++i) {
        const auto total = static_cast<int64_t>(readers.size());
        context.report({"reconstruct", static_cast<int64_t>(i), total, "layers", {}});
        reconstructor.repair(readers[i], removal.at(readers[i]));
    }
    return reconstructor.take();
}

}  // namespace secateur
