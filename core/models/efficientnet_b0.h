#pragma once

#include "core/graph/builder.h"

namespace secateur {

/// EfficientNet-B0 (Tan and Le 2019, https://arxiv.org/abs/1905.11946), two layouts of one builder;
/// both without stochastic depth, which matters in training only.
///
/// "efficientnet_b0_cifar": pytorch-cifar's form for small images. Stem 3x3 stride 1, no 1x1 layer
/// before the head. Names conv1, bn1, layers.N.{conv1,bn1,conv2,bn2,se.se1,se.se2,conv3,bn3},
/// linear. pytorch-cifar's state_dict also has layers.0.{conv1,bn1} (1,088 parameters), which its
/// forward() does not use; they are not in the graph.
///
/// "efficientnet_b0": torchvision's form for 224x224. Stem stride 2, 1x1 to 1280 channels before
/// the head. Names features.0.{0,1}, features.S.B.block.K.{0,1}, features.S.B.block.K.{fc1,fc2},
/// features.8.{0,1}, classifier.1.
///
/// Dropout 0.2 before the classifier. Parameters are random, a function of `seed`.
Graph buildEfficientNetB0(const ModelSpec& spec, Seed seed);

}  // namespace secateur
