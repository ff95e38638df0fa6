#include "ui/jobs/job.h"

#include "ui/base/translation.h"

namespace secateur {

QString jobStatusName(JobStatus status) {
    switch (status) {
        case JobStatus::Queued:
            return Text::tr("Queued");
        case JobStatus::Running:
            return Text::tr("Running");
        case JobStatus::Cancelling:
            return Text::tr("Cancelling…");
        case JobStatus::Done:
            return Text::tr("Done");
        case JobStatus::Cancelled:
            return Text::tr("Cancelled");
        case JobStatus::Failed:
            return Text::tr("Failed");
    }
    return {};
}

}  // namespace secateur
