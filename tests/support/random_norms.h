#pragma once

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/exec/float_ops.h"
#include "core/graph/graph.h"

namespace secateur::test {

/// Random scales, shifts and running statistics for every BatchNorm2d of `graph`. The statistics
/// are near those that `images` give, so that the signal survives all layers of any network.
inline void randomiseNorms(Graph& graph, const at::Tensor& images, uint64_t seed) {
    const at::NoGradGuard noGrad;
    Random random(seed);
    const auto values = [&](int64_t count, double low, double high) {
        at::Tensor made = at::empty({count});
        for (int64_t i = 0; i < count; ++i) {
            made.data_ptr<float>()[i] = static_cast<float>(low + (high - low) * random.uniform());
        }
        return made;
    };
    std::vector<at::Tensor> outputs{images};
    for (NodeId id = 1; id < graph.size(); ++id) {
        Node& node = graph.node(id);
        std::vector<at::Tensor> inputs;
        for (const NodeId input : node.inputs) {
            inputs.push_back(outputs[static_cast<size_t>(input)]);
        }
        if (const auto* norm = std::get_if<BatchNorm2d>(&node.op)) {
            const int64_t count = norm->channels;
            const auto [variance, mean] = at::var_mean(inputs[0], at::IntArrayRef{0, 2, 3}, false);
            node.setParameter("weight", values(count, 0.7, 1.3));
            node.setParameter("bias", values(count, -0.3, 0.5));
            node.setParameter("running_mean", mean + variance.sqrt() * values(count, -0.2, 0.2));
            node.setParameter("running_var", variance * values(count, 0.7, 1.4) + 1e-3);
        }
        outputs.push_back(evaluateNode(node, inputs));
    }
}

}  // namespace secateur::test
