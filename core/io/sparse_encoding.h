#pragma once

#include <string>

#include "core/io/state_dict.h"

namespace secateur {

/// Stores each tensor whose elements are at least half zeros, if that makes it smaller, as two:
/// `<name>.bitmask` (U8, one bit an element in row-major order, lowest bit first, 1 where the
/// element is not zero) and `<name>.values` (the elements that are not zero, in order). Zero means
/// that all bits are 0, so that -0.0 survives. The shapes go into the metadata "secateur.sparse",
/// a JSON object {name: shape}.
StateDict encodeSparse(const StateDict& state);

/// The tensors again, bit by bit, in their places. Throws Error(CorruptData) naming the tensor.
StateDict decodeSparse(const StateDict& state, const std::string& source);

}  // namespace secateur
