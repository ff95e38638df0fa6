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

    const at::Tensor* find(const std::string& name) const;
};

/// Puts the tensors of `state` into a copy of `graph`. A "module." prefix on all names is dropped.
/// `num_batches_tracked` may be absent (PyTorch before 0.4.1 had none). Floating tensors are
/// converted to float32 and made contiguous.
/// Throws one Error(Mismatch) that lists every missing, extra and misshaped tensor by name, with
/// both shapes; `source` is the file's name for the message. Non-finite values: Error(CorruptData)
/// naming the tensors.
Graph loadStateDict(const Graph& graph, const StateDict& state, const std::string& source);

/// Reads a checkpoint by its content: safetensors, PyTorch zip, or PyTorch legacy pickle.
/// For PyTorch files the state_dict is taken from the top level or from under `net`, `state_dict`,
/// `model` (in that order), and scalars beside it (acc, epoch) go into `metadata` as text.
StateDict readCheckpoint(const std::string& path);

}  // namespace secateur
