#pragma once

#include <ATen/ATen.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// Named tensors in the order of the file, and the file's text metadata.
struct StateDict {
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    std::map<std::string, std::string> metadata;

    /// Looks through all of them; for many names see namedTensors.
    const at::Tensor* find(const std::string& name) const;
};

using NamedTensors = std::map<std::string, at::Tensor>;
NamedTensors namedTensors(const StateDict& state);

/// What a network may hold when it is opened: nothing can be computed with `Any` values, but they
/// can be looked at.
enum class Values { Sound, Any };

/// Error(CorruptData) that names `source` and every tensor of the network with a value that is
/// infinite or not a number, and every negative variance of a batch normalisation.
void requireSoundValues(const Graph& graph, const std::string& source);

struct NameMatch;
/// Of a message about a file that does not fit.
constexpr size_t kMisfitLines = 11;

/// Puts the tensors of `state` into a copy of `graph`, found by matchNames. `num_batches_tracked`
/// may be absent (PyTorch before 0.4.1 had none). Floating tensors are converted to float32 and
/// made contiguous. Throws one Error(Mismatch) that lists missing, extra and misshaped tensors by
/// name, with both shapes; `source` is the file's name for the message. Values that are not sound:
/// as requireSoundValues. `graph` may hold placeholders (GraphBuilder): nothing of it is allocated
/// before all shapes agree.
Graph loadStateDict(const Graph& graph, const StateDict& state, const std::string& source,
                    Values values = Values::Sound);
/// The same where the match is known, and has no problems.
Graph loadStateDict(const Graph& graph, const StateDict& state, const NameMatch& match,
                    const std::string& source, Values values);

}  // namespace secateur
