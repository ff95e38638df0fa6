#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/io/state_dict.h"

namespace secateur {

/// Tensors of a checkpoint that a network can be loaded from.
struct WeightsOffer {
    /// Where they stand in the file, keys joined by dots: "net", "ckpt.model"; empty: the top
    /// level.
    std::string name;
    bool averaged = false;  ///< by its name: of an exponential or other average (EMA, SWA)
    /// Integers of torch.ao.quantization, which only it can compute with.
    bool quantized = false;
    /// Names, metadata, and tensors of the right shape and type, whose values may be absent.
    StateDict outline;
};

/// A checkpoint whose file was read once, and of which only what is asked for is made.
struct Checkpoint {
    std::vector<WeightsOffer> offers;  ///< never empty
    /// The tensors of an offer. Errors: CorruptData, Unsupported.
    std::function<StateDict(size_t offer)> read;

    /// Those that hold about as much as the largest (at least one), averages last.
    std::vector<size_t> inOrder() const;
    /// The first of them: the offer that is meant where nothing says which.
    size_t main() const { return inOrder().front(); }
};

/// Reads a checkpoint by its content: safetensors, PyTorch zip, or PyTorch legacy pickle. Errors:
/// NotFound, Io, and those of parsePytorchCheckpoint and parseSafetensors.
Checkpoint openCheckpoint(const std::string& path);

/// The tensors of its main offer.
StateDict readCheckpoint(const std::string& path);

}  // namespace secateur
