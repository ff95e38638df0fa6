#include "core/exec/int8_executor.h"
#include "core/exec/quantized_engine.h"

#include <ATen/core/grad_mode.h>

#include "core/base/error.h"
#include "core/exec/int8_kernels.h"
#include "core/graph/cost.h"
#include "core/graph/shapes.h"

namespace secateur {

namespace {

void requireQuantized(const Graph& graph) {
    if (!graph.quantized()) {
        throw Error(ErrorCode::InvalidArgument, "not an INT8 network",
                    {graph.spec.name, "quantization parameters", "none"});
    }
}

bool computes(const Op& op) {
    return !std::holds_alternative<Input>(op) && !std::holds_alternative<Flatten>(op) &&
           !std::holds_alternative<Dropout>(op);
}

}  // namespace

struct Int8Executor::Impl {
    /// How a node is run.
    struct Prepared {
        Node node;  ///< with float weights where it has no kernel
        bool kernel = true;
        c10::IValue packedWeights;
    };

    Graph graph;
    std::vector<NodeId> lastUse;
    std::vector<Prepared> nodes;

    /// Drops the values that nobody reads after node `id`.
    void release(NodeId id, std::vector<at::Tensor>& values) const;
    void prepare();
};

namespace {

std::vector<at::Tensor> inputsOf(const Node& node, const std::vector<at::Tensor>& values) {
    std::vector<at::Tensor> inputs;
    for (const NodeId input : node.inputs) {
        inputs.push_back(values[static_cast<size_t>(input)]);
    }
    return inputs;
}

at::Tensor entered(const Node& input, const at::Tensor& images) {
    return input.quant ? quantizeTensor(images, *input.quant) : images;
}

/// Whether the kernels take the node and give a result of its shape. An engine refuses at run time
/// what it cannot do (groups, strides, sizes), not when weights are packed.
std::optional<at::Tensor> tried(const Node& node, const FeatureShape& shape,
                                std::span<const at::Tensor> inputs) {
    try {
        std::optional<at::Tensor> y = runQuantized(node, packWeights(node), inputs);
        const bool usable = y && y->numel() == shape[0] * shape[1] * shape[2];
        return usable ? y : std::nullopt;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace

/// Runs one black image through the network and sees which nodes have a kernel. The weights that
/// this packs are thrown away: the engine would keep them prepared for a single image.
void Int8Executor::Impl::prepare() {
    const std::vector<FeatureShape> shapes = inferShapes(graph);
    const FeatureShape& image = shapes.front();
    std::vector<at::Tensor> values(shapes.size());
    values[0] = entered(
        graph.node(0),
        at::zeros({1, image[0], image[1], image[2]}).contiguous(at::MemoryFormat::ChannelsLast));
    nodes.push_back({graph.node(0), true, {}});
    for (NodeId id = 1; id < graph.size(); ++id) {
        const Node& node = graph.node(id);
        const std::vector<at::Tensor> inputs = inputsOf(node, values);
        const auto index = static_cast<size_t>(id);
        if (std::optional<at::Tensor> y = tried(node, shapes[index], inputs)) {
            nodes.push_back({node, true, packWeights(node)});
            values[index] = std::move(*y);
        } else {
            nodes.push_back({node.dequantized(), false, {}});
            values[index] = runDequantized(nodes.back().node, inputs);
        }
        release(id, values);
    }
}

void Int8Executor::Impl::release(NodeId id, std::vector<at::Tensor>& values) const {
    for (const NodeId input : graph.node(id).inputs) {
        if (lastUse[static_cast<size_t>(input)] == id) {
            values[static_cast<size_t>(input)].reset();
        }
    }
}

Int8Executor::Int8Executor(const Graph& graph, const std::string& engine)
    : m_impl(std::make_unique<Impl>()) {
    const at::NoGradGuard noGrad;
    requireQuantized(graph);
    selectQuantizedEngine(chooseQuantizedEngine(engine));
    m_impl->graph = graph;
    m_impl->lastUse = graph.lastUse();
    m_impl->prepare();
}

Int8Executor::~Int8Executor() = default;

at::Tensor Int8Executor::quantizedInput(const at::Tensor& images) const {
    return entered(m_impl->graph.node(0), images);
}

at::Tensor Int8Executor::evaluate(NodeId id, const std::vector<at::Tensor>& inputs) const {
    const Impl::Prepared& prepared = m_impl->nodes[static_cast<size_t>(id)];
    return prepared.kernel ? runQuantized(prepared.node, prepared.packedWeights, inputs).value()
                           : runDequantized(prepared.node, inputs);
}

at::Tensor Int8Executor::run(const at::Tensor& images) const {
    const at::NoGradGuard noGrad;
    const Graph& graph = m_impl->graph;
    std::vector<at::Tensor> values(static_cast<size_t>(graph.size()));
    values[0] = quantizedInput(images);
    for (NodeId id = 1; id < graph.size(); ++id) {
        values[static_cast<size_t>(id)] = evaluate(id, inputsOf(graph.node(id), values));
        m_impl->release(id, values);
    }
    return values.back().dequantize();
}

KernelShare Int8Executor::kernelShare() const {
    const GraphCost cost = computeCost(m_impl->graph);
    KernelShare share;
    double elements = 0.0;
    double floatElements = 0.0;
    double floatMacs = 0.0;
    for (const LayerCost& layer : cost.layers) {
        if (!computes(layer.op)) {
            continue;
        }
        const auto size = static_cast<double>(layer.output[0] * layer.output[1] * layer.output[2]);
        ++share.nodes;
        elements += size;
        if (!m_impl->nodes[static_cast<size_t>(layer.node)].kernel) {
            ++share.floatNodes;
            ++share.floatKinds[layer.kind];
            floatElements += size;
            floatMacs += static_cast<double>(layer.macs);
        }
    }
    share.floatShareOfMacs = cost.macs > 0 ? floatMacs / static_cast<double>(cost.macs) : 0.0;
    share.floatShareOfElements = elements > 0 ? floatElements / elements : 0.0;
    return share;
}

}  // namespace secateur
