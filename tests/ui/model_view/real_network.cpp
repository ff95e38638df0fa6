#include "tests/ui/model_view/real_network.h"

#include "core/stages/network_source.h"
#include "core/study/study.h"

namespace secateur::test {

std::shared_ptr<const GraphCost> shippedNetwork() {
    static const auto kCost = [] {
        Study study;
        const std::string file = std::string(SECATEUR_SOURCE_DIR) +
                                 "/resources/checkpoints/mobilenet_v2_fashion_mnist.safetensors";
        return std::make_shared<const GraphCost>(
            variantCost(study, importCheckpoint(study, {file, {}}, nullptr).id));
    }();
    return kCost;
}

}  // namespace secateur::test
