#pragma once

#include <QString>

#include "ui/dialogs/dialog_context.h"

namespace secateur {

/// What a stage will do, in images.
struct Work {
    double classified = 0.0;  ///< by the whole network
    double resumed = 0.0;     ///< classified from one layer on, as a sweep's points are
    double trained = 0.0;     ///< forward and backward
    double seconds = 0.0;     ///< besides, however fast the network is
};

/// " About 50 s." by the rate that the study has measured on this machine; empty where it has none.
QString timeText(const DialogContext& context, const Work& work);

}  // namespace secateur
