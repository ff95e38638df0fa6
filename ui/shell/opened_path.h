#pragma once

#include <QString>

#include "core/stages/path_kind.h"

namespace secateur {

/// core's pathKind; Unknown for a file that cannot be read.
PathKind pathKind(const QString& path);

/// What a message says of a path that cannot be opened; empty for one that can.
QString whyNotOpened(const QString& path);

}  // namespace secateur
