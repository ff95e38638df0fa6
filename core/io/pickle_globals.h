#pragma once

#include <string>

#include "core/base/byte_cursor.h"
#include "core/io/pickle_value.h"

namespace secateur {

/// What the GLOBAL "module name" stands for. Error(Unsupported) that names it if it is unknown.
PickleValue pickleGlobal(const ByteCursor& cursor, const std::string& module,
                         const std::string& name);

/// What calling `callable` with the tuple `arguments` gives (REDUCE, NEWOBJ).
PickleValue pickleCall(const ByteCursor& cursor, const PickleValue& callable,
                       const PickleValue& arguments);

/// Applies BUILD to an object that knows what to do with its state; most ignore it.
void pickleBuild(const ByteCursor& cursor, PickleValue& object, const PickleValue& state);

/// The storage that a persistent id of torch.save refers to: ("storage", type, key, device,
/// elements), and in legacy files a sixth part, None or (view key, offset, elements).
PickleValue picklePersistent(const ByteCursor& cursor, const PickleValue& id);

}  // namespace secateur
