#include "ui/download/resumable_download.h"

#include <QFileInfo>
#include <QLocale>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QStorageInfo>
#include <algorithm>

#include "core/base/error.h"

namespace secateur {

namespace {

constexpr qint64 kReadBufferBytes = 1 << 20;
constexpr int kReportMs = 100;
constexpr int kMostRedirects = 5;
constexpr std::chrono::milliseconds kLongestDelay{30'000};

QString sizeText(qint64 bytes) {
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

qint64 systemFreeBytes(const QString& folder) {
    const QStorageInfo storage(folder);
    return storage.isValid() ? storage.bytesAvailable() : -1;
}

int statusOf(const QNetworkReply& reply) {
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

/// Whether the same request may go well a little later.
bool worthRetrying(const QNetworkReply& reply) {
    const int status = statusOf(reply);
    if (status >= 400) {
        return status == 408 || status == 429 || status >= 500;
    }
    switch (reply.error()) {
        case QNetworkReply::NoError:  // an answer, but none with the file
        case QNetworkReply::SslHandshakeFailedError:
        case QNetworkReply::TooManyRedirectsError:
        case QNetworkReply::InsecureRedirectError:
        case QNetworkReply::ProtocolUnknownError:
        case QNetworkReply::ProtocolInvalidOperationError:
            return false;
        default:
            return true;
    }
}

QString reasonOf(const QNetworkReply& reply) {
    const int status = statusOf(reply);
    const bool refused =
        status >= 300 && (status >= 400 || reply.error() == QNetworkReply::NoError);
    if (refused) {
        const QString phrase =
            reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString();
        return QStringLiteral("the server answered %1 %2").arg(status).arg(phrase).trimmed();
    }
    if (reply.error() == QNetworkReply::OperationCanceledError) {
        return QStringLiteral("nothing arrived for too long");
    }
    return reply.error() == QNetworkReply::NoError
               ? QStringLiteral("the connection ended before the file did")
               : reply.errorString();
}

/// "bytes FIRST-LAST/TOTAL" or "bytes */TOTAL" (RFC 9110, 14.4); -1 for what is not there.
struct ContentRange {
    qint64 first = -1;
    qint64 total = -1;
};

ContentRange contentRange(const QNetworkReply& reply) {
    static const QRegularExpression kForm(
        QStringLiteral("^bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)$"));
    const auto match = kForm.match(QString::fromLatin1(reply.rawHeader("Content-Range").trimmed()));
    ContentRange range;
    bool known = false;
    if (match.hasMatch()) {
        const qint64 first = match.captured(1).toLongLong(&known);
        range.first = known ? first : -1;
        const qint64 total = match.captured(2).toLongLong(&known);
        range.total = known ? total : -1;
    }
    return range;
}

}  // namespace

ResumableDownload::ResumableDownload(QObject* parent) : QObject(parent) {
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, [this] { guarded([this] { request(); }); });
    connect(&m_reportTimer, &QTimer::timeout, this, &ResumableDownload::reportProgress);
    connect(&m_hasher, &FileHasher::progress, this, [this](qint64 done, qint64 total) {
        m_progress.done = done, m_progress.total = total;
    });
    connect(&m_hasher, &FileHasher::done, this,
            [this](const QByteArray& checksum) { guarded([&] { checked(checksum); }); });
    connect(&m_hasher, &FileHasher::failed, this, &ResumableDownload::fail);
}

ResumableDownload::~ResumableDownload() {
    stop();
}

void ResumableDownload::start(const DownloadSource& source, const QString& path,
                              const DownloadLimits& limits) {
    Q_ASSERT(!m_running);
    m_source = source;
    m_limits = limits;
    m_part = std::make_unique<DownloadPart>(path);
    m_retriesInRow = 0;
    m_mostSoFar = 0;
    m_running = true;
    m_clock.start();
    m_reportTimer.start(kReportMs);
    if (!source.checksum.isEmpty() && QFileInfo::exists(path)) {
        m_partChecked = false;
        setStage(QStringLiteral("Checking the file that is there"), 0);
        m_hasher.start(path, source.algorithm);
        return;
    }
    // Later, so that whoever starts it can connect first and gets every answer the same way.
    m_retryTimer.start(0);
}

void ResumableDownload::cancel() {
    if (m_running) {
        stop();
        emit cancelled();
    }
}

/// Errors of the disk end the download wherever they come up.
void ResumableDownload::guarded(const std::function<void()>& step) {
    try {
        step();
    } catch (const Error& error) {
        fail(QString::fromStdString(error.what()));
    }
}

void ResumableDownload::request() {
    if (!m_part->isOpen()) {
        m_part->open(m_source.url);
        m_mostSoFar = m_part->size();
    }
    m_bodyBegan = false;
    if (m_source.bytes > 0) {
        m_progress.total = m_source.bytes;
        checkTotal();
    }
    QNetworkRequest request(m_source.url);
    request.setTransferTimeout(static_cast<int>(m_limits.stall.count()));
    request.setMaximumRedirectsAllowed(kMostRedirects);
    request.setRawHeader("Accept-Encoding", "identity");  // bytes as the checksum was made of
    if (m_part->size() > 0) {
        request.setRawHeader("Range", "bytes=" + QByteArray::number(m_part->size()) + "-");
        request.setRawHeader("If-Range", m_part->version().ifRange());
    }
    setStage(QStringLiteral("Downloading"), m_part->size());
    m_reply = m_network.get(request);
    m_reply->setReadBufferSize(kReadBufferBytes);
    connect(m_reply, &QNetworkReply::readyRead, this, [this] { guarded([this] { readBody(); }); });
    connect(m_reply, &QNetworkReply::finished, this,
            [this] { guarded([this] { replyFinished(); }); });
}

void ResumableDownload::readBody() {
    if (!m_bodyBegan && !beginBody()) {
        return;
    }
    m_part->append(m_reply->readAll());
    m_progress.done = m_part->size();
    if (m_progress.total > 0 && m_progress.done > m_progress.total) {
        m_part->restart(m_source.url, {});
        throw Error(
            ErrorCode::CorruptData, "the server sends more than it announced",
            {m_source.url.toString().toStdString(), sizeText(m_progress.total).toStdString(), ""});
    }
    checkTotal();
}

/// Whether the answer is one with (the rest of) the file; others are left to replyFinished().
bool ResumableDownload::beginBody() {
    const int status = statusOf(*m_reply);
    if (status == 206) {
        m_bodyBegan = beginRange();
    } else if (status == 200) {
        m_progress.total = m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
        m_part->restart(m_source.url,
                        {m_reply->rawHeader("ETag"), m_reply->rawHeader("Last-Modified")});
        m_progress.done = 0;
        checkTotal();
        m_bodyBegan = true;
    }
    return m_bodyBegan;
}

bool ResumableDownload::beginRange() {
    const ContentRange range = contentRange(*m_reply);
    const QByteArray etag = m_reply->rawHeader("ETag");
    const QByteArray& known = m_part->version().etag;
    const bool changed = !etag.isEmpty() && !known.isEmpty() && etag != known;
    if (range.first != m_part->size() || changed) {
        m_part->restart(m_source.url, {});
        dropReply();
        retryOrFail(QStringLiteral("the server sent another part of the file than asked for"));
        return false;
    }
    m_progress.total = std::max<qint64>(range.total, 0);
    checkTotal();
    return true;
}

/// Throws where the file, as far as it is known, cannot be the right one or has no room.
void ResumableDownload::checkTotal() {
    const std::string url = m_source.url.toString().toStdString();
    const qint64 total = std::max(m_progress.total, m_part->size());
    if (m_source.bytes > 0 && m_progress.total > 0 && m_progress.total != m_source.bytes) {
        throw Error(ErrorCode::Mismatch, "the server has a file of another size",
                    {url, std::to_string(m_source.bytes) + " bytes",
                     std::to_string(m_progress.total) + " bytes"});
    }
    if (total > m_limits.mostBytes) {
        m_part->discard();
        throw Error(ErrorCode::Mismatch, "the file is too large",
                    {url, "at most " + sizeText(m_limits.mostBytes).toStdString(),
                     sizeText(total).toStdString()});
    }
    if (m_bodyBegan) {
        return;  // room is looked for once a request
    }
    const QString folder = QFileInfo(m_part->path()).absolutePath();
    const qint64 free = m_limits.freeBytes ? m_limits.freeBytes(folder) : systemFreeBytes(folder);
    const qint64 needed = total - m_part->size() + m_limits.spareBytes;
    if (free >= 0 && free < needed) {
        throw Error(
            ErrorCode::Io, "there is not enough free space",
            {folder.toStdString(), sizeText(needed).toStdString(), sizeText(free).toStdString()});
    }
}

void ResumableDownload::replyFinished() {
    const int status = statusOf(*m_reply);
    const bool right = status == 200 || status == 206;
    if (right && m_reply->isOpen()) {  // closed when nothing arrived for too long
        readBody();
        if (m_reply == nullptr) {
            return;
        }
    }
    if (status == 416) {
        rangeRefused();
        return;
    }
    const bool whole =
        right && m_reply->error() == QNetworkReply::NoError && m_part->size() >= m_progress.total;
    const bool retry = right || worthRetrying(*m_reply);
    const QString reason = reasonOf(*m_reply);
    dropReply();
    if (whole) {
        verify();
    } else if (retry) {
        retryOrFail(reason);
    } else {
        fail(QStringLiteral("The download failed: %1: %2").arg(reason, m_source.url.toString()));
    }
}

/// 416: nothing is left to send, or the file has become shorter.
void ResumableDownload::rangeRefused() {
    const bool whole = contentRange(*m_reply).total == m_part->size();
    dropReply();
    if (whole) {
        verify();
    } else {
        m_part->restart(m_source.url, {});
        retryOrFail(QStringLiteral("the file on the server has changed"));
    }
}

void ResumableDownload::retryOrFail(const QString& reason) {
    const bool further = m_part->size() > m_mostSoFar;
    m_mostSoFar = std::max(m_mostSoFar, m_part->size());
    m_retriesInRow = further ? 1 : m_retriesInRow + 1;
    if (m_retriesInRow > m_limits.retries) {
        const bool kept = m_part->size() > 0 && !m_part->version().ifRange().isEmpty();
        fail(QStringLiteral("The download failed: %1: %2%3")
                 .arg(reason, m_source.url.toString(),
                      kept ? QStringLiteral(" (%1 have arrived and are kept; start it again to go "
                                            "on)")
                                 .arg(sizeText(m_part->size()))
                           : QString()));
        return;
    }
    const auto delay =
        std::min(m_limits.retryDelay * (1 << std::min(m_retriesInRow - 1, 10)), kLongestDelay);
    setStage(QStringLiteral("Trying again (%1 of %2): %3")
                 .arg(m_retriesInRow)
                 .arg(m_limits.retries)
                 .arg(reason),
             m_part->size());
    m_retryTimer.start(delay);
}

void ResumableDownload::verify() {
    if (m_source.checksum.isEmpty()) {
        complete();
        return;
    }
    m_partChecked = true;
    setStage(QStringLiteral("Checking"), 0);
    m_hasher.start(m_part->partPath(), m_source.algorithm);
}

void ResumableDownload::checked(const QByteArray& checksum) {
    const bool right = checksum == m_source.checksum.toLower();
    if (right) {
        complete();
    } else if (!m_partChecked) {
        request();
    } else {
        m_part->discard();
        throw Error(ErrorCode::CorruptData,
                    "the downloaded file has the wrong checksum and was removed",
                    {m_source.url.toString().toStdString(),
                     m_source.checksum.toLower().toStdString(), checksum.toStdString()});
    }
}

void ResumableDownload::complete() {
    if (m_part->isOpen()) {
        m_part->commit();
    }
    const QString path = m_part->path();
    stop();
    emit finished(path);
}

void ResumableDownload::fail(const QString& message) {
    stop();
    emit failed(message);
}

void ResumableDownload::stop() {
    m_running = false;
    m_retryTimer.stop();
    m_reportTimer.stop();
    m_hasher.cancel();
    dropReply();
    if (m_part) {
        m_part->close();
    }
}

void ResumableDownload::dropReply() {
    if (m_reply != nullptr) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
        m_reply = nullptr;
    }
}

void ResumableDownload::setStage(const QString& stage, qint64 done) {
    m_progress.stage = stage;
    m_progress.done = done;
    reportProgress();
}

void ResumableDownload::reportProgress() {
    const double seconds = static_cast<double>(m_clock.elapsed()) / 1000.0;
    m_rate.add(m_progress.stage.toStdString(), m_progress.done, seconds);
    m_progress.bytesPerSecond = m_rate.rate();
    emit progress(m_progress);
}

}  // namespace secateur
