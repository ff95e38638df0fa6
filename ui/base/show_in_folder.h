#pragma once

#include <QString>

namespace secateur {

/// Opens the folder of this file, or this folder, with the desktop's program for folders. False
/// where there is none, or no such folder.
bool showInFolder(const QString& path);

}  // namespace secateur
