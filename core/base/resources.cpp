#include "core/base/resources.h"

#include <filesystem>

namespace secateur {

std::string resourcePath(const std::string& name) {
    std::error_code unknown;  // without /proc: relative to the working folder
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", unknown);
    return (program.parent_path() / SECATEUR_RESOURCES_FROM_PROGRAM / name).lexically_normal();
}

std::string shippedNetwork() {
    return resourcePath("checkpoints/mobilenet_v2_fashion_mnist.safetensors");
}

}  // namespace secateur
