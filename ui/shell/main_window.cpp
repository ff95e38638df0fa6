#include "ui/shell/main_window.h"

#include <QCloseEvent>
#include <QDateTime>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLocale>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/jobs/job_dock.h"
#include "ui/shell/job_indicator.h"
#include "ui/shell/networks_panel.h"
#include "ui/shell/opened_path.h"
#include "ui/shell/recent_files.h"

namespace secateur {

namespace {

constexpr QSize kFirstSize(1440, 900);

QString studyFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
}

QString defaultStudyPath() {
    return studyFolder() + "/fashion-mnist.secateur";
}

/// Where a study that nobody has named is kept, so that nothing measured is lost.
QString unnamedStudyPath(const QString& checkpoint) {
    return QStringLiteral("%1/%2-%3.secateur")
        .arg(studyFolder(), QFileInfo(checkpoint).completeBaseName(),
             QDateTime::currentDateTime().toString("yyyyMMdd-HHmmss"));
}

QDockWidget* addDock(QMainWindow& window, const QString& name, const QString& title,
                     QWidget* content, Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title, &window);
    dock->setObjectName(name);
    dock->setWidget(content);
    window.addDockWidget(area, dock);
    return dock;
}

}  // namespace

MainWindow::MainWindow(const QString& shippedCheckpoint, QWidget* parent)
    : QMainWindow(parent),
      m_shippedCheckpoint(shippedCheckpoint),
      m_jobs(std::make_unique<JobManager>()),
      m_workspace(std::make_unique<Workspace>(*m_jobs)),
      m_runner(std::make_unique<StageRunner>(*m_workspace)),
      m_actions(std::make_unique<Actions>(*this)) {
    setObjectName("mainWindow");
    setWindowTitle(tr("Secateur"));
    setAcceptDrops(true);
    resize(kFirstSize.boundedTo(screen()->availableSize()));
    setupPages();
    setupDocks();
    setupMenus();
    setupToolBar();
    setupActions();
    setupStages();
    setupMessages();
    restoreLayout();
    updateActions();
}

/// Pages and panels look at what the members own, so they go first.
MainWindow::~MainWindow() {
    delete takeCentralWidget();
    qDeleteAll(findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

void MainWindow::setupPages() {
    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_messages = new MessageBar(centre);
    m_tabs = new QTabWidget(centre);
    m_tabs->setObjectName("pages");
    m_tabs->setDocumentMode(true);
    layout->addWidget(m_messages);
    layout->addWidget(m_tabs, 1);
    setCentralWidget(centre);
    m_pages = new Pages(*m_workspace, *m_runner, *m_tabs);
    m_status = new QLabel(this);
    m_status->setObjectName("status");
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // long paths are cut
    statusBar()->addWidget(m_status, 1);
}

void MainWindow::setupDocks() {
    m_networks = new NetworksPanel(this);
    addDock(*this, "networksDock", tr("Networks"), m_networks, Qt::LeftDockWidgetArea);
    m_jobPanel = new JobPanel(*m_jobs, this);
    auto* jobs = addDock(*this, "jobsDock", tr("Jobs"), m_jobPanel, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    jobs->hide();  // the status bar tells what runs; whoever starts a stage sees the list
    auto* indicator = new JobIndicator(*m_jobs, this);
    statusBar()->addPermanentWidget(indicator);
    connect(indicator, &JobIndicator::clicked, jobs,
            [jobs] { jobs->setVisible(!jobs->isVisible()); });
    connect(this, &MainWindow::stageAccepted, jobs, &QWidget::show);
    connect(m_networks, &NetworksPanel::chosen, m_workspace.get(), &Workspace::setVariant);
    const auto showNetworks = [this] {
        m_networks->setSnapshot(m_workspace->snapshot());
        m_networks->setCurrent(m_workspace->variant());
    };
    connect(m_workspace.get(), &Workspace::snapshotChanged, this, showNetworks);
    connect(m_workspace.get(), &Workspace::variantChanged, this, showNetworks);
    connect(m_workspace.get(), &Workspace::studyOpened, this, showNetworks);
}

void MainWindow::setupMessages() {
    connect(m_workspace.get(), &Workspace::notice, this, [this](const QString& text) {
        m_messages->showMessage(MessageBar::Kind::Notice, text);
    });
    connect(m_jobs.get(), &JobManager::jobFinished, this, [this](const JobInfo& job) {
        if (job.status == JobStatus::Failed) {
            m_messages->showMessage(MessageBar::Kind::Failure,
                                    tr("%1 failed: %2").arg(job.title, job.error));
        }
        updateActions();
    });
    connect(m_jobs.get(), &JobManager::jobAdded, this, &MainWindow::updateActions);
    for (const auto signal : {&Workspace::studyOpened, &Workspace::dataChanged,
                              &Workspace::snapshotChanged, &Workspace::variantChanged}) {
        connect(m_workspace.get(), signal, this, &MainWindow::updateActions);
        connect(m_workspace.get(), signal, this, &MainWindow::updateStatus);
    }
    connect(m_workspace.get(), &Workspace::studyOpened, this, [this] {
        m_measureBaseline = m_measuring;
        if (const std::string& path = m_workspace->study()->path(); !path.empty()) {
            addRecentFile(QString::fromStdString(path));  // also one that was just made
        }
    });
    connect(m_workspace.get(), &Workspace::dataChanged, this, &MainWindow::measureBaseline);
    connect(m_workspace.get(), &Workspace::snapshotChanged, this, &MainWindow::measureBaseline);
}

/// A study that was just opened gets its first number by itself, once network and data are there.
void MainWindow::measureBaseline() {
    const auto snapshot = m_workspace->snapshot();
    if (!m_measureBaseline || !m_runner->ready() || m_workspace->data() == nullptr) {
        return;
    }
    m_measureBaseline = false;
    const bool measured =
        std::any_of(snapshot->rows.begin(), snapshot->rows.end(), [this](const StageRow& row) {
            return row.variant == m_workspace->variant() && row.split == "test";
        });
    if (!measured) {
        m_runner->evaluate({m_workspace->variant()}, 0);
    }
}

void MainWindow::restoreLayout() {
    const QSettings settings;
    restoreGeometry(settings.value("geometry").toByteArray());
    restoreState(settings.value("layout").toByteArray());
}

void MainWindow::openAtStart(const QStringList& paths) {
    if (paths.isEmpty()) {
        m_workspace->openDefault(defaultStudyPath(), m_shippedCheckpoint);
    }
    const bool studyGiven = std::any_of(paths.begin(), paths.end(), [](const QString& path) {
        return pathKind(path) == PathKind::Study;
    });
    if (!paths.isEmpty() && !studyGiven) {
        StudyRequest request;
        request.data.location = "fashion-mnist";
        for (const QString& path : paths) {
            if (pathKind(path) == PathKind::Checkpoint) {
                request.checkpoint = path;
            } else if (pathKind(path) == PathKind::DataFolder) {
                request.data.location = path;
            }
        }
        if (!request.checkpoint.isEmpty()) {
            request.path = unnamedStudyPath(request.checkpoint);
            m_workspace->createStudy(request);
            return;
        }
        m_workspace->openDefault(defaultStudyPath(), m_shippedCheckpoint);
    }
    for (const QString& path : paths) {
        openPath(path);
    }
}

void MainWindow::openPath(const QString& path) {
    const QString problem = whyNotOpened(path);
    if (!problem.isEmpty()) {
        m_messages->showMessage(MessageBar::Kind::Failure, problem);
        return;
    }
    addRecentFile(path);
    switch (pathKind(path)) {
        case PathKind::Study:
            if (isOpen(path)) {
                m_messages->showMessage(MessageBar::Kind::Notice, tr("%1 is open.").arg(path));
                return;
            }
            m_workspace->openStudy(path);
            break;
        case PathKind::Checkpoint:
            m_workspace->openCheckpoint(path, {});
            break;
        default:
            m_workspace->openData({path, {}});
    }
}

bool MainWindow::isOpen(const QString& study) const {
    const auto open = m_workspace->study();
    return open && QFileInfo(QString::fromStdString(open->path())) == QFileInfo(study);
}

void MainWindow::updateStatus() {
    const Variant* variant = m_workspace->currentVariant();
    const auto snapshot = m_workspace->snapshot();
    if (!snapshot) {
        m_status->setText(tr("Opening…"));
        return;
    }
    QStringList parts{variant != nullptr ? QString::fromStdString(variant->name)
                                         : tr("no network in this study")};
    for (const StageRow& row : snapshot->rows) {
        if (variant != nullptr && row.variant == variant->id && row.split == "test") {
            parts = QStringList{QString::fromStdString(variant->name),
                                tr("%1 % of %2 test images")
                                    .arg(QLocale().toString(100 * row.accuracy(), 'f', 2),
                                         QLocale().toString(qlonglong(row.count)))};
        }
    }
    parts << (m_workspace->data() ? QString::fromStdString(m_workspace->data()->name)
                                  : tr("no images open"))
          << QString::fromStdString(snapshot->label);
    m_status->setText(parts.join("  ·  "));
    m_status->setToolTip(m_status->text());
    setWindowTitle(QFileInfo(QString::fromStdString(snapshot->label)).fileName());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_jobs->busy()) {
        const auto answer = QMessageBox::question(
            this, tr("Work in progress"),
            tr("Jobs are running or queued. Stop them and close? What was measured is kept, and "
               "they go on from there when they are started again."),
            QMessageBox::Close | QMessageBox::Cancel, QMessageBox::Cancel);
        if (answer != QMessageBox::Close) {
            event->ignore();
            return;
        }
        m_jobs->cancelAll();
    }
    QSettings settings;
    settings.setValue("geometry", saveGeometry());
    settings.setValue("layout", saveState());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) {
            openPath(url.toLocalFile());
        } else {
            m_messages->showMessage(MessageBar::Kind::Failure,
                                    tr("%1 is not a local file.").arg(url.toString()));
        }
    }
}

}  // namespace secateur
