#pragma once

#include <QCryptographicHash>
#include <QFile>
#include <QObject>
#include <QTimer>
#include <memory>

namespace secateur {

/// The checksum of a file, read in slices of a few milliseconds between the events of the GUI
/// thread.
class FileHasher : public QObject {
    Q_OBJECT

 public:
    explicit FileHasher(QObject* parent = nullptr);

    /// Ends in done() or failed(), never before this has returned.
    void start(const QString& path, QCryptographicHash::Algorithm algorithm);
    void cancel();

 signals:
    void progress(qint64 done, qint64 total);
    void done(const QByteArray& hexadecimal);
    void failed(const QString& reason);

 private:
    void slice();

    QFile m_file;
    QTimer m_timer;
    std::unique_ptr<QCryptographicHash> m_hash;
};

}  // namespace secateur
