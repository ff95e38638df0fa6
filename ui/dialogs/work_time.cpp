#include "ui/dialogs/work_time.h"

#include "ui/base/translation.h"
#include "ui/jobs/job_text.h"

namespace secateur {

QString timeText(const DialogContext& context, const Work& work) {
    if (context.imagesPerSecond <= 0.0) {
        return {};
    }
    const double seconds = work.seconds + work.images() / context.imagesPerSecond;
    return seconds < 1.0 ? Text::tr(" A moment.")
                         : Text::tr(" About %1.").arg(aboutDurationText(seconds));
}

}  // namespace secateur
