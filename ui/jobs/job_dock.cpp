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

#include "ui/base/widgets.h"
#include "ui/jobs/job_delegate.h"
#include "ui/jobs/job_details.h"
#include "ui/jobs/job_table.h"
#include "ui/jobs/live_plot.h"
#include "ui/models/figure_table.h"

namespace secateur {

namespace {

constexpr int kWidestTitle = 60;  // letters; a longer one is cut, and in the tool tip

}  // namespace

JobPanel::JobPanel(JobManager& manager, QWidget* parent) : QWidget(parent), m_manager(&manager) {
    setObjectName("jobPanel");
    m_model = new FigureTableModel(jobTable({}), this);
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
        {JobState, tr("Running: train epoch 3/9")},
        {JobProgress, "mmmmmm 100 %"},
        {JobRate, "1,234 images/s"},
        {JobRemaining, "23 min 59 s"},
        {JobElapsed, "23 min 59 s"},
        {JobResult, "90.60 % of 10,000, 4 mm"},
        {JobStudy, "mobilenetv2_cifar10"},
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
    m_clear = new QPushButton(tr("C&lear finished"));
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

    m_splitter = splitterOf("jobSplitter", Qt::Horizontal, {list, m_details}, {3, 2}, {600, 400});
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

/// The titles take what the other columns leave, but can be read; a stretched section could not.
void JobPanel::fitTitles() {
    QHeaderView* header = m_table->horizontalHeader();
    const int others = header->length() - header->sectionSize(JobTitle);
    const int letter = fontMetrics().averageCharWidth();
    const QAbstractItemView& view = *m_table;  // where it is public
    const int widest = view.sizeHintForColumn(JobTitle);
    const int readable = std::min(widest, kWidestTitle * letter);
    header->resizeSection(JobTitle, std::max(readable, m_table->viewport()->width() - others));
}

JobId JobPanel::selectedJob() const {
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? 0 : rows.front().data(FigureTableModel::KeyRole).toInt();
}

JobInfo JobPanel::selectedInfo() const {
    const std::optional<JobInfo> job = m_manager ? m_manager->job(selectedJob()) : std::nullopt;
    return job.value_or(JobInfo());
}

void JobPanel::selectJob(JobId id) {
    const int row = m_model->rowOf(QString::number(id));
    if (row >= 0) {
        m_table->selectRow(row);
        m_table->scrollTo(m_model->index(row, 0));
    }
}

Exportable& JobPanel::livePlot() {
    return m_details->livePlot();
}

void JobPanel::showRow(const JobInfo& job) {
    const auto known = std::find_if(m_jobs.begin(), m_jobs.end(),
                                    [&](const JobInfo& one) { return one.id == job.id; });
    if (known == m_jobs.end()) {
        m_jobs.push_back(job);
    } else {
        *known = job;
    }
    m_model->setTable(jobTable(m_jobs));
    fitTitles();
}

/// A new job is shown unless that would take away one that runs or whose error is being read.
void JobPanel::onJobAdded(JobId id) {
    const std::optional<JobInfo> job = m_manager->job(id);
    if (!job) {
        return;
    }
    showRow(*job);
    m_pages->setCurrentIndex(1);
    const JobInfo selected = selectedInfo();
    if (selected.id == 0 || selected.status == JobStatus::Done ||
        selected.status == JobStatus::Cancelled) {
        selectJob(id);
    }
    updateButtons();
}

void JobPanel::onJobChanged(const JobInfo& job) {
    showRow(job);
    updateButtons();
}

void JobPanel::onJobsCleared() {
    const JobId selected = selectedJob();
    m_jobs = m_manager->jobs();
    m_model->setTable(jobTable(m_jobs));
    m_pages->setCurrentIndex(m_jobs.empty() ? 0 : 1);
    if (!m_jobs.empty()) {
        const bool kept = m_model->rowOf(QString::number(selected)) >= 0;
        selectJob(kept ? selected : m_jobs.back().id);
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
    m_clear->setEnabled(std::any_of(m_jobs.begin(), m_jobs.end(),
                                    [](const JobInfo& job) { return job.finished(); }));
}

}  // namespace secateur
