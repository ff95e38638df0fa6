#include "ui/jobs/job_details.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/jobs/live_plot.h"

namespace secateur {

namespace {

constexpr int kLiveMs = 200;

QPlainTextEdit* makeText(const QString& objectName, const QString& accessibleName,
                         const QString& toolTip) {
    auto* text = new QPlainTextEdit;
    text->setObjectName(objectName);
    text->setAccessibleName(accessibleName);
    text->setToolTip(toolTip);
    text->setReadOnly(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setTabChangesFocus(true);
    text->setMinimumHeight(3 * text->fontMetrics().height());
    return text;
}

}  // namespace

JobDetails::JobDetails(JobManager& manager, QWidget* parent)
    : QTabWidget(parent), m_manager(&manager) {
    setObjectName("jobDetails");
    setAccessibleName(tr("Details of the selected job"));
    m_live = new LivePlot;
    addTab(m_live, tr("Live"));
    setTabToolTip(0, tr("Loss and accuracy of a training, while it runs."));
    setupTexts();
    m_liveTimer.setSingleShot(true);
    m_liveTimer.setInterval(kLiveMs);
    connect(&m_liveTimer, &QTimer::timeout, this, &JobDetails::updateLive);
    connect(&manager, &JobManager::jobChanged, this, &JobDetails::onJobChanged);
    showJob(0);
}

void JobDetails::setupTexts() {
    m_log = makeText("jobLog", tr("Log of the selected job"),
                     tr("What the job decided and noticed, a line each."));
    m_log->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setMaximumBlockCount(5000);
    m_log->setPlaceholderText(tr("This job has not said anything yet."));
    addTab(m_log, tr("Log"));
    setTabToolTip(1, tr("What the job decided and noticed, a line each."));

    m_error = makeText("jobError", tr("Error of the selected job"),
                       tr("Why the job failed, in full. What it measured before that is kept."));
    auto* copy = new QPushButton(tr("&Copy error"));
    copy->setObjectName("copyJobError");
    copy->setToolTip(tr("Puts the whole text of the error on the clipboard."));
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_error->toPlainText()); });
    m_errorPage = new QWidget;
    auto* column = new QVBoxLayout(m_errorPage);
    column->addWidget(m_error, 1);
    column->addWidget(copy, 0, Qt::AlignLeft);
    addTab(m_errorPage, style()->standardIcon(QStyle::SP_MessageBoxWarning), tr("Error"));
    setTabToolTip(2, tr("Why the job failed, in full."));
}

void JobDetails::showJob(JobId id) {
    if (id == m_shown && id != 0) {
        return;
    }
    m_shown = id;
    m_shownLines = 0;
    m_log->clear();
    m_liveTimer.stop();
    const std::optional<JobInfo> job = m_manager ? m_manager->job(id) : std::nullopt;
    refresh(job.value_or(JobInfo()));
    updateLive();
}

void JobDetails::onJobChanged(const JobInfo& job) {
    if (job.id == m_shown) {
        refresh(job);
        if (job.finished()) {
            updateLive();
        } else if (!m_liveTimer.isActive()) {
            m_liveTimer.start();
        }
    }
}

void JobDetails::refresh(const JobInfo& job) {
    appendLog(job);
    const bool failed = job.status == JobStatus::Failed;
    const int errorTab = indexOf(m_errorPage);
    if (m_error->toPlainText() != job.error) {
        m_error->setPlainText(job.error);
    }
    if (failed != isTabVisible(errorTab)) {
        setTabVisible(errorTab, failed);
        if (failed) {
            setCurrentIndex(errorTab);
        }
    }
}

void JobDetails::appendLog(const JobInfo& job) {
    const qsizetype fresh = std::min(job.logLines - m_shownLines, job.log.size());
    if (fresh > 0) {
        m_log->appendPlainText(job.log.mid(job.log.size() - fresh).join('\n'));
    }
    m_shownLines = job.logLines;
}

void JobDetails::updateLive() {
    const std::optional<JobInfo> job = m_manager ? m_manager->job(m_shown) : std::nullopt;
    m_live->setSamples(job ? job->samples : QList<JobSample>(), job ? job->sampleUnit : QString());
}

}  // namespace secateur
