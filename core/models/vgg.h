#pragma once

#include "core/graph/builder.h"

namespace secateur {

/// VGG11, 13, 16 and 19 (Simonyan and Zisserman 2014, https://arxiv.org/abs/1409.1556,
/// configurations A, B, D and E), with batch normalisation and without, two layouts:
///
/// "vggN_cifar": pytorch-cifar's form for 32x32 images. Names features.N (convolutions with bias,
/// BatchNorm2d, ReLU and pooling counted through), classifier: one linear layer. Larger images are
/// averaged before it. At least 32x32. "vggN_plain_cifar" is the same without normalisation.
///
/// "vggN_bn", and "vggN" without normalisation: torchvision's form for 224x224. Names features.N,
/// classifier.{0,3,6}; dropout 0.5. Its average pooling to 7x7 divides evenly only where height and
/// width are multiples of 224; Error(InvalidArgument) for other sizes.
///
/// Parameters are random, a function of `seed`.
Graph buildVgg(const ModelSpec& spec, Seed seed);

}  // namespace secateur
