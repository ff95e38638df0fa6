#include "ui/jobs/job_table.h"

#include <algorithm>

#include "ui/base/number_text.h"
#include "ui/base/translation.h"
#include "ui/jobs/job_text.h"

namespace secateur {

namespace {

/// `known`: else the cell is empty.
Table::Cell number(bool known, double value, const QString& text) {
    return known ? Table::Cell{value, text.toStdString(), ""} : Table::Cell{};
}

Table::Cell titleCell(const JobInfo& job) {
    const QString tip =
        job.lane == JobLane::Compute
            ? Text::tr("%1.\nComputing jobs run one at a time, because each takes every core.")
            : Text::tr(
                  "%1.\nJobs that read and write files run one at a time, beside the "
                  "computing ones.");
    return cell::named(cell::text(job.title.toStdString()), job.title.toStdString(),
                       tip.arg(job.title).toStdString());
}

Table::Cell stateCell(const JobInfo& job) {
    const std::string text = statusText(job).toStdString();
    return {static_cast<int64_t>(job.status), text,
            job.status == JobStatus::Failed ? job.error.toStdString() : text};
}

Table::Cell progressCell(const JobInfo& job) {
    const QString count = countText(job.progress);
    const bool done = job.status == JobStatus::Done;
    const std::optional<double> share = shareDone(job);
    if (!done && !share) {
        return {{}, count.toStdString(), count.toStdString()};
    }
    const double fraction = done ? 1.0 : *share;
    // Rounded down: 100 % is said only when it is.
    return {fraction, QString("%1 %").arg(static_cast<int>(100.0 * fraction)).toStdString(),
            count.toStdString()};
}

Table::Cell loadingCell(const JobInfo& job) {
    return number(!job.finished() && job.loading >= 0.005, job.loading, percentText(job.loading));
}

}  // namespace

Table jobTable(const std::vector<JobInfo>& jobs) {
    const std::vector<Field<JobInfo>> fields{
        {{"job", QT_TRANSLATE_NOOP("Tables", "Job"),
          QT_TRANSLATE_NOOP("Tables", "What was started, in the order of starting."), false},
         titleCell},
        {{"status", QT_TRANSLATE_NOOP("Tables", "Status"),
          QT_TRANSLATE_NOOP("Tables",
                            "Whether the job waits, runs or has ended, and which stage "
                            "of it runs."),
          false},
         stateCell},
        {{"progress", QT_TRANSLATE_NOOP("Tables", "Progress"),
          QT_TRANSLATE_NOOP(
              "Tables", "How much of the job is done; of one that knows only its stage, of that."),
          false},
         progressCell},
        {{"rate", QT_TRANSLATE_NOOP("Tables", "Rate"),
          QT_TRANSLATE_NOOP("Tables",
                            "How fast the current stage goes, averaged over about the "
                            "last 10 seconds.")},
         [](const JobInfo& job) {
             return number(!job.finished() && job.rate > 0.0, job.rate,
                           rateText(job.rate, job.progress.unit));
         }},
        {{"loading", QT_TRANSLATE_NOOP("Tables", "Loading"),
          QT_TRANSLATE_NOOP("Tables",
                            "The share of the current stage's time that goes to reading and "
                            "decoding images. Much of it becomes less with images kept in memory "
                            "or on disk: Edit, Preferences.")},
         loadingCell},
        {{"remaining", QT_TRANSLATE_NOOP("Tables", "Remaining"),
          QT_TRANSLATE_NOOP("Tables",
                            "Estimated time until the job ends, or its stage where only "
                            "that is known.")},
         [](const JobInfo& job) {
             return number(job.etaSeconds >= 0.0, job.etaSeconds, durationText(job.etaSeconds));
         }},
        {{"elapsed", QT_TRANSLATE_NOOP("Tables", "Elapsed"),
          QT_TRANSLATE_NOOP("Tables",
                            "How long the job has been running, without the time it "
                            "waited.")},
         [](const JobInfo& job) {
             return number(job.elapsedSeconds > 0.0, job.elapsedSeconds,
                           durationText(job.elapsedSeconds));
         }},
        {{"result", QT_TRANSLATE_NOOP("Tables", "Result"),
          QT_TRANSLATE_NOOP("Tables", "What came out; all of it is on the pages."), false},
         [](const JobInfo& job) { return cell::text(job.result.toStdString()); }},
        {{"study", QT_TRANSLATE_NOOP("Tables", "Study"),
          QT_TRANSLATE_NOOP("Tables", "What it works on, also when another one is looked at."),
          false},
         [](const JobInfo& job) { return cell::text(job.study.toStdString()); }}};
    Table table{"jobs", "", columnsOf(fields), {}};
    for (const JobInfo& job : jobs) {
        table.rows.push_back(rowOf(fields, job, std::to_string(job.id)));
    }
    return table;
}

}  // namespace secateur
