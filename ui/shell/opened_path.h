#pragma once

#include <QString>

namespace secateur {

/// What a path that a user gave (command line, drop, recent files) is.
enum class PathKind { Study, Checkpoint, DataFolder, Unknown, Missing };

/// By content, not by name: an SQLite header, the first bytes of a zip, pickle or safetensors file,
/// a folder.
PathKind pathKind(const QString& path);

/// What a message says of a path that cannot be opened; empty for one that can.
QString whyNotOpened(const QString& path);

}  // namespace secateur
