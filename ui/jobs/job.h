#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <map>

#include "core/base/run_context.h"

namespace secateur {

/// Compute: trains, sweeps, evaluates, one at a time because it takes every core. Io: opens and
/// writes files, one at a time beside it.
enum class JobLane { Compute, Io };
enum class JobStatus { Queued, Running, Cancelling, Done, Cancelled, Failed };
QString jobStatusName(JobStatus status);  ///< "Queued", ..., "Cancelling…"

using JobId = int;

/// One sample of the live figures of a job, at `done` of its progress.
struct JobSample {
    double position = 0.0;
    std::map<LiveFigure, double> figures;
};

/// What a row shows. A copy: nothing in it changes behind the reader's back. Cheap to copy, because
/// log and samples are shared until one side changes them.
struct JobInfo {
    JobId id = 0;
    QString title;
    QString study;   ///< that it works on; empty: none
    QString result;  ///< what came out, in a few words; empty: nothing to say
    JobLane lane = JobLane::Compute;
    bool quiet = false;  ///< housekeeping of milliseconds: see JobManager::Request
    JobStatus status = JobStatus::Queued;
    Progress progress;
    double whole = -1.0;  ///< share in [0, 1] of a job of several stages that is done; -1: unknown
    double elapsedSeconds = 0.0;
    double rate = 0.0;         ///< progress units a second in this stage, smoothed; 0: unknown
    double loading = 0.0;      ///< share of the stage's time that goes to loading images
    double etaSeconds = -1.0;  ///< until the job ends, or its stage; -1: unknown
    QStringList log;           ///< the newest lines
    qsizetype logLines = 0;    ///< lines said so far, also those no longer in `log`
    QString error;             ///< in full, when Failed
    QList<JobSample> samples;  ///< thinned out when there are many, the newest always among them
    QString sampleUnit;        ///< what their positions count

    bool finished() const { return status >= JobStatus::Done; }
};

}  // namespace secateur
