#pragma once

#include <string>

#include "core/io/state_dict.h"

namespace secateur {

/// Reads a file that torch.save wrote: the zip format (PyTorch 1.6 and later) and the legacy one.
/// The pickle is interpreted, never executed: it may build dicts, lists, tuples, sets, numbers,
/// strings, OrderedDicts, tensors (torch._utils._rebuild_tensor, _rebuild_tensor_v2,
/// _rebuild_parameter), dtypes, torch.Size, torch.device and numpy scalars; any other global is
/// refused by name with Error(Unsupported). Bounds are checked before memory is taken, nesting is
/// limited. Errors: NotFound, CorruptData (with byte offset), Unsupported. Views of a shared
/// storage are honoured (offset, strides), aliasing is not kept.
StateDict readPytorchCheckpoint(const std::string& path);

/// True if the first bytes look like a torch.save file (zip with data.pkl, or the legacy magic).
bool looksLikePytorchCheckpoint(const std::string& path);

}  // namespace secateur
