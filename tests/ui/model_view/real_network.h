#pragma once

#include <memory>

#include "core/graph/cost.h"

namespace secateur::test {

/// The shipped MobileNetV2 for Fashion-MNIST.
std::shared_ptr<const GraphCost> shippedNetwork();

}  // namespace secateur::test
