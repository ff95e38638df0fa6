#include "ui/download/cifar10_fetch.h"

#include <QDir>
#include <QFileInfo>
#include <QNetworkReply>
#include <QStandardPaths>
#include <utility>

namespace secateur {

namespace {

constexpr JobId kNoJob = -1;
constexpr qint64 kReadBufferBytes = 1 << 20;
constexpr qint64 kReportMs = 100;
constexpr int kMostRedirects = 5;

int statusOf(const QNetworkReply& reply) {
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

/// Whether the same request may go well a little later: what the server refuses, it refuses again.
bool mayPass(const QNetworkReply& reply) {
    const int status = statusOf(reply);
    return status < 400 ? reply.error() != QNetworkReply::SslHandshakeFailedError &&
                              reply.error() != QNetworkReply::TooManyRedirectsError
                        : status == 408 || status == 429 || status >= 500;
}

QString reasonOf(const QNetworkReply& reply) {
    const int status = statusOf(reply);
    if (status >= 400) {
        const QString phrase =
            reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString();
        return Cifar10Fetch::tr("the server answered %1 %2").arg(status).arg(phrase).trimmed();
    }
    if (reply.error() == QNetworkReply::OperationCanceledError) {
        return Cifar10Fetch::tr("nothing arrived for too long");
    }
    return reply.error() == QNetworkReply::NoError
               ? Cifar10Fetch::tr("the connection ended before the file did")
               : reply.errorString();
}

}  // namespace

Cifar10Source cifar10Source() {
    Cifar10Source source;
    source.url = QUrl(QStringLiteral("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"));
    source.md5 = "c32a1d4ab5d03f1284b67883e8d87530";
    source.bytes = 170'052'171;
    source.folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
                    QStringLiteral("/cifar-10-batches-bin");
    return source;
}

Cifar10Fetch::Cifar10Fetch(JobManager& jobs, QObject* parent)
    : Cifar10Fetch(jobs, cifar10Source(), parent) {}

Cifar10Fetch::Cifar10Fetch(JobManager& jobs, const Cifar10Source& source, QObject* parent)
    : QObject(parent), m_jobs(&jobs), m_source(source) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Cifar10Fetch::begin);
    connect(&jobs, &JobManager::jobChanged, this, &Cifar10Fetch::jobChanged);
    connect(&jobs, &JobManager::jobFinished, this, &Cifar10Fetch::jobFinished);
}

Cifar10Fetch::~Cifar10Fetch() {
    end();
}

QString Cifar10Fetch::archivePath() const {
    return QFileInfo(m_source.folder).absolutePath() + '/' + m_source.url.fileName();
}

bool Cifar10Fetch::available() const {
    return cifar10Complete(m_source.folder.toStdString(), m_source.layout);
}

void Cifar10Fetch::start() {
    if (m_running) {
        return;
    }
    m_running = true;
    m_tries = 0;
    m_clock.start();
    m_timer.start(0);
}

void Cifar10Fetch::cancel() {
    if (m_job != kNoJob && m_jobs) {
        m_jobs->cancel(m_job);
    } else if (m_running) {
        end();
        emit cancelled();
    }
}

void Cifar10Fetch::begin() {
    if (available()) {
        end();
        emit ready(m_source.folder);
    } else if (m_tries == 0 && QFileInfo(archivePath()).size() == m_source.bytes) {
        extract();  // it got its name when its checksum was right
    } else {
        request();
    }
}

void Cifar10Fetch::request() {
    ++m_tries;
    const QString path = archivePath();
    m_file = std::make_unique<QSaveFile>(path);
    if (!QDir().mkpath(QFileInfo(path).absolutePath()) || !m_file->open(QIODevice::WriteOnly)) {
        fail(tr("The file cannot be written: %1: %2").arg(path, m_file->errorString()));
        return;
    }
    m_hash.reset();
    QNetworkRequest request(m_source.url);
    request.setTransferTimeout(static_cast<int>(m_source.stall.count()));
    request.setMaximumRedirectsAllowed(kMostRedirects);
    request.setRawHeader("Accept-Encoding", "identity");  // bytes as the checksum was made of
    m_reply = m_network.get(request);
    m_reply->setReadBufferSize(kReadBufferBytes);
    connect(m_reply, &QNetworkReply::readyRead, this, &Cifar10Fetch::readBody);
    connect(m_reply, &QNetworkReply::finished, this, &Cifar10Fetch::replyFinished);
}

void Cifar10Fetch::readBody() {
    if (statusOf(*m_reply) != 200) {
        return;
    }
    const QByteArray bytes = m_reply->readAll();
    m_hash.addData(bytes);
    const qint64 done = m_file->pos() + bytes.size();
    const qint64 announced = m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
    if (done > m_source.bytes || (announced > 0 && announced != m_source.bytes)) {
        fail(tr("The server has a file of another size: %1 (expected %2 bytes, got %3)")
                 .arg(m_source.url.toString())
                 .arg(m_source.bytes)
                 .arg(std::max(done, announced)));
        return;
    }
    if (m_file->write(bytes) != bytes.size()) {
        fail(tr("The file cannot be written: %1: %2")
                 .arg(m_file->fileName(), m_file->errorString()));
        return;
    }
    const qint64 now = m_clock.elapsed();
    m_rate.add("download", done, static_cast<double>(now) / 1000.0);
    if (now - m_reportedMs >= kReportMs || done == m_source.bytes) {
        m_reportedMs = now;
        emit progress({tr("Downloading"), done, m_source.bytes, m_rate.rate()});
    }
}

void Cifar10Fetch::replyFinished() {
    if (m_reply->isOpen()) {  // closed when nothing arrived for too long
        readBody();
    }
    QNetworkReply* reply = std::exchange(m_reply, nullptr);
    if (reply == nullptr) {
        return;  // that was too much
    }
    reply->deleteLater();
    if (reply->error() == QNetworkReply::NoError && m_file->pos() == m_source.bytes) {
        keepArchive();
    } else {
        retryOrFail(reasonOf(*reply), mayPass(*reply));
    }
}

void Cifar10Fetch::retryOrFail(const QString& reason, bool mayPass) {
    m_file.reset();
    if (!mayPass || m_tries >= m_source.tries) {
        fail(tr("The download failed: %1: %2").arg(reason, m_source.url.toString()));
        return;
    }
    emit progress({tr("Trying again: %1").arg(reason), 0, m_source.bytes, 0.0});
    m_timer.start(m_source.retryDelay);
}

void Cifar10Fetch::keepArchive() {
    const QByteArray md5 = m_hash.result().toHex();
    if (md5 != m_source.md5) {
        fail(tr("The downloaded file has the wrong checksum and was removed: %1 (expected %2, got "
                "%3)")
                 .arg(m_source.url.toString(), QString::fromLatin1(m_source.md5),
                      QString::fromLatin1(md5)));
    } else if (!m_file->commit()) {
        fail(tr("The file cannot be written: %1: %2").arg(archivePath(), m_file->errorString()));
    } else {
        m_file.reset();
        extract();
    }
}

void Cifar10Fetch::extract() {
    if (!m_jobs) {
        end();
        emit cancelled();  // the program is about to end
        return;
    }
    const std::function<std::string(const RunContext&)> work =
        [from = archivePath().toStdString(), to = m_source.folder.toStdString(),
         layout = m_source.layout](const RunContext& context) {
            return extractCifar10(from, to, context, layout);
        };
    const std::function<void(std::string)> done = [this](const std::string& folder) {
        QFile::remove(archivePath());
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
    if (job.status == JobStatus::Failed) {
        if (m_tries == 0) {
            QFile::remove(archivePath());  // found, not fetched now: next time it is
        }
        fail(job.error);
    } else {
        end();
        emit cancelled();
    }
}

void Cifar10Fetch::fail(const QString& message) {
    end();
    emit failed(message);
}

void Cifar10Fetch::end() {
    m_running = false;
    m_job = kNoJob;
    m_timer.stop();
    if (QNetworkReply* reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
    m_file.reset();
}

}  // namespace secateur
