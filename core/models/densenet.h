#pragma once

#include "core/graph/builder.h"

namespace secateur {

/// DenseNet121, 161, 169 and 201 (Huang et al. 2016, https://arxiv.org/abs/1608.06993; reduction
/// 0.5), two layouts. Every layer concatenates its new channels (32, DenseNet161: 48) with what it
/// read, and each is a block of its own, "dense S.L", between "transition S".
///
/// "densenetN_cifar": pytorch-cifar's form for 32x32 images. Stem 3x3 stride 1. Names conv1,
/// denseS.L.{bn1,conv1,bn2,conv2}, transS.{bn,conv}, bn, linear. New channels come before those
/// that were there. Its last pooling is over the whole image; at 32x32 that is pytorch-cifar's 4x4.
/// At least 32x32.
///
/// "densenetN": torchvision's form for 224x224. Stem 7x7 stride 2 and max pooling 3x3 stride 2
/// (with CIFAR strides neither).
/// Names features.{conv0,norm0}, features.denseblockS.denselayerL.{norm1,conv1,norm2,conv2},
/// features.transitionS.{norm,conv}, features.norm5, classifier. New channels come after those that
/// were there. At least 32x32.
///
/// Parameters are random, a function of `seed`.
Graph buildDenseNet(const ModelSpec& spec, Seed seed);

}  // namespace secateur
