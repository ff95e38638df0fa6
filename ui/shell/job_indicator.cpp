#include "ui/shell/job_indicator.h"

#include <QHBoxLayout>
#include <QProgressBar>

#include "ui/jobs/job_text.h"

namespace secateur {

namespace {

constexpr int kBarSteps = 1000;
constexpr int kBarWidthInLetters = 14;

int queuedBehind(const std::vector<JobInfo>& jobs, JobId shown) {
    int count = 0;
    for (const JobInfo& job : jobs) {
        count += !job.finished() && job.id != shown ? 1 : 0;
    }
    return count;
}

}  // namespace

JobIndicator::JobIndicator(JobManager& jobs, QWidget* parent)
    : QWidget(parent), m_jobs(jobs), m_text(new QToolButton(this)), m_bar(new QProgressBar(this)) {
    setObjectName("jobIndicator");
    m_text->setObjectName("showJobs");
    m_text->setAutoRaise(true);
    m_text->setToolTip(tr("Show the list of jobs."));
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of the running job"));
    m_bar->setFixedWidth(kBarWidthInLetters * fontMetrics().averageCharWidth());
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text);
    layout->addWidget(m_bar);
    connect(m_text, &QToolButton::clicked, this, &JobIndicator::clicked);
    connect(&jobs, &JobManager::jobChanged, this, [this](const JobInfo& job) {
        if (!job.finished() && job.status != JobStatus::Queued) {
            show(job);
        }
    });
    connect(&jobs, &JobManager::jobFinished, this, [this](const JobInfo& job) {
        if (job.id == m_shown) {
            showNext();
        }
    });
    showNext();
}

void JobIndicator::show(const JobInfo& job) {
    m_shown = job.id;
    const std::optional<double> share = shareDone(job);
    m_bar->setRange(0, share ? kBarSteps : 0);
    if (share) {
        m_bar->setValue(static_cast<int>(kBarSteps * *share));
    }
    QString text = job.title;
    if (job.etaSeconds >= 0) {
        text += tr(", %1 left").arg(durationText(job.etaSeconds));
    }
    if (const int behind = queuedBehind(m_jobs.jobs(), job.id); behind > 0) {
        text += tr(", %1 more").arg(behind);
    }
    m_text->setText(text);
    setVisible(true);
}

void JobIndicator::showNext() {
    for (const JobInfo& job : m_jobs.jobs()) {
        if (!job.finished() && job.status != JobStatus::Queued) {
            show(job);
            return;
        }
    }
    m_shown = 0;
    setVisible(false);
}

}  // namespace secateur
