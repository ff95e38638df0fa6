#pragma once

#include <QMainWindow>
#include <QStringList>
#include <memory>
#include <vector>

#include "core/report/study_path.h"
#include "ui/jobs/job_manager.h"
#include "ui/shell/actions.h"
#include "ui/shell/export_actions.h"
#include "ui/shell/file_actions.h"
#include "ui/shell/help_actions.h"
#include "ui/shell/stage_actions.h"
#include "ui/workspace/page_controller.h"

class QLabel;
class QDockWidget;
class QStackedWidget;
class QTabWidget;

namespace secateur {

class JobPanel;
class InterruptedBar;
class MessageBar;
class NetworksPanel;
class PathBar;
class StartPage;

/// The workbench: pages in the middle, networks at the left, jobs at the bottom, messages above.
class MainWindow : public QMainWindow {
    Q_OBJECT

 public:
    /// `shippedCheckpoint`: the network of the sample. The window opens on the start page.
    explicit MainWindow(const QString& shippedCheckpoint, QWidget* parent = nullptr);
    ~MainWindow() override;

    Workspace& workspace() { return *m_workspace; }
    StageRunner& runner() { return *m_runner; }
    JobManager& jobs() { return *m_jobs; }
    FileActions& files() { return *m_files; }
    ExportActions& exports() { return *m_exports; }
    StageActions& stages() { return *m_stages; }
    /// Of all pages, and the live plot of the selected job.
    std::vector<Exportable*> drawings() const;

 protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

 private:
    void setupCentre();
    void setupStart();
    void setupPath();
    void setupDocks();
    void setupMessages();
    void setupActions();
    void restoreLayout();
    void stayOnScreen();

    void showStart(bool start);
    void showPath();
    void showInterrupted();
    void follow(PathStep step);
    void updateActions();
    void updateStatus();
    void showBadge();
    void showFailure(const QString& text);
    void showNotice(const QString& text);
    QString chapter() const;

    /// Before the members that submit to it, so that it is destroyed, and waits, after them.
    std::unique_ptr<JobManager> m_jobs;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<StageRunner> m_runner;
    Actions m_actions;
    std::unique_ptr<FileActions> m_files;
    std::unique_ptr<ExportActions> m_exports;
    std::unique_ptr<StageActions> m_stages;
    std::unique_ptr<HelpActions> m_helpActions;
    QStackedWidget* m_centre = nullptr;  ///< the start page, or the tabs
    InterruptedBar* m_interrupted = nullptr;
    StartPage* m_start = nullptr;
    PathBar* m_path = nullptr;
    QTabWidget* m_tabs = nullptr;
    std::vector<PageController*> m_pages;  ///< a tab each
    NetworksPanel* m_networks = nullptr;
    QDockWidget* m_networksDock = nullptr;
    bool m_networksWanted = true;  ///< while the start page hides them
    JobPanel* m_jobPanel = nullptr;
    MessageBar* m_messages = nullptr;
    QLabel* m_status = nullptr;
    QLabel* m_readOnly = nullptr;  ///< a badge
};

}  // namespace secateur
