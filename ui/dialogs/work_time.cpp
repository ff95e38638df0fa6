#include "ui/dialogs/work_time.h"

#include "ui/base/translation.h"
#include "ui/jobs/job_text.h"

namespace secateur {

namespace {

// What an image costs beside one that the whole network classifies, on the networks tried.
constexpr double kResumedCost = 0.55;
constexpr double kTrainedCost = 4.5;

}  // namespace

QString timeText(const DialogContext& context, const Work& work) {
    if (context.imagesPerSecond <= 0.0) {
        return {};
    }
    const double seconds = work.seconds + (work.classified + kResumedCost * work.resumed +
                                           kTrainedCost * work.trained) /
                                              context.imagesPerSecond;
    return seconds < 1.0 ? Text::tr(" A moment.")
                         : Text::tr(" About %1.").arg(aboutDurationText(seconds));
}

}  // namespace secateur
