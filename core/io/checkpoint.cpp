#include "core/io/checkpoint.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/io/pytorch_checkpoint.h"
#include "core/io/safetensors.h"

namespace secateur {

namespace {

int64_t elementsOf(const WeightsOffer& offer) {
    int64_t elements = 0;
    for (const auto& [name, tensor] : offer.outline.tensors) {
        elements += tensor.numel();
    }
    return elements;
}

}  // namespace

std::vector<size_t> Checkpoint::inOrder() const {
    int64_t most = 0;
    for (const WeightsOffer& offer : offers) {
        most = std::max(most, elementsOf(offer));
    }
    std::vector<size_t> order;
    for (const bool averaged : {false, true}) {
        for (size_t i = 0; i < offers.size(); ++i) {
            if (offers[i].averaged == averaged && elementsOf(offers[i]) >= most / 2) {
                order.push_back(i);
            }
        }
    }
    return order;
}

Checkpoint openCheckpoint(const std::string& path) {
    if (looksLikePytorchCheckpoint(path)) {
        return parsePytorchCheckpoint(readFile(path), path);
    }
    if (looksLikeSafetensors(path)) {
        StateDict state = readSafetensors(path);
        return {{{"", false, false, state}}, [state](size_t) { return state; }};
    }
    throw Error(ErrorCode::CorruptData, "not a checkpoint",
                {path, "an ONNX model, a safetensors file, or one that torch.save wrote", ""});
}

StateDict readCheckpoint(const std::string& path) {
    const Checkpoint checkpoint = openCheckpoint(path);
    return checkpoint.read(checkpoint.main());
}

}  // namespace secateur
