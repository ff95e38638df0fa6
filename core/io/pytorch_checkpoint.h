#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/io/state_dict.h"

namespace secateur {

/// Reads a file that torch.save wrote: the zip format (PyTorch 1.6 and later) and the legacy one.
/// The state_dict is the top level, or what stands there under `net`, `state_dict` or `model`;
/// text, numbers and booleans beside the tensors go into `metadata`, other values are left out.
///
/// The pickle is interpreted, never executed: it may build dicts, lists, tuples, sets, numbers,
/// strings, OrderedDicts, Counters, tensors (torch._utils._rebuild_tensor, _rebuild_tensor_v2 and
/// _v3, _rebuild_parameter), dtypes, torch.Size, torch.device and numpy scalars; any other global
/// is refused by name with Error(Unsupported). Bounds are checked before memory is taken, nesting
/// is limited. Errors: NotFound, CorruptData (with byte offset), Unsupported. Views of a shared
/// storage are honoured (offset, strides), aliasing is not kept.
StateDict readPytorchCheckpoint(const std::string& path);
StateDict parsePytorchCheckpoint(const std::vector<uint8_t>& bytes, const std::string& source);

/// True if the first bytes are those of a zip archive or of the legacy format.
bool looksLikePytorchCheckpoint(const std::string& path);

}  // namespace secateur
