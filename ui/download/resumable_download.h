#pragma once

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>
#include <QUrl>
#include <chrono>
#include <functional>
#include <memory>

#include "ui/download/download_part.h"
#include "ui/download/file_hasher.h"
#include "ui/jobs/rate_meter.h"

class QNetworkReply;

namespace secateur {

/// A file on a web server, and how to know that what arrived is it.
struct DownloadSource {
    QUrl url;
    QByteArray checksum;  ///< hexadecimal; empty: not checked
    QCryptographicHash::Algorithm algorithm = QCryptographicHash::Md5;
    qint64 bytes = 0;  ///< 0: unknown
};

struct DownloadLimits {
    qint64 mostBytes = qint64{4} << 30;
    qint64 spareBytes = 0;                       ///< that must stay free beside the file
    int retries = 5;                             ///< in a row, each without a byte more than before
    std::chrono::milliseconds retryDelay{1000};  ///< doubled at each retry in a row
    std::chrono::milliseconds stall{30'000};     ///< without a byte, then it counts as broken
    /// Bytes that may be written into a folder; negative: unknown. Empty: asks the system.
    std::function<qint64(const QString& folder)> freeBytes;
};

struct DownloadProgress {
    QString stage;  ///< "Downloading", ...
    qint64 done = 0;
    qint64 total = 0;             ///< 0: unknown
    double bytesPerSecond = 0.0;  ///< 0: unknown
};

/// Downloads one file over HTTP. It grows as PATH.part and gets its name when it is there in full
/// and its checksum is right. What was interrupted (cancel, a lost connection, the end of the
/// program) goes on where it was, unless the file on the server has changed since. Lives in the GUI
/// thread, blocks it never for more than a few milliseconds, and ends in exactly one of finished(),
/// failed() and cancelled().
class ResumableDownload : public QObject {
    Q_OBJECT

 public:
    explicit ResumableDownload(QObject* parent = nullptr);
    ~ResumableDownload() override;

    /// A `path` that is there already with the right checksum is not downloaded again. Must not be
    /// running.
    void start(const DownloadSource& source, const QString& path,
               const DownloadLimits& limits = {});
    /// Keeps what has arrived.
    void cancel();
    bool running() const { return m_running; }

 signals:
    void progress(const secateur::DownloadProgress& progress);
    void finished(const QString& path);
    void failed(const QString& message);  ///< a complete sentence
    void cancelled();

 private:
    void request();
    void readBody();
    bool beginBody();
    bool beginRange();
    void checkTotal();
    void replyFinished();
    void rangeRefused();
    void retryOrFail(const QString& reason);
    void verify();
    void checked(const QByteArray& checksum);
    void complete();
    void fail(const QString& message);
    void stop();
    void dropReply();
    void guarded(const std::function<void()>& step);
    void setStage(const QString& stage, qint64 done);
    void reportProgress();

    QNetworkAccessManager m_network;
    FileHasher m_hasher;
    QTimer m_retryTimer;
    QTimer m_reportTimer;
    QElapsedTimer m_clock;
    RateMeter m_rate;
    DownloadSource m_source;
    DownloadLimits m_limits;
    DownloadProgress m_progress;
    std::unique_ptr<DownloadPart> m_part;
    QNetworkReply* m_reply = nullptr;
    bool m_running = false;
    bool m_bodyBegan = false;
    bool m_partChecked = false;  ///< what is being hashed: the part, or a file that was there
    int m_retriesInRow = 0;
    qint64 m_mostSoFar = 0;  ///< bytes; more than these is getting on
};

}  // namespace secateur
