#include "ui/jobs/job.h"

namespace secateur {

const char* jobStatusName(JobStatus status) {
    switch (status) {
        case JobStatus::Queued:
            return "Queued";
        case JobStatus::Running:
            return "Running";
        case JobStatus::Cancelling:
            return "Cancelling…";
        case JobStatus::Done:
            return "Done";
        case JobStatus::Cancelled:
            return "Cancelled";
        case JobStatus::Failed:
            return "Failed";
    }
    return "";
}

}  // namespace secateur
