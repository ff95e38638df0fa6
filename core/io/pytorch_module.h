#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// A network as PyTorch code and weights that need nothing of this program.
struct PytorchModule {
    /// "network.py": a torch.nn.Module `Network` with these widths. Its submodules are called as
    /// the graph's nodes; a name that Python or nn.Module has another use for is written as one
    /// identifier, dots replaced by "_".
    std::string source;
    /// "network.pth": its state_dict as torch.save writes it, which torch.load(weights_only=True)
    /// reads.
    std::vector<uint8_t> weights;
};

/// `notes`: lines for the class's docstring. The module computes in training and in inference what
/// the graph does; batch normalisations and dropout are modules or calls of their own. Errors:
/// Unsupported (a quantized graph: its arithmetic has no module).
PytorchModule pytorchModule(const Graph& graph, const std::vector<std::string>& notes);

}  // namespace secateur
