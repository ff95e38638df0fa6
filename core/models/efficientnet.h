#pragma once

#include "core/graph/builder.h"

namespace secateur {

/// EfficientNet-B0 to B7 (Tan and Le 2019, https://arxiv.org/abs/1905.11946), two layouts, both
/// without stochastic depth, which matters in training only.
///
/// "efficientnet_b0_cifar": pytorch-cifar's form for small images. Stem 3x3 stride 1, no 1x1 layer
/// before the head. Names conv1, bn1, layers.N.{conv1,bn1,conv2,bn2,se.se1,se.se2,conv3,bn3},
/// linear. pytorch-cifar's state_dict also has layers.0.{conv1,bn1} (1,088 parameters), which its
/// forward() does not use; they are not in the graph.
///
/// "efficientnet_bN": torchvision's form for 224x224 and larger. Stem stride 2, 1x1 to four times
/// the width before the head. Names features.0.{0,1}, features.S.B.block.K.{0,1},
/// features.S.B.block.K.{fc1,fc2}, features.8.{0,1}, classifier.1.
///
/// Dropout before the classifier. Parameters are random, a function of `seed`.
Graph buildEfficientNet(const ModelSpec& spec, Seed seed);

}  // namespace secateur
