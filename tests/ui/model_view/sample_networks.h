#pragma once

#include <memory>
#include <string>

#include "core/graph/cost.h"

namespace secateur::test {

/// Puts a GraphCost together by hand, with the shapes and counts that computeCost would give.
class CostBuilder {
 public:
    CostBuilder(int64_t channels, int64_t side);

    void beginBlock(const std::string& block) { m_block = block; }
    NodeId conv(const std::string& name, NodeId from, int64_t out, int64_t kernel,
                int64_t stride = 1, int64_t groups = 1, const std::string& role = "");
    NodeId norm(const std::string& name, NodeId from);
    NodeId activation(const std::string& name, NodeId from,
                      ActivationKind kind = ActivationKind::Relu);
    /// Convolution, normalisation and ReLU.
    NodeId unit(const std::string& name, NodeId from, int64_t out, int64_t kernel,
                int64_t stride = 1, int64_t groups = 1, const std::string& role = "");
    NodeId linear(const std::string& name, NodeId from, int64_t out);
    NodeId add(const std::string& name, NodeId a, NodeId b);
    NodeId multiply(const std::string& name, NodeId a, NodeId b);
    NodeId concat(const std::string& name, std::vector<NodeId> inputs);
    NodeId maxPool(const std::string& name, NodeId from);
    NodeId globalPool(const std::string& name, NodeId from);
    NodeId flatten(const std::string& name, NodeId from);
    /// The zeros of a layer's weights.
    void setZeros(NodeId layer, int64_t zeros);
    std::shared_ptr<const GraphCost> finish();

 private:
    NodeId append(const std::string& name, Op op, std::vector<NodeId> inputs,
                  const FeatureShape& output, const std::string& role = "");
    LayerCost& at(NodeId id) { return m_cost.layers[static_cast<size_t>(id)]; }

    GraphCost m_cost;
    std::string m_block = "stem";
};

std::shared_ptr<const GraphCost> vgg16();
/// With the identity and 1x1 shortcuts of ResNet18.
std::shared_ptr<const GraphCost> resnet18();
/// Two dense blocks of four layers, each layer concatenated to all before it.
std::shared_ptr<const GraphCost> denseNet();
/// Inverted residual blocks with squeeze-and-excitation, as in EfficientNet.
std::shared_ptr<const GraphCost> squeezeExcitation();
/// A block with four parallel ways, a side output and a read of an earlier block.
std::shared_ptr<const GraphCost> manyBranches();

}  // namespace secateur::test
