#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/io/checkpoint.h"

namespace secateur {

/// Reads what torch.save wrote (the zip format of PyTorch 1.6 and later and the legacy one), or
/// torch.jit.save: every dict of tensors in it and every pickled module is an offer (weightsIn).
///
/// The pickle is interpreted, never executed: classes and functions that it does not need for
/// tensors become inert values (pickle_globals.h). Bounds are checked before memory is taken,
/// nesting is limited. Errors: CorruptData (with byte offset), Unsupported (no tensors in it; names
/// like os.system, which are refused by name). Views of a shared storage are honoured (offset,
/// strides), aliasing is not kept.
Checkpoint parsePytorchCheckpoint(std::vector<uint8_t> bytes, const std::string& source);

/// True if the first bytes are those of a zip archive or of the legacy format.
bool looksLikePytorchCheckpoint(const std::string& path);

}  // namespace secateur
