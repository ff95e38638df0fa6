#pragma once

#include "core/graph/builder.h"

namespace secateur {

/// VGG16 with batch normalisation (Simonyan and Zisserman 2014, https://arxiv.org/abs/1409.1556,
/// configuration D), two layouts of one builder:
///
/// "vgg16_cifar": pytorch-cifar's form for 32x32 images. Names features.N (convolutions with bias,
/// BatchNorm2d, ReLU and pooling counted through), classifier: one linear layer. Larger images are
/// averaged before it. At least 32x32.
///
/// "vgg16_bn": torchvision's form for 224x224. Names features.N, classifier.{0,3,6}; dropout 0.5.
/// Its average pooling to 7x7 divides evenly only where height and width are multiples of 224;
/// Error(InvalidArgument) for other sizes.
///
/// Parameters are random, a function of `seed`.
Graph buildVgg16(const ModelSpec& spec, Seed seed);

}  // namespace secateur
