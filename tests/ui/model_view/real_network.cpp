#include "tests/ui/model_view/real_network.h"

#include "core/io/model_file.h"

namespace secateur::test {

std::shared_ptr<const GraphCost> shippedNetwork() {
    static const auto kCost = std::make_shared<const GraphCost>(
        computeCost(readModel(std::string(SECATEUR_SOURCE_DIR) +
                              "/resources/checkpoints/mobilenet_v2_fashion_mnist.safetensors")));
    return kCost;
}

}  // namespace secateur::test
