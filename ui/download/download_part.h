#pragma once

#include <QByteArray>
#include <QFile>
#include <QLockFile>
#include <QString>
#include <QUrl>

namespace secateur {

/// What a server said about the version of a file, by which a later request finds it unchanged.
struct DownloadVersion {
    QByteArray etag;
    QByteArray lastModified;

    /// For an If-Range header (RFC 9110, 13.1.5): a strong ETag, else the date; empty if there is
    /// neither.
    QByteArray ifRange() const;
};

/// PATH.part, the beginning of a file that is being downloaded, and PATH.part.json, which says of
/// what. All methods throw Error(Io) with the system's reason.
class DownloadPart {
 public:
    explicit DownloadPart(const QString& path);

    const QString& path() const { return m_path; }
    QString partPath() const { return m_path + QStringLiteral(".part"); }

    /// Makes the folder and keeps other processes away until close(). Throws Error(Busy) if one is
    /// at it already. What is there of another URL, or of a version that cannot be told, is
    /// emptied.
    void open(const QUrl& url);
    bool isOpen() const { return m_file.isOpen(); }
    qint64 size() const { return m_file.size(); }
    const DownloadVersion& version() const { return m_version; }

    /// Empties it; what follows is of `version`.
    void restart(const QUrl& url, const DownloadVersion& version);
    void append(const QByteArray& bytes);
    /// Keeps what is there for another time.
    void close();
    /// Gives the file its name, replacing what has it.
    void commit();
    void discard();

 private:
    QString notesPath() const { return partPath() + QStringLiteral(".json"); }
    bool readNotes(const QUrl& url);
    void truncate();

    QString m_path;
    QFile m_file;
    QLockFile m_lock;
    DownloadVersion m_version;
};

}  // namespace secateur
