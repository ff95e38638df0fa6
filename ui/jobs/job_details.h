#pragma once

#include <QPointer>
#include <QTabWidget>
#include <QTimer>

#include "ui/jobs/job_manager.h"

class QPlainTextEdit;

namespace secateur {

class LivePlot;

/// Everything about one job: its live figures, its log and, when it failed, the error in full.
class JobDetails : public QTabWidget {
    Q_OBJECT

 public:
    explicit JobDetails(JobManager& manager, QWidget* parent = nullptr);

    void showJob(JobId id);  ///< 0: none
    LivePlot& livePlot() { return *m_live; }

 private:
    void setupTexts();
    void onJobChanged(const JobInfo& job);
    void refresh(const JobInfo& job);
    void appendLog(const JobInfo& job);
    void updateLive();

    QPointer<JobManager> m_manager;
    LivePlot* m_live = nullptr;
    QPlainTextEdit* m_log = nullptr;
    QPlainTextEdit* m_error = nullptr;
    QWidget* m_errorPage = nullptr;
    QTimer m_liveTimer;  ///< the curves follow a few times a second, not with every poll
    JobId m_shown = 0;
    qsizetype m_shownLines = 0;
};

}  // namespace secateur
