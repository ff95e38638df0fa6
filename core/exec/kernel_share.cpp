#include "core/exec/kernel_share.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/graph/cost.h"
#include "core/graph/graph.h"

namespace secateur {

namespace {

bool computes(const Op& op) {
    return !std::holds_alternative<Input>(op) && !std::holds_alternative<Flatten>(op) &&
           !std::holds_alternative<Dropout>(op);
}

}  // namespace

KernelShare kernelShareOf(const Graph& graph, const std::vector<NodeId>& floatIds) {
    const GraphCost cost = computeCost(graph);
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
        if (std::find(floatIds.begin(), floatIds.end(), layer.node) != floatIds.end()) {
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

std::string kernelShareText(const KernelShare& share) {
    if (share.floatNodes == 0) {
        return fmt::format("all {} operations run on INT8 kernels", share.nodes);
    }
    std::string kinds;
    for (const auto& [kind, count] : share.floatKinds) {
        kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", count, kind);
    }
    return fmt::format(
        "{} of {} operations have no INT8 kernel and run in float ({}): {:.1f} % of the MACs, "
        "{:.1f} % of the activations",
        share.floatNodes, share.nodes, kinds, 100 * share.floatShareOfMacs,
        100 * share.floatShareOfElements);
}

}  // namespace secateur
