#pragma once

#include <QLabel>
#include <QMainWindow>
#include <QStringList>
#include <memory>

#include "ui/jobs/job_manager.h"
#include "ui/shell/actions.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/pages.h"
#include "ui/workspace/stage_runner.h"
#include "ui/workspace/workspace.h"

class QTabWidget;

namespace secateur {

class Cifar10Fetch;
class JobPanel;
class NetworksPanel;
struct DialogContext;

/// The workbench: pages in the middle, networks at the left, jobs at the bottom, messages above.
class MainWindow : public QMainWindow {
    Q_OBJECT

 public:
    /// `shippedCheckpoint`: opened with Fashion-MNIST where nothing else is asked for.
    explicit MainWindow(const QString& shippedCheckpoint, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens what the command line names; without anything the shipped network.
    void openAtStart(const QStringList& paths);
    /// Whether a network without a result is measured by itself when it is opened (yes).
    void setMeasuring(bool measuring) { m_measuring = measuring; }
    /// A study, a checkpoint or a folder of images, told apart by content.
    void openPath(const QString& path);

    Workspace& workspace() { return *m_workspace; }
    StageRunner& runner() { return *m_runner; }
    JobManager& jobs() { return *m_jobs; }
    Pages& pages() { return *m_pages; }
    /// Writes the network that is looked at, as ONNX where the name ends in ".onnx", as a job.
    void exportNetworkTo(const QString& path);
    /// Of all pages, and the live plot of the selected job.
    std::vector<Exportable*> drawings() const;

 signals:
    void cifar10Ready(const QString& folder);
    void stageAccepted();  ///< the user has started a stage

 protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

 private:
    void setupPages();
    void setupDocks();
    void setupMenus();
    void setupToolBar();
    void setupActions();
    void setupStages();
    void setupMessages();
    void restoreLayout();

    bool isOpen(const QString& study) const;
    void updateActions();
    void updateStatus();
    void measureBaseline();
    void chooseFile();
    void chooseData();
    void newStudy();
    void getCifar10();
    void saveCopy();
    void exportNetwork();
    void exportDrawings();
    void exportReport();
    void copyPicture();
    void copyDrawing(Exportable& drawing);
    QMenu* copyMenu();
    void showAbout();
    DialogContext dialogContext() const;

    const QString m_shippedCheckpoint;
    /// Before the members that submit to it, so that it is destroyed, and waits, after them.
    std::unique_ptr<JobManager> m_jobs;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<StageRunner> m_runner;
    std::unique_ptr<Actions> m_actions;
    Pages* m_pages = nullptr;
    QTabWidget* m_tabs = nullptr;
    NetworksPanel* m_networks = nullptr;
    JobPanel* m_jobPanel = nullptr;
    MessageBar* m_messages = nullptr;
    Cifar10Fetch* m_fetch = nullptr;
    QLabel* m_status = nullptr;
    QMenu* m_viewMenu = nullptr;
    bool m_measuring = true;
    bool m_measureBaseline = false;  ///< once its data is open
};

}  // namespace secateur
