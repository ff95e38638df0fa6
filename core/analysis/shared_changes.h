#pragma once

#include <span>
#include <vector>

#include "core/cluster/cluster_store.h"
#include "core/exec/float_executor.h"

namespace secateur {

/// Changes of a network's nodes for another process that has the network: what differs in
/// parameters and outputs, as a safetensors file with the rest in its metadata.
Bytes serializeChanges(const Graph& graph,
                       std::span<const std::vector<Replacement>* const> changes);
/// The same changes, bit by bit. Errors: CorruptData.
std::vector<std::vector<Replacement>> parseChanges(const Graph& graph, const Bytes& bytes);

}  // namespace secateur
