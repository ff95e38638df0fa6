#pragma once

#include <vector>

#include "core/base/table.h"
#include "ui/jobs/job.h"

namespace secateur {

/// The columns of jobTable().
enum JobColumn {
    JobTitle,
    JobState,
    JobProgress,
    JobRate,
    JobLoading,
    JobRemaining,
    JobElapsed,
    JobResult,
    JobStudy
};

/// The jobs of this session, in the order of submission; keys are ids. Figures: of the state the
/// JobStatus, of the progress a fraction, nothing where it has none; all seconds and units a
/// second.
Table jobTable(const std::vector<JobInfo>& jobs);

}  // namespace secateur
