#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/graph/graph.h"

namespace secateur::test {

/// Graphs put together by hand, node by node, with weights that are all different.
class HandGraph {
 public:
    HandGraph(int64_t channels, int64_t side) {
        m_graph.spec = {"hand", channels, 2, side, side, ""};
        add("input", Input{channels, side, side}, {});
    }

    NodeId add(const std::string& name, Op op, std::vector<NodeId> inputs,
               std::vector<Parameter> parameters = {}, const std::string& role = "") {
        return m_graph.add(
            {name, std::move(op), std::move(inputs), std::move(parameters), "block", role, {}});
    }
    NodeId conv(const std::string& name, NodeId from, int64_t in, int64_t out, int64_t groups = 1,
                const std::string& role = "") {
        Conv2d op;
        op.inChannels = in;
        op.outChannels = out;
        op.groups = groups;
        return add(name, op, {from}, {{"weight", values({out, in / groups, 1, 1})}}, role);
    }
    NodeId norm(const std::string& name, NodeId from, int64_t channels) {
        return add(name, BatchNorm2d{channels}, {from},
                   {{"weight", values({channels})},
                    {"bias", values({channels})},
                    {"running_mean", values({channels}), false},
                    {"running_var", values({channels}).abs() + 0.5, false},
                    {"num_batches_tracked", at::zeros({}, at::kLong), false}});
    }
    NodeId linear(const std::string& name, NodeId from, int64_t in, int64_t out) {
        Linear op;
        op.inFeatures = in;
        op.outFeatures = out;
        return add(name, op, {from}, {{"weight", values({out, in})}, {"bias", values({out})}});
    }
    /// GlobalAvgPool, Flatten, and a linear layer "linear" with 2 outputs.
    Graph finish(NodeId from, int64_t channels) {
        from = add("pool", GlobalAvgPool{}, {from});
        linear("linear", add("flatten", Flatten{}, {from}), channels, 2);
        return std::move(m_graph);
    }
    Graph finish() { return std::move(m_graph); }

 private:
    at::Tensor values(at::IntArrayRef shape) {
        m_phase += 0.37;
        return at::arange(c10::multiply_integers(shape), at::kFloat).add(m_phase).sin().view(shape);
    }

    Graph m_graph;
    double m_phase = 0.0;
};

/// One inverted residual of MobileNetV2: 3 -> "stem" 4 -> "expand" 8 -> "dw" 8 -> "project" 4,
/// added to the stem's output, -> "linear" 2. Each convolution NAME has its NAME.bn, ReLU6 but for
/// the projection.
inline Graph invertedResidual() {
    HandGraph g(3, 4);
    const auto activated = [&](const std::string& name, NodeId from) {
        return g.add(name + ".act", Activation{ActivationKind::Relu6}, {from});
    };
    const NodeId stem = activated("stem", g.norm("stem.bn", g.conv("stem", 0, 3, 4), 4));
    NodeId x = g.conv("expand", stem, 4, 8, 1, "expand");
    x = activated("expand", g.norm("expand.bn", x, 8));
    x = activated("dw", g.norm("dw.bn", g.conv("dw", x, 8, 8, 8, "depthwise"), 8));
    x = g.norm("project.bn", g.conv("project", x, 8, 4, 1, "project"), 4);
    return g.finish(g.add("add", Add{}, {x, stem}), 4);
}

}  // namespace secateur::test
