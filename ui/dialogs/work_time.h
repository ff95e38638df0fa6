#pragma once

#include <QString>

#include "core/stages/work.h"
#include "ui/dialogs/dialog_context.h"

namespace secateur {

/// " About 50 s." by the rate that the study has measured on this machine; empty where it has none.
QString timeText(const DialogContext& context, const Work& work);

}  // namespace secateur
