#pragma once

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QObject>
#include <QPointer>
#include <QSaveFile>
#include <QTimer>
#include <QUrl>
#include <chrono>
#include <memory>

#include "ui/download/cifar10_archive.h"
#include "ui/jobs/job_manager.h"
#include "ui/jobs/rate_meter.h"

class QNetworkReply;

namespace secateur {

/// Where CIFAR-10's binary version comes from, how to know that it is it, and where it goes.
struct Cifar10Source {
    QUrl url;
    QByteArray md5;  ///< of the archive, hexadecimal
    qint64 bytes = 0;
    Cifar10Layout layout;
    QString folder;  ///< of the unpacked files; the archive is kept beside it until then
    int tries = 4;
    std::chrono::milliseconds retryDelay{2'000};
    std::chrono::milliseconds stall{30'000};  ///< without a byte, then it counts as broken
};

/// A. Krizhevsky's page https://www.cs.toronto.edu/~kriz/cifar.html, into the user's data folder.
Cifar10Source cifar10Source();

struct DownloadProgress {
    QString stage;  ///< "Downloading", ...
    qint64 done = 0;
    qint64 total = 0;
    double bytesPerSecond = 0.0;  ///< 0: unknown
};

/// Gets CIFAR-10: the download (again from its beginning where it breaks), its checksum, unpacking
/// as a job. The archive gets its name when it is there in full and its checksum is right. Ends in
/// exactly one of ready(), failed() and cancelled(). GUI thread, which it never blocks.
class Cifar10Fetch : public QObject {
    Q_OBJECT

 public:
    explicit Cifar10Fetch(JobManager& jobs, QObject* parent = nullptr);
    Cifar10Fetch(JobManager& jobs, const Cifar10Source& source, QObject* parent = nullptr);
    ~Cifar10Fetch() override;

    QString folder() const { return m_source.folder; }
    /// Whether the folder holds CIFAR-10 already.
    bool available() const;
    bool running() const { return m_running; }

    /// Nothing if it is running. From the event loop: ready() if it is available.
    void start();
    void cancel();

 signals:
    void progress(const secateur::DownloadProgress& progress);
    void ready(const QString& folder);
    void failed(const QString& message);  ///< a complete sentence
    void cancelled();

 private:
    QString archivePath() const;
    void begin();
    void request();
    void readBody();
    void replyFinished();
    void retryOrFail(const QString& reason, bool mayPass);
    void keepArchive();
    void extract();
    void jobChanged(const JobInfo& job);
    void jobFinished(const JobInfo& job);
    void fail(const QString& message);
    void end();

    QPointer<JobManager> m_jobs;
    const Cifar10Source m_source;
    QNetworkAccessManager m_network;
    QNetworkReply* m_reply = nullptr;
    std::unique_ptr<QSaveFile> m_file;  ///< the archive while it arrives
    QCryptographicHash m_hash{QCryptographicHash::Md5};
    QTimer m_timer;  ///< the next try
    QElapsedTimer m_clock;
    RateMeter m_rate;
    qint64 m_reportedMs = 0;
    int m_tries = 0;
    JobId m_job = -1;
    bool m_running = false;
};

}  // namespace secateur
