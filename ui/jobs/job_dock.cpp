#include "ui/jobs/job_dock.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/message_label.h"
#include "ui/jobs/job_delegate.h"
#include "ui/jobs/job_details.h"
#include "ui/jobs/job_list_model.h"
#include "ui/jobs/live_plot.h"

namespace secateur {

JobPanel::JobPanel(JobManager& manager, QWidget* parent) : QWidget(parent), m_manager(&manager) {
    setObjectName("jobPanel");
    m_model = new JobListModel(this);
    m_details = new JobDetails(manager);
    setupTable();
    setupButtons();
    setupLayout();
    connectManager(manager);
    onJobsCleared();
}

void JobPanel::setupTable() {
    m_table = new QTableView;
    m_table->setObjectName("jobTable");
    m_table->setAccessibleName(tr("Jobs"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new JobDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);  // Tab leaves the table
    m_table->verticalHeader()->hide();
    const QFontMetrics metrics(font());
    m_table->verticalHeader()->setDefaultSectionSize(metrics.height() * 3 / 2);
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    // Fixed widths for what changes all the time, so that the columns stand still.
    const std::pair<int, QString> widest[] = {
        {JobListModel::Status, tr("Running: train epoch 3/9")},
        {JobListModel::ProgressBar, "mmmmmm 100 %"},
        {JobListModel::Rate, "1,234 images/s"},
        {JobListModel::Remaining, "23 min 59 s"},
        {JobListModel::Elapsed, "23 min 59 s"},
    };
    for (const auto& [column, text] : widest) {
        header->resizeSection(column, metrics.horizontalAdvance(text) + metrics.height());
    }
    m_table->viewport()->installEventFilter(this);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &JobPanel::onSelectionChanged);
}

void JobPanel::setupButtons() {
    m_cancel = new QPushButton(tr("Ca&ncel job"));
    m_cancel->setObjectName("cancelJob");
    m_cancel->setToolTip(
        tr("Asks the selected job to stop (Del). It ends at its next step; what it has measured is "
           "kept."));
    m_clear = new QPushButton(tr("Clear &finished"));
    m_clear->setObjectName("clearFinishedJobs");
    m_clear->setToolTip(tr("Removes the jobs that are done, cancelled or failed from this list."));
    auto* del = new QShortcut(QKeySequence(Qt::Key_Delete), m_table);
    del->setContext(Qt::WidgetWithChildrenShortcut);
    connect(del, &QShortcut::activated, this, &JobPanel::cancelSelected);
    connect(m_cancel, &QPushButton::clicked, this, &JobPanel::cancelSelected);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        if (m_manager) {
            m_manager->clearFinished();
        }
    });
}

void JobPanel::setupLayout() {
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_clear);
    buttons->addStretch(1);
    auto* list = new QWidget;
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table, 1);
    column->addLayout(buttons);

    m_splitter = new QSplitter;
    m_splitter->setObjectName("jobSplitter");
    m_splitter->addWidget(list);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({600, 400});
    m_splitter->setChildrenCollapsible(false);

    auto* empty = messageLabel(
        "jobsEmpty",
        tr("No jobs yet.\nStart one from the Run menu: training, sweeps, pruning and quantization "
           "run in the background, are listed here with their progress, and can be cancelled."));
    m_pages = new QStackedWidget;
    m_pages->addWidget(empty);
    m_pages->addWidget(m_splitter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(m_pages);
}

void JobPanel::connectManager(JobManager& manager) {
    connect(&manager, &JobManager::jobAdded, this, &JobPanel::onJobAdded);
    connect(&manager, &JobManager::jobChanged, this, &JobPanel::onJobChanged);
    connect(&manager, &JobManager::jobsCleared, this, &JobPanel::onJobsCleared);
}

void JobPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool wide = width() > 3 * height() / 2;
    m_splitter->setOrientation(wide ? Qt::Horizontal : Qt::Vertical);
}

bool JobPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table->viewport() && event->type() == QEvent::Resize) {
        fitTitles();
    }
    return QWidget::eventFilter(watched, event);
}

/// The titles take what the other columns leave, but stay readable; a stretched section would not.
void JobPanel::fitTitles() {
    QHeaderView* header = m_table->horizontalHeader();
    const int others = header->length() - header->sectionSize(JobListModel::Title);
    const int readable = 20 * fontMetrics().averageCharWidth();
    header->resizeSection(JobListModel::Title,
                          std::max(readable, m_table->viewport()->width() - others));
}

JobId JobPanel::selectedJob() const {
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? 0 : rows.front().data(JobListModel::IdRole).toInt();
}

JobInfo JobPanel::selectedInfo() const {
    const std::optional<JobInfo> job = m_manager ? m_manager->job(selectedJob()) : std::nullopt;
    return job.value_or(JobInfo());
}

void JobPanel::selectJob(JobId id) {
    const int row = m_model->rowOf(id);
    if (row >= 0) {
        m_table->selectRow(row);
        m_table->scrollTo(m_model->index(row, 0));
    }
}

Exportable& JobPanel::livePlot() {
    return m_details->livePlot();
}

/// A new job is shown unless that would take away one that runs or whose error is being read.
void JobPanel::onJobAdded(JobId id) {
    const std::optional<JobInfo> job = m_manager->job(id);
    if (!job) {
        return;
    }
    m_model->updateJob(*job);
    m_pages->setCurrentIndex(1);
    const JobInfo selected = selectedInfo();
    if (selected.id == 0 || selected.status == JobStatus::Done ||
        selected.status == JobStatus::Cancelled) {
        selectJob(id);
    }
    updateButtons();
}

void JobPanel::onJobChanged(const JobInfo& job) {
    m_model->updateJob(job);
    updateButtons();
}

void JobPanel::onJobsCleared() {
    const JobId selected = selectedJob();
    const std::vector<JobInfo> jobs = m_manager->jobs();
    m_model->setJobs(jobs);
    m_pages->setCurrentIndex(jobs.empty() ? 0 : 1);
    if (!jobs.empty()) {
        selectJob(m_model->rowOf(selected) >= 0 ? selected : jobs.back().id);
    }
    onSelectionChanged();
}

void JobPanel::onSelectionChanged() {
    m_details->showJob(selectedJob());
    updateButtons();
}

void JobPanel::cancelSelected() {
    if (m_manager) {
        m_manager->cancel(selectedJob());
    }
}

void JobPanel::updateButtons() {
    const JobInfo selected = selectedInfo();
    m_cancel->setEnabled(selected.id != 0 && selected.status < JobStatus::Cancelling);
    bool anyFinished = false;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const int status = m_model->index(row, 0).data(JobListModel::StatusRole).toInt();
        anyFinished = anyFinished || status >= static_cast<int>(JobStatus::Done);
    }
    m_clear->setEnabled(anyFinished);
}

}  // namespace secateur
