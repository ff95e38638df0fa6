#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/base/exportable.h"
#include "ui/jobs/job_manager.h"

class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace secateur {

class JobDetails;
class FigureTableModel;

/// What the window shows of the jobs, to be placed in a dock: their table with a progress bar each,
/// Cancel (Del) and Clear finished, and the details of the selected one.
class JobPanel : public QWidget {
    Q_OBJECT

 public:
    explicit JobPanel(JobManager& manager, QWidget* parent = nullptr);

    JobId selectedJob() const;  ///< 0: none
    void selectJob(JobId id);
    /// The live plot of the selected job, exported as "live".
    Exportable& livePlot();

 protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void setupTable();
    void setupButtons();
    void setupLayout();
    void fitTitles();
    void connectManager(JobManager& manager);
    void showRow(const JobInfo& job);
    void onJobAdded(JobId id);
    void onJobChanged(const JobInfo& job);
    void onJobsCleared();
    void onSelectionChanged();
    void cancelSelected();
    void updateButtons();
    JobInfo selectedInfo() const;

    QPointer<JobManager> m_manager;
    std::vector<JobInfo> m_jobs;  ///< as they are shown
    FigureTableModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_clear = nullptr;
    JobDetails* m_details = nullptr;
    QSplitter* m_splitter = nullptr;
    QStackedWidget* m_pages = nullptr;
};

}  // namespace secateur
