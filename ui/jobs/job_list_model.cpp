#include "ui/jobs/job_list_model.h"

#include <algorithm>

#include "ui/jobs/job_text.h"

namespace secateur {

namespace {

struct Heading {
    const char* title;
    const char* toolTip;
};

constexpr std::array<Heading, JobListModel::ColumnCount> kHeadings{{
    {QT_TRANSLATE_NOOP("secateur::JobListModel", "Job"),
     QT_TRANSLATE_NOOP("secateur::JobListModel", "What was started, in the order of starting.")},
    {QT_TRANSLATE_NOOP("secateur::JobListModel", "Status"),
     QT_TRANSLATE_NOOP("secateur::JobListModel",
                       "Whether the job waits, runs or has ended, and which stage of it runs.")},
    {QT_TRANSLATE_NOOP("secateur::JobListModel", "Progress"),
     QT_TRANSLATE_NOOP("secateur::JobListModel", "How much of the current stage is done.")},
    {QT_TRANSLATE_NOOP("secateur::JobListModel", "Rate"),
     QT_TRANSLATE_NOOP(
         "secateur::JobListModel",
         "How fast the current stage goes, averaged over about the last 10 seconds.")},
    {QT_TRANSLATE_NOOP("secateur::JobListModel", "Remaining"),
     QT_TRANSLATE_NOOP("secateur::JobListModel",
                       "Estimated time until the current stage ends, from its rate.")},
    {QT_TRANSLATE_NOOP("secateur::JobListModel", "Elapsed"),
     QT_TRANSLATE_NOOP("secateur::JobListModel",
                       "How long the job has been running, without the time it waited.")},
}};

double fractionOf(const JobInfo& job) {
    if (job.status == JobStatus::Done) {
        return 1.0;
    }
    if (job.progress.total <= 0) {
        return -1.0;
    }
    const double fraction =
        static_cast<double>(job.progress.done) / static_cast<double>(job.progress.total);
    return std::clamp(fraction, 0.0, 1.0);
}

QString laneToolTip(const JobInfo& job) {
    return (job.lane == JobLane::Compute
                ? JobListModel::tr(
                      "%1.\nComputing jobs run one at a time, because each takes every core.")
                : JobListModel::tr("%1.\nJobs that read and write files run one at a time, beside "
                                   "the computing ones."))
        .arg(job.title);
}

}  // namespace

JobListModel::Row JobListModel::rowFor(const JobInfo& job) {
    Row row{job.id, job.status, fractionOf(job), {}, {}};
    row.texts[Title] = job.title;
    row.toolTips[Title] = laneToolTip(job);
    row.texts[Status] = statusText(job);
    row.toolTips[Status] = job.status == JobStatus::Failed ? job.error : row.texts[Status];
    // Rounded down: 100 % is said only when it is.
    row.texts[ProgressBar] = row.fraction >= 0.0
                                 ? QString("%1 %").arg(static_cast<int>(100.0 * row.fraction))
                                 : countText(job.progress);
    row.toolTips[ProgressBar] = countText(job.progress);
    if (!job.finished() && job.rate > 0.0) {
        row.texts[Rate] = rateText(job.rate, job.progress.unit);
    }
    if (job.etaSeconds >= 0.0) {
        row.texts[Remaining] = durationText(job.etaSeconds);
    }
    if (job.elapsedSeconds > 0.0) {
        row.texts[Elapsed] = durationText(job.elapsedSeconds);
    }
    return row;
}

void JobListModel::setJobs(const std::vector<JobInfo>& jobs) {
    beginResetModel();
    m_rows.clear();
    for (const JobInfo& job : jobs) {
        m_rows.push_back(rowFor(job));
    }
    endResetModel();
}

void JobListModel::updateJob(const JobInfo& job) {
    const int row = rowOf(job.id);
    if (row < 0) {
        const int end = static_cast<int>(m_rows.size());
        beginInsertRows({}, end, end);
        m_rows.push_back(rowFor(job));
        endInsertRows();
        return;
    }
    m_rows[static_cast<size_t>(row)] = rowFor(job);
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

int JobListModel::rowOf(JobId id) const {
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [id](const Row& row) { return row.id == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int JobListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int JobListModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant JobListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = m_rows[static_cast<size_t>(index.row())];
    const auto column = static_cast<size_t>(index.column());
    switch (role) {
        case Qt::DisplayRole:
            return row.texts[column];
        case Qt::ToolTipRole:
            return row.toolTips[column];
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::Alignment(index.column() >= Rate
                                                         ? Qt::AlignRight | Qt::AlignVCenter
                                                         : Qt::AlignLeft | Qt::AlignVCenter));
        case IdRole:
            return row.id;
        case StatusRole:
            return static_cast<int>(row.status);
        case FractionRole:
            return row.fraction;
        default:
            return {};
    }
}

QVariant JobListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    const Heading& heading = kHeadings[static_cast<size_t>(section)];
    switch (role) {
        case Qt::DisplayRole:
            return tr(heading.title);
        case Qt::ToolTipRole:
            return tr(heading.toolTip);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::Alignment(section >= Rate
                                                         ? Qt::AlignRight | Qt::AlignVCenter
                                                         : Qt::AlignLeft | Qt::AlignVCenter));
        default:
            return {};
    }
}

}  // namespace secateur
