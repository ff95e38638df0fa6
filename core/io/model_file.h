#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/io/state_dict.h"

namespace secateur {

/// A model file is a safetensors file that says which network it holds: the graph (graph_json.h)
/// stands in the metadata "secateur.graph", the encoding ("float", "int8") in "secateur.encoding",
/// "secateur.checksum" (XXH3-128) tells whether any of it has changed, and "format" is "pt", so
/// that every safetensors reader can read it.
///
/// A float graph's parameters have their state_dict names: readCheckpoint reads such a file too.
/// The qint8 weights of an INT8 graph are stored as int8_file.h says, the quantization of
/// activations is in the graph. Reading gives the same values bit by bit.
std::vector<uint8_t> serializeModel(const Graph& graph);

/// The same with tensors that are mostly zero packed as sparse_encoding.h says.
std::vector<uint8_t> serializeSparseModel(const Graph& graph);

/// Writes serializeModel's bytes atomically and returns their number. Errors: Io.
int64_t writeModel(const std::string& path, const Graph& graph);

/// Whether a safetensors file carries its graph.
bool holdsGraph(const StateDict& state);
/// The network of such a file. Errors as parseModel.
Graph modelOf(const StateDict& state, const std::string& source, Values values = Values::Sound);

/// Reads any of them. Errors: CorruptData (also for a single changed byte of the graph or of a
/// tensor), Unsupported (a safetensors file without a graph in it:
/// weights only, for loadStateDict; unknown operations or versions).
Graph parseModel(std::vector<uint8_t> bytes, const std::string& source,
                 Values values = Values::Sound);
/// Also NotFound and Io.
Graph readModel(const std::string& path, Values values = Values::Sound);

}  // namespace secateur
