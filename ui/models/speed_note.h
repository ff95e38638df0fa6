#pragma once

#include <QString>

namespace secateur {

struct SpeedRun;

/// speedNote() in the window's language, its moment as all of the window's.
QString speedNoteText(const SpeedRun& run);

}  // namespace secateur
