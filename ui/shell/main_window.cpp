#include "ui/shell/main_window.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QGraphicsView>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QStyle>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "core/report/image_set.h"
#include "ui/base/core_text.h"
#include "ui/base/dropped_paths.h"
#include "ui/base/number_text.h"
#include "ui/jobs/job_dock.h"
#include "ui/shell/elsewhere.h"
#include "ui/shell/interrupted_bar.h"
#include "ui/shell/job_indicator.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/network_actions.h"
#include "ui/shell/network_sketch.h"
#include "ui/shell/networks_panel.h"
#include "ui/shell/pages.h"
#include "ui/shell/path_bar.h"
#include "ui/shell/recent_files.h"
#include "ui/shell/start_page.h"
#include "ui/shell/view_history.h"
#include "ui/shell/window_menus.h"
#include "ui/workspace/network_list.h"

namespace secateur {

namespace {

constexpr QSize kFirstSize(1440, 900);
constexpr int kShortMs = 6000;  // a note of success in the status bar

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
      m_jobs(std::make_unique<JobManager>()),
      m_workspace(std::make_unique<Workspace>(*m_jobs)),
      m_runner(std::make_unique<StageRunner>(*m_workspace)),
      m_actions(*this),
      m_files(std::make_unique<FileActions>(m_actions, *m_workspace, shippedCheckpoint, *this)),
      m_exports(std::make_unique<ExportActions>(
          m_actions, *m_workspace, [this] { return drawings(); },
          [this] { return drawingsInFront(m_pages, *m_tabs); }, *this)),
      m_stages(std::make_unique<StageActions>(m_actions, *m_workspace, *m_runner, *this)),
      m_helpActions(std::make_unique<HelpActions>(
          m_actions, [this] { return chapter(); }, *this)) {
    setObjectName("mainWindow");
    setWindowTitle(tr("Secateur"));
    setAcceptDrops(true);
    resize(kFirstSize);
    setupCentre();
    setupDocks();
    addMenus(*this, m_actions, *m_files, *m_exports, *m_workspace, *m_tabs);
    addStagesBar(*this, m_actions);
    addViewButtons(*m_tabs, m_actions);
    setupMessages();
    setupActions();
    setupPath();
    restoreLayout();
    setupStart();
    updateActions();
}

/// Pages and panels look at what the members own, so they go first.
MainWindow::~MainWindow() {
    delete takeCentralWidget();
    qDeleteAll(findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

void MainWindow::setupCentre() {
    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_path = new PathBar(m_actions, centre);
    m_messages = new MessageBar(centre);
    m_interrupted = new InterruptedBar(centre);
    m_centre = new QStackedWidget(centre);
    m_start = new StartPage;
    m_tabs = new QTabWidget;
    m_tabs->setObjectName("pages");
    m_tabs->setDocumentMode(true);
    m_centre->addWidget(m_start);
    m_centre->addWidget(m_tabs);
    layout->addWidget(m_path);
    layout->addWidget(m_messages);
    layout->addWidget(m_interrupted);
    layout->addWidget(m_centre, 1);
    setCentralWidget(centre);
    m_pages = makePages(*m_workspace, *m_runner, *m_tabs);
    for (PageController* page : m_pages) {
        connect(page, &PageController::dialogWanted, m_stages.get(), &StageActions::ask);
    }
    offerActions(m_pages, {m_actions.copyPicture, m_actions.exportDrawings});
    for (QGraphicsView* view : centre->findChildren<QGraphicsView*>()) {
        view->setAcceptDrops(false);  // they would take files, and do nothing with them
    }
    m_status = new QLabel(this);
    m_status->setObjectName("status");
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // long paths are cut
    statusBar()->addWidget(m_status, 1);
    m_readOnly = new QLabel(this);
    m_readOnly->setObjectName("readOnlyBadge");
    m_readOnly->setFrameShape(QFrame::Box);
    m_readOnly->setMargin(2);
    m_readOnly->hide();
    statusBar()->addPermanentWidget(m_readOnly);
}

void MainWindow::setupDocks() {
    m_networks = new NetworksPanel(this);
    m_networksDock =
        addDock(*this, "networksDock", tr("Networks"), m_networks, Qt::LeftDockWidgetArea);
    m_jobPanel = new JobPanel(*m_jobs, this);
    auto* jobs = addDock(*this, "jobsDock", tr("Jobs"), m_jobPanel, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    jobs->hide();  // the status bar tells what runs; whoever starts a stage sees the list
    auto* indicator = new JobIndicator(*m_jobs, this);
    statusBar()->addPermanentWidget(indicator);
    connect(indicator, &JobIndicator::clicked, jobs,
            [jobs] { jobs->setVisible(!jobs->isVisible()); });
    connect(m_stages.get(), &StageActions::accepted, jobs, &QWidget::show);
    connect(m_networks, &NetworksPanel::chosen, m_workspace.get(), &Workspace::setVariant);
    connect(m_networks, &NetworksPanel::imageSetChosen, m_workspace.get(),
            &Workspace::setMeasuredOn);
    new NetworkActions(m_actions, *m_workspace, *m_networks, *this);
    new Elsewhere(*m_workspace, *m_runner, *m_actions.elsewhere, *this);
    connect(m_workspace.get(), &Workspace::macsChanged, m_networks,
            [this] { m_networks->setMacs(m_workspace->macs()); });
    const NetworkList& list = m_workspace->networks();
    connect(&list, &NetworkList::choiceChanged, m_networks,
            [this, &list] { m_networks->setChoice(list.excluded(), list.reference()); });
    const auto showNetworks = [this] {
        m_networks->setSnapshot(m_workspace->snapshot());
        m_networks->setCurrent(m_workspace->variant());
    };
    connect(m_workspace.get(), &Workspace::snapshotChanged, this, showNetworks);
    connect(m_workspace.get(), &Workspace::variantChanged, this, showNetworks);
    connect(m_workspace.get(), &Workspace::studyOpened, this, showNetworks);
}

void MainWindow::setupMessages() {
    // What was said of another study goes; notices of the one that opens come after this.
    connect(m_workspace.get(), &Workspace::studyOpened, this,
            [this, before = std::string()]() mutable {
                const std::string path = m_workspace->study()->path();
                if (path.empty() || path != before) {
                    m_messages->dismiss();
                }
                before = path;
            });
    connect(m_workspace.get(), &Workspace::notice, this, &MainWindow::showNotice);
    connect(m_files.get(), &FileActions::noticed, this, &MainWindow::showNotice);
    connect(m_files.get(), &FileActions::failed, this, &MainWindow::showFailure);
    connect(m_exports.get(), &ExportActions::failed, this, &MainWindow::showFailure);
    connect(m_exports.get(), &ExportActions::done, this,
            [this](const QString& text, const QString& path) {
                if (path.isEmpty()) {
                    statusBar()->showMessage(text, kShortMs);
                } else {
                    m_messages->showMessage(MessageBar::Kind::Notice, text, path);
                }
            });
    connect(m_jobs.get(), &JobManager::jobFinished, this, [this](const JobInfo& job) {
        if (job.status == JobStatus::Failed) {
            showFailure(tr("%1 failed: %2").arg(job.title, job.error));
        }
        updateActions();
    });
    connect(m_jobs.get(), &JobManager::jobAdded, this, &MainWindow::updateActions);
    connect(m_interrupted, &InterruptedBar::resumed, m_runner.get(), &StageRunner::resume);
    connect(m_interrupted, &InterruptedBar::forgotten, m_runner.get(),
            &StageRunner::forgetInterrupted);
    for (const auto signal :
         {&Workspace::studyOpened, &Workspace::dataChanged, &Workspace::snapshotChanged}) {
        connect(m_workspace.get(), signal, this, &MainWindow::showInterrupted);
    }
    for (const auto signal : {&Workspace::studyOpened, &Workspace::dataChanged,
                              &Workspace::snapshotChanged, &Workspace::variantChanged}) {
        connect(m_workspace.get(), signal, this, &MainWindow::updateActions);
        connect(m_workspace.get(), signal, this, &MainWindow::updateStatus);
    }
}

void MainWindow::setupStart() {
    connect(m_start, &StartPage::sampleWanted, m_files.get(), &FileActions::openSample);
    connect(m_start, &StartPage::openWanted, m_files.get(), &FileActions::chooseFile);
    connect(m_start, &StartPage::newStudyWanted, m_files.get(), &FileActions::newStudy);
    connect(m_start, &StartPage::recentChosen, m_files.get(), [this](const QString& path) {
        showStart(false);  // where that study is open already, nothing else would
        m_files->openPath(path);
    });
    connect(m_actions.startPage, &QAction::triggered, this,
            [this] { showStart(m_centre->currentWidget() != m_start || !m_workspace->study()); });
    connect(m_workspace.get(), &Workspace::studyOpened, this, [this] {
        m_tabs->setCurrentIndex(static_cast<int>(PageIndex::Model));  // what was opened is seen
        showStart(false);
    });
    showStart(true);
}

/// The start page has the window for itself.
void MainWindow::showStart(bool start) {
    const bool shown = m_centre->currentWidget() == m_start && !m_networksDock->isVisibleTo(this);
    if (start && !shown) {
        m_networksWanted = m_networksDock->isVisibleTo(this);
        m_networksDock->hide();
        m_start->refresh();
        m_start->setFocus();
    } else if (!start && shown) {
        m_networksDock->setVisible(m_networksWanted);
    }
    m_centre->setCurrentWidget(start ? static_cast<QWidget*>(m_start) : m_tabs);
    showPath();
}

void MainWindow::setupPath() {
    connect(m_path, &PathBar::chosen, this, &MainWindow::follow);
    connect(m_tabs, &QTabWidget::currentChanged, this, &MainWindow::showPath);
    for (const auto signal : {&Workspace::studyOpened, &Workspace::snapshotChanged,
                              &Workspace::variantChanged, &Workspace::networkChanged}) {
        connect(m_workspace.get(), signal, this, &MainWindow::showPath);
    }
}

void MainWindow::showPath() {
    const auto snapshot = m_workspace->snapshot();
    if (!snapshot || m_centre->currentWidget() == m_start) {
        m_path->clear();
        return;
    }
    m_path->show(*snapshot, m_workspace->variant(),
                 m_tabs->currentIndex() == static_cast<int>(PageIndex::Compare));
    if (!snapshot->path.empty() && m_workspace->variant() != 0) {
        const QString path = QString::fromStdString(snapshot->path);
        RecentStudy study = recentStudy(path);
        study.description = QString::fromStdString(
            resultSentence(*snapshot, m_workspace->variant(), inWindowLanguage));
        if (const auto network = m_workspace->network()) {
            study.widths = layerWidths(*network);
        }
        keepRecentStudy(path, study);
    }
}

/// What was done is looked at on its page, what was not is asked about.
void MainWindow::follow(PathStep step) {
    if (step.variant != 0 &&
        (step.stage != PathStage::Sensitivity || step.state == PathStep::State::Done ||
         m_workspace->currentIsQuantized())) {
        m_workspace->setVariant(step.variant);
    }
    struct Place {
        PageIndex page;
        QAction* action;  ///< that makes the step
    };
    const std::map<PathStage, Place> places{
        {PathStage::Baseline, {PageIndex::Model, m_actions.evaluate}},
        {PathStage::Sensitivity, {PageIndex::Sensitivity, m_actions.sweep}},
        {PathStage::Prune, {PageIndex::Model, m_actions.prune}},
        {PathStage::Repair, {PageIndex::Compare, m_actions.fineTune}},
        {PathStage::Quantize, {PageIndex::Quantization, m_actions.quantize}},
        {PathStage::Result, {PageIndex::Compare, nullptr}}};
    const Place& place = places.at(step.stage);
    m_tabs->setCurrentIndex(static_cast<int>(place.page));
    if (step.state != PathStep::State::Done && place.action != nullptr) {
        if (const QString why = m_runner->whyNotReady(); !why.isEmpty()) {
            showNotice(why);
        }
        place.action->trigger();
    }
}

void MainWindow::setupActions() {
    connect(m_actions.quit, &QAction::triggered, this, &QWidget::close);
    const auto* history =
        new ViewHistory(*m_workspace, *m_tabs, *m_actions.back, *m_actions.forward, this);
    connect(m_helpActions.get(), &HelpActions::sizeUnitChanged, m_workspace.get(),
            &Workspace::refresh);
    connect(history, &ViewHistory::moved, this, [this] { showStart(false); });
}

void MainWindow::restoreLayout() {
    const QSettings settings;
    restoreGeometry(settings.value("geometry").toByteArray());
    restoreState(settings.value("layout").toByteArray());
    findChild<QDockWidget*>("jobsDock")->hide();  // there are none yet
    stayOnScreen();
}

/// Whatever it was stored on: title bar and status bar can be reached.
void MainWindow::stayOnScreen() {
    const QRect there = screen()->availableGeometry();
    const int title = style()->pixelMetric(QStyle::PM_TitleBarHeight, nullptr, this);
    const QRect inside = there.adjusted(0, title, 0, 0);
    resize(size().boundedTo(inside.size()));
    const QRect now = geometry();
    move(std::clamp(now.x(), inside.left(), inside.right() + 1 - now.width()),
         std::clamp(now.y() - title, there.top(), inside.bottom() + 1 - title - now.height()));
}

QString MainWindow::chapter() const {
    return m_centre->currentWidget() == m_start
               ? QStringLiteral("start.md")
               : m_pages[static_cast<size_t>(m_tabs->currentIndex())]->chapter();
}

std::vector<Exportable*> MainWindow::drawings() const {
    std::vector<Exportable*> all = allDrawings(m_pages);
    all.push_back(&m_jobPanel->livePlot());
    return all;
}

void MainWindow::showFailure(const QString& text) {
    m_messages->showMessage(MessageBar::Kind::Failure, text);
}

/// Once they can go on.
void MainWindow::showInterrupted() {
    QStringList stages;
    if (m_runner->ready()) {
        for (const auto& [key, order] : m_runner->interrupted()) {
            stages << QString::fromStdString(order.title);
        }
    }
    m_interrupted->show(stages);
}

void MainWindow::showNotice(const QString& text) {
    m_messages->showMessage(MessageBar::Kind::Notice, text);
}

void MainWindow::updateActions() {
    for (QAction* stage : m_actions.needNetwork()) {
        stage->setEnabled(m_runner->ready());
    }
    const bool open = m_workspace->study() != nullptr;
    m_actions.showInFolder->setEnabled(open && !m_workspace->study()->path().empty());
    for (QAction* action :
         {m_actions.openData, m_actions.saveCopy, m_actions.exportNetwork, m_actions.exportDrawings,
          m_actions.exportReport, m_actions.copyPicture}) {
        action->setEnabled(open);
    }
    m_actions.cancelAll->setEnabled(m_jobs->busy());
    m_actions.elsewhere->setEnabled(m_jobs->busy());
}

void MainWindow::showBadge() {
    const auto study = m_workspace->study();
    m_readOnly->setVisible(study && study->readOnly());
    if (m_workspace->following()) {
        m_readOnly->setText(tr("Read-only, follows"));
        m_readOnly->setToolTip(
            tr("Another program works on this study: its results are shown here as they come."));
    } else {
        m_readOnly->setText(tr("Read-only"));
        m_readOnly->setToolTip(
            tr("The study cannot be written: what is measured now is lost when the "
               "window closes. File, Save a copy keeps it."));
    }
}

void MainWindow::updateStatus() {
    const Variant* variant = m_workspace->currentVariant();
    const auto snapshot = m_workspace->snapshot();
    showBadge();
    if (!snapshot) {
        m_status->setText(m_workspace->study() ? tr("Opening…") : QString());
        return;
    }
    QStringList parts{variant != nullptr ? QString::fromStdString(variant->name)
                                         : tr("no network in this study")};
    const int64_t images = shownImageSet(*snapshot).images;
    const StageRow* row =
        variant != nullptr ? shownRow(snapshot->rows, variant->id, images) : nullptr;
    if (row != nullptr) {
        parts << (row->images == images ? tr("%1 of %2 %3 images") : tr("%1 of %2 other %3 images"))
                     .arg(percentText(row->accuracy()), countText(row->count),
                          shownName(row->split));
    }
    parts << (m_workspace->data() ? QString::fromStdString(m_workspace->data()->name)
                                  : tr("no images open"))
          << QString::fromStdString(snapshot->label);
    m_status->setText(parts.join("  ·  "));
    m_status->setToolTip(m_status->text());
    setWindowTitle(QFileInfo(QString::fromStdString(snapshot->label)).fileName());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    const std::vector<JobInfo> jobs = m_jobs->jobs();  // without housekeeping
    if (std::any_of(jobs.begin(), jobs.end(), [](const JobInfo& job) { return !job.finished(); })) {
        const auto answer = QMessageBox::question(
            this, tr("Work in progress"),
            tr("Jobs are running or queued. Stop them and close? What was measured is kept, and "
               "they can be resumed when the study is opened again."),
            QMessageBox::Close | QMessageBox::Cancel, QMessageBox::Cancel);
        if (answer != QMessageBox::Close) {
            event->ignore();
            return;
        }
    }
    m_runner->leave();
    m_jobs->cancelAll();
    showStart(false);  // the layout that is kept is that of the pages
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
    const DroppedPaths paths = droppedPaths(*event->mimeData());
    for (const QString& other : paths.elsewhere) {
        showFailure(tr("%1 is not a local file.").arg(other));
    }
    m_files->openPaths(paths.local);
}

}  // namespace secateur
