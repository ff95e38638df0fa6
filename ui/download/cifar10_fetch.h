#pragma once

#include <QObject>
#include <QPointer>

#include "ui/download/cifar10_archive.h"
#include "ui/download/resumable_download.h"
#include "ui/jobs/job_manager.h"

namespace secateur {

/// Where CIFAR-10's binary version comes from and where it goes.
struct Cifar10Source {
    DownloadSource archive;
    Cifar10Layout layout;
    DownloadLimits limits;
    QString folder;  ///< of the unpacked files; the archive is kept beside it until then
};

/// A. Krizhevsky's page https://www.cs.toronto.edu/~kriz/cifar.html, into the user's data folder.
Cifar10Source cifar10Source();

/// Gets CIFAR-10: download (resumed where it was), checksum, unpacking as a job. Ends in exactly
/// one of ready(), failed() and cancelled(). GUI thread.
class Cifar10Fetch : public QObject {
    Q_OBJECT

 public:
    explicit Cifar10Fetch(JobManager& jobs, QObject* parent = nullptr);
    Cifar10Fetch(JobManager& jobs, const Cifar10Source& source, QObject* parent = nullptr);

    QString folder() const { return m_source.folder; }
    /// Whether the folder holds CIFAR-10 already.
    bool available() const;
    bool running() const { return m_running; }

    /// Nothing if it is running; ready() at once, from the event loop, if it is available.
    void start();
    /// Keeps what has arrived for the next start().
    void cancel();

 signals:
    void progress(const secateur::DownloadProgress& progress);
    void ready(const QString& folder);
    void failed(const QString& message);
    void cancelled();

 private:
    void extract(const QString& archive);
    void jobChanged(const JobInfo& job);
    void jobFinished(const JobInfo& job);
    void end();

    QPointer<JobManager> m_jobs;
    Cifar10Source m_source;
    ResumableDownload m_download;
    JobId m_job = -1;
    bool m_running = false;
};

}  // namespace secateur
