#pragma once

#include <QAbstractTableModel>
#include <array>
#include <vector>

#include "ui/jobs/job.h"

namespace secateur {

/// The jobs of this session as a table, in the order of submission. Takes copies; log and samples
/// are left to whoever shows one job.
class JobListModel : public QAbstractTableModel {
    Q_OBJECT

 public:
    enum Column { Title, Status, ProgressBar, Rate, Remaining, Elapsed, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole,  ///< JobId
        StatusRole,             ///< JobStatus as int
        FractionRole,           ///< of the progress bar, in [0, 1]; -1 where there is none
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setJobs(const std::vector<JobInfo>& jobs);
    /// Changes the job with this id, or appends it.
    void updateJob(const JobInfo& job);
    /// The row of a job, -1 if it is not there.
    int rowOf(JobId id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

 private:
    struct Row {
        JobId id;
        JobStatus status;
        double fraction;
        std::array<QString, ColumnCount> texts;
        std::array<QString, ColumnCount> toolTips;
    };
    static Row rowFor(const JobInfo& job);

    std::vector<Row> m_rows;
};

}  // namespace secateur
