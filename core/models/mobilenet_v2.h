#pragma once

#include "core/graph/builder.h"

namespace secateur {

/// MobileNetV2 (Sandler et al. 2018, https://arxiv.org/abs/1801.04381), two layouts of one builder:
///
/// "mobilenet_v2_cifar": the form for small images that pytorch-cifar (kuangliu) made common. Stem
/// 3x3 stride 1; the 24-wide stage has stride 1; a 1x1 Conv-BN shortcut where stride is 1 and the
/// widths differ, identity where they agree. Names conv1, bn1, layers.N.{conv1,bn1,conv2,bn2,
/// conv3,bn3,shortcut.0,shortcut.1}, conv2, bn2, linear.
///
/// "mobilenet_v2": torchvision's form for 224x224. Stem stride 2; identity shortcuts only; dropout
/// 0.2 before the classifier. Names features.N..., classifier.1.
///
/// spec.widthMultiple scales all widths as torchvision's width_mult does; spec.strides says which
/// strides the stem and the 24-wide stage have, if not the layout's.
///
/// spec.activation is "relu6" or "relu" (empty: relu6). Parameters are random, a function of
/// `seed`. Throws Error(InvalidArgument) for impossible channels, classes or image sizes.
Graph buildMobileNetV2(const ModelSpec& spec, Seed seed);

}  // namespace secateur
