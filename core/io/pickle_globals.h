#pragma once

#include <string>

#include "core/base/byte_cursor.h"
#include "core/io/pickle_value.h"

namespace secateur {

/// What the GLOBAL "module name" stands for: a type of tensors, or a name that may be called. What
/// only a program that harms would call (os.system, eval, ...) is refused: Error(Unsupported) that
/// names it.
PickleValue pickleGlobal(const ByteCursor& cursor, const std::string& module,
                         const std::string& name);

/// What calling `callable` with `arguments` gives (REDUCE, NEWOBJ). Nothing is called: the few
/// functions by which tensors are written are known here, all else gives an inert Object, whose
/// items are pairs as of a Dict: a key that is none of its own (kNoKey) and the arguments.
PickleValue pickleCall(const ByteCursor& cursor, const PickleValue& callable,
                       const PickleValue& arguments);

/// Applies BUILD. An Object gets its state as a further pair with kNoKey; what else knows nothing
/// to do with a state ignores it.
void pickleBuild(const ByteCursor& cursor, PickleValue& object, const PickleValue& state);

/// The key of what stands in an Object without one.
extern const PickleValue kNoKey;

/// The storage that a persistent id of torch.save refers to: ("storage", type, key, device,
/// elements), and in legacy files a sixth part, None or (view key, offset, elements). The device is
/// ignored. Legacy files also have ("module", class, file, source): the class.
PickleValue picklePersistent(const ByteCursor& cursor, const PickleValue& id);

}  // namespace secateur
