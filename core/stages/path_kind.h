#pragma once

#include <string>

namespace secateur {

/// What a path that a user gave (command line, drop, recent files) is.
enum class PathKind { Study, Checkpoint, DataFolder, Unknown, Missing };

/// By content, not by name: an SQLite header, what readCheckpoint reads, a folder. Errors: Io (a
/// file that cannot be read).
PathKind pathKind(const std::string& path);

}  // namespace secateur
