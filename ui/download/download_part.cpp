#include "ui/download/download_part.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "core/base/error.h"

namespace secateur {

namespace {

constexpr qint64 kLargestNotes = 1 << 16;

[[noreturn]] void throwIo(const char* what, const QString& path, const QString& reason) {
    throw Error(ErrorCode::Io, what, {path.toStdString(), "", reason.toStdString()});
}

}  // namespace

QByteArray DownloadVersion::ifRange() const {
    return !etag.isEmpty() && !etag.startsWith("W/") ? etag : lastModified;
}

DownloadPart::DownloadPart(const QString& path) : m_path(path), m_lock(path + ".part.lock") {
    m_lock.setStaleLockTime(0);  // a lock is stale when its process is gone, not by its age
}

void DownloadPart::open(const QUrl& url) {
    const QString folder = QFileInfo(m_path).absolutePath();
    if (!QDir().mkpath(folder)) {
        throwIo("the folder cannot be made", folder, "");
    }
    if (!m_lock.isLocked() && !m_lock.tryLock(0)) {
        if (m_lock.error() != QLockFile::LockFailedError) {
            throwIo("the folder cannot be written to", folder, "");
        }
        throw Error(ErrorCode::Busy, "another program is downloading this file",
                    {m_path.toStdString(), "", ""});
    }
    m_file.setFileName(partPath());
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered)) {
        const QString reason = m_file.errorString();
        close();
        throwIo("the file cannot be written", partPath(), reason);
    }
    if (!readNotes(url) || m_version.ifRange().isEmpty()) {
        truncate();
    }
    m_file.seek(m_file.size());
}

bool DownloadPart::readNotes(const QUrl& url) {
    m_version = {};
    QFile file(notesPath());
    if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestNotes) {
        return false;
    }
    const QJsonObject notes = QJsonDocument::fromJson(file.readAll()).object();
    if (notes["url"].toString() != url.toString(QUrl::FullyEncoded)) {
        return false;
    }
    m_version = {notes["etag"].toString().toLatin1(), notes["lastModified"].toString().toLatin1()};
    return true;
}

void DownloadPart::truncate() {
    if (!m_file.resize(0) || !m_file.seek(0)) {
        throwIo("the file cannot be written", partPath(), m_file.errorString());
    }
}

void DownloadPart::restart(const QUrl& url, const DownloadVersion& version) {
    truncate();  // before the notes: these bytes are not of the new version
    m_version = version;
    const QJsonObject notes{{"url", url.toString(QUrl::FullyEncoded)},
                            {"etag", QString::fromLatin1(version.etag)},
                            {"lastModified", QString::fromLatin1(version.lastModified)}};
    QSaveFile file(notesPath());
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(notes).toJson()) < 0 ||
        !file.commit()) {
        throwIo("the file cannot be written", notesPath(), file.errorString());
    }
}

void DownloadPart::append(const QByteArray& bytes) {
    qint64 written = 0;
    while (written < bytes.size()) {
        const qint64 count = m_file.write(bytes.constData() + written, bytes.size() - written);
        if (count <= 0) {
            throwIo("the file cannot be written", partPath(), m_file.errorString());
        }
        written += count;
    }
}

void DownloadPart::close() {
    m_file.close();
    m_lock.unlock();
}

void DownloadPart::commit() {
    m_file.close();
    if (std::rename(QFile::encodeName(partPath()).constData(),
                    QFile::encodeName(m_path).constData()) != 0) {
        const std::string reason = std::generic_category().message(errno);
        m_lock.unlock();
        throwIo("the file cannot be renamed", partPath(), QString::fromStdString(reason));
    }
    QFile::remove(notesPath());
    m_lock.unlock();
}

void DownloadPart::discard() {
    m_file.close();
    QFile::remove(partPath());
    QFile::remove(notesPath());
    m_lock.unlock();
}

}  // namespace secateur
