#include "ui/models/speed_note.h"

#include "core/report/speed_text.h"
#include "ui/base/core_text.h"
#include "ui/base/moment_text.h"

namespace secateur {

QString speedNoteText(const SpeedRun& run) {
    SpeedRun here = run;
    here.created = momentText(run.created).toStdString();
    return QString::fromStdString(speedNote(here, inWindowLanguage));
}

}  // namespace secateur
