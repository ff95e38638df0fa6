#pragma once

#include "core/graph/builder.h"

namespace secateur {

/// ResNet18, 34, 50, 101 and 152 (He et al. 2015, https://arxiv.org/abs/1512.03385), two layouts:
///
/// "resnetN_cifar": pytorch-cifar's form for small images. Stem 3x3 stride 1, no pooling after it.
/// Names conv1, bn1, layerS.B.{conv1,bn1,conv2,bn2,shortcut.0,shortcut.1}, linear. Its last
/// pooling is over the whole image, so that any size will do; at 32x32 that is pytorch-cifar's 4x4.
///
/// "resnetN": torchvision's form for 224x224. Stem 7x7 stride 2 and max pooling 3x3 stride 2 (with
/// CIFAR strides neither). Names conv1, bn1, layerS.B.{conv1,bn1,conv2,bn2,downsample.0,
/// downsample.1}, fc.
///
/// From ResNet50 on a block is a bottleneck: 1x1, 3x3 (which has the stride), 1x1 to four times the
/// width. Parameters are random, a function of `seed`.
Graph buildResNet(const ModelSpec& spec, Seed seed);

}  // namespace secateur
