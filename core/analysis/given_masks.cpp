#include "core/analysis/given_masks.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>

#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/io/checkpoint.h"

namespace secateur {

namespace {

constexpr const char* kWeight = ".weight";
constexpr const char* kTorchMask = ".weight_mask";

std::string without(const std::string& name, const std::string& suffix) {
    return name.substr(0, name.size() - suffix.size());
}

std::string sizesText(const at::Tensor& tensor) {
    return fmt::format("[{}]", fmt::join(tensor.sizes().begin(), tensor.sizes().end(), ", "));
}

/// The layer whose mask `name` is. `suffix`: what the names of this file's masks end in.
std::string layerOf(const std::string& name, const char* suffix, const std::string& path) {
    if (!name.ends_with(suffix)) {
        throw Error(ErrorCode::InvalidArgument, "this is no mask of a weight",
                    {path, "names that end in '.weight' or '.weight_mask'", "'" + name + "'"});
    }
    return without(name, suffix);
}

at::Tensor checkedMask(const Graph& graph, const std::string& layer, const at::Tensor& values,
                       const std::string& path) {
    const at::Tensor& weight = graph.node(graph.requireWeighted(layer)).parameter("weight");
    if (values.sizes() != weight.sizes()) {
        throw Error(ErrorCode::Mismatch, "the mask has another shape than its weight",
                    {path + ": " + layer, sizesText(weight), sizesText(values)});
    }
    return values.ne(0).to(at::kFloat).contiguous();
}

std::string digestOf(const Masks& masks) {
    Digest digest;
    for (const auto& [name, mask] : masks) {
        digest.addText(name);
        digest.addBytes(mask.data_ptr<float>(), mask.nbytes());
    }
    return digest.hex();
}

}  // namespace

GivenMasks readMasks(const std::string& path, const Graph& graph) {
    const at::NoGradGuard noGrad;
    const StateDict file = readCheckpoint(path);
    const bool torchs =
        std::any_of(file.tensors.begin(), file.tensors.end(),
                    [](const auto& entry) { return entry.first.ends_with(kTorchMask); });
    GivenMasks given;
    for (const auto& [name, values] : file.tensors) {
        if (torchs && !name.ends_with(kTorchMask)) {
            continue;
        }
        const std::string layer = layerOf(name, torchs ? kTorchMask : kWeight, path);
        given.masks.emplace(layer + kWeight, checkedMask(graph, layer, values, path));
    }
    if (given.masks.empty()) {
        throw Error(ErrorCode::Mismatch, "no mask in this file",
                    {path, "tensors named like the weights of the network", "none"});
    }
    given.digest = digestOf(given.masks);
    return given;
}

Masks masksOf(const GivenMasks& given, const std::vector<std::string>& layers) {
    Masks chosen;
    for (const std::string& layer : layers) {
        const auto found = given.masks.find(layer + kWeight);
        if (found != given.masks.end()) {
            chosen.insert(*found);
        }
    }
    return chosen;
}

std::vector<std::string> maskedLayers(const GivenMasks& given, const Graph& graph) {
    std::vector<std::string> layers;
    for (const NodeId id : graph.weightedNodes()) {
        if (given.masks.count(graph.node(id).name + kWeight) > 0) {
            layers.push_back(graph.node(id).name);
        }
    }
    return layers;
}

double prunedShare(const Masks& masks) {
    int64_t pruned = 0;
    int64_t weights = 0;
    for (const auto& [name, mask] : masks) {
        pruned += mask.eq(0).sum().item<int64_t>();
        weights += mask.numel();
    }
    return weights > 0 ? static_cast<double>(pruned) / static_cast<double>(weights) : 0.0;
}

}  // namespace secateur
