#include "core/io/prune_masks.h"

#include <string_view>

namespace secateur {

namespace {

constexpr std::string_view kOriginal = "_orig";
constexpr std::string_view kMask = "_mask";

std::string stem(const std::string& name, std::string_view ending) {
    return name.ends_with(ending) ? name.substr(0, name.size() - ending.size()) : "";
}

}  // namespace

int foldPruneMasks(StateDict& state, bool outline) {
    const NamedTensors tensors = namedTensors(state);
    std::vector<std::pair<std::string, at::Tensor>> folded;
    int masked = 0;
    for (const auto& [name, tensor] : state.tensors) {
        const std::string ofOriginal = stem(name, kOriginal);
        const std::string ofMask = stem(name, kMask);
        if (!ofMask.empty() && tensors.contains(ofMask + std::string(kOriginal))) {
            continue;
        }
        const auto mask =
            ofOriginal.empty() ? tensors.end() : tensors.find(ofOriginal + std::string(kMask));
        if (mask == tensors.end() || mask->second.sizes() != tensor.sizes()) {
            folded.emplace_back(name, tensor);
            continue;
        }
        folded.emplace_back(ofOriginal, outline ? tensor : tensor * mask->second.ne(0));
        ++masked;
    }
    state.tensors = std::move(folded);
    return masked;
}

}  // namespace secateur
