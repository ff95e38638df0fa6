#include "ui/download/cifar10_fetch.h"

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

namespace secateur {

namespace {
constexpr JobId kNoJob = -1;
}

Cifar10Source cifar10Source() {
    Cifar10Source source;
    source.archive.url =
        QUrl(QStringLiteral("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"));
    source.archive.checksum = "c32a1d4ab5d03f1284b67883e8d87530";
    source.archive.algorithm = QCryptographicHash::Md5;
    source.archive.bytes = 170'052'171;
    source.limits.mostBytes = source.archive.bytes;
    source.limits.spareBytes = source.layout.totalBytes();
    source.folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
                    QStringLiteral("/cifar-10-batches-bin");
    return source;
}

Cifar10Fetch::Cifar10Fetch(JobManager& jobs, QObject* parent)
    : Cifar10Fetch(jobs, cifar10Source(), parent) {}

Cifar10Fetch::Cifar10Fetch(JobManager& jobs, const Cifar10Source& source, QObject* parent)
    : QObject(parent), m_jobs(&jobs), m_source(source) {
    connect(&m_download, &ResumableDownload::progress, this, &Cifar10Fetch::progress);
    connect(&m_download, &ResumableDownload::finished, this, &Cifar10Fetch::extract);
    connect(&m_download, &ResumableDownload::failed, this, [this](const QString& message) {
        end();
        emit failed(message);
    });
    connect(&m_download, &ResumableDownload::cancelled, this, [this] {
        end();
        emit cancelled();
    });
    connect(&jobs, &JobManager::jobChanged, this, &Cifar10Fetch::jobChanged);
    connect(&jobs, &JobManager::jobFinished, this, &Cifar10Fetch::jobFinished);
}

bool Cifar10Fetch::available() const {
    return cifar10Complete(m_source.folder.toStdString(), m_source.layout);
}

void Cifar10Fetch::start() {
    if (m_running) {
        return;
    }
    m_running = true;
    if (available()) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_running) {
                    end();
                    emit ready(m_source.folder);
                }
            },
            Qt::QueuedConnection);
        return;
    }
    const QString name = m_source.archive.url.fileName();
    const QString folder = QFileInfo(m_source.folder).absolutePath();
    m_download.start(m_source.archive, folder + QLatin1Char('/') + name, m_source.limits);
}

void Cifar10Fetch::cancel() {
    if (m_download.running()) {
        m_download.cancel();
    } else if (m_job != kNoJob && m_jobs) {
        m_jobs->cancel(m_job);
    } else if (m_running) {
        end();
        emit cancelled();
    }
}

void Cifar10Fetch::extract(const QString& archive) {
    if (!m_jobs) {
        end();
        emit cancelled();  // the program is about to end
        return;
    }
    const std::function<std::string(const RunContext&)> work =
        [from = archive.toStdString(), to = m_source.folder.toStdString(),
         layout = m_source.layout](const RunContext& context) {
            return extractCifar10(from, to, context, layout);
        };
    const std::function<void(std::string)> done = [this, archive](const std::string& folder) {
        QFile::remove(archive);
        end();
        emit ready(QString::fromStdString(folder));
    };
    JobManager::Request request;
    request.title = tr("Unpack CIFAR-10");
    request.lane = JobLane::Io;
    m_job = m_jobs->submit<std::string>(request, work, this, done);
}

void Cifar10Fetch::jobChanged(const JobInfo& job) {
    if (job.id == m_job && job.status == JobStatus::Running) {
        emit progress({tr("Unpacking"), job.progress.done, job.progress.total, job.rate});
    }
}

void Cifar10Fetch::jobFinished(const JobInfo& job) {
    if (job.id != m_job || m_job == kNoJob) {
        return;
    }
    end();
    if (job.status == JobStatus::Failed) {
        emit failed(job.error);
    } else {
        emit cancelled();
    }
}

void Cifar10Fetch::end() {
    m_running = false;
    m_job = kNoJob;
}

}  // namespace secateur
