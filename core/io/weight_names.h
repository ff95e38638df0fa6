#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/io/state_dict.h"

namespace secateur {

/// Which tensor of a file is which parameter of a network.
struct NameMatch {
    std::map<std::string, std::string> inFile;  ///< a parameter's name -> its tensor's name
    /// Names that the file has for modules that were matched by order and shape, one line each:
    /// "classifier.1 is classifier.0". Only those whose names are no names of the network.
    std::vector<std::string> byOrder;
    std::vector<std::string> unused;    ///< tensors that do not belong to the network
    std::vector<std::string> problems;  ///< why it does not fit, a line a tensor; empty: it fits
};

/// Finds a network's parameters among the tensors of a file: by name, whatever prefix the names
/// have in common (`module.`, `model.`, `_orig_mod.`, ...) and whatever words that no name of the
/// network has stand among them; what is left after that module by module in the order of the file,
/// where the shapes agree. Batch counters may be absent. A convolution or linear layer of the file
/// that is left over is a problem if it stands among the network's own modules (the file is then of
/// a larger network), else it is unused, as are other tensors.
NameMatch matchNames(const Graph& graph, const StateDict& outline);

/// Error(Mismatch) about a file that does not fit: at most `lines` of the problems.
[[noreturn]] void refuseMisfit(const std::string& source, const std::string& network,
                               const NameMatch& match, size_t lines);

/// Whether a tensor can become this parameter: shapes agree (of a batch counter only the number of
/// elements) and real numbers stay real numbers.
bool fitsParameter(const Parameter& parameter, const at::Tensor& given);

}  // namespace secateur
