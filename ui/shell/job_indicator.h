#pragma once

#include <QToolButton>

#include "ui/jobs/job_manager.h"

class QLabel;
class QProgressBar;

namespace secateur {

/// What runs now and how far it is, in the status bar; empty while nothing runs. A click asks for
/// the list of jobs.
class JobIndicator : public QWidget {
    Q_OBJECT

 public:
    explicit JobIndicator(JobManager& jobs, QWidget* parent = nullptr);

 signals:
    void clicked();

 private:
    void show(const JobInfo& job);
    void showNext();

    JobManager& m_jobs;
    QToolButton* m_text;
    QProgressBar* m_bar;
    JobId m_shown = 0;
};

}  // namespace secateur
