#include "ui/download/file_hasher.h"

#include <QElapsedTimer>

namespace secateur {

namespace {
constexpr qint64 kSliceMs = 4;
constexpr qint64 kBlockBytes = 1 << 17;
}  // namespace

FileHasher::FileHasher(QObject* parent) : QObject(parent) {
    connect(&m_timer, &QTimer::timeout, this, &FileHasher::slice);
}

void FileHasher::start(const QString& path, QCryptographicHash::Algorithm algorithm) {
    cancel();
    m_hash = std::make_unique<QCryptographicHash>(algorithm);
    m_file.setFileName(path);
    m_timer.start(0);
}

void FileHasher::cancel() {
    m_timer.stop();
    m_file.close();
}

void FileHasher::slice() {
    if (!m_file.isOpen() && !m_file.open(QIODevice::ReadOnly)) {
        cancel();
        emit failed(m_file.errorString());
        return;
    }
    QElapsedTimer clock;
    clock.start();
    QByteArray block;
    do {
        block = m_file.read(kBlockBytes);
        m_hash->addData(block);
    } while (!block.isEmpty() && clock.elapsed() < kSliceMs);
    if (!block.isEmpty()) {
        emit progress(m_file.pos(), m_file.size());
        return;
    }
    const bool whole = m_file.error() == QFileDevice::NoError;
    const QString reason = m_file.errorString();
    cancel();
    if (whole) {
        emit done(m_hash->result().toHex());
    } else {
        emit failed(reason);
    }
}

}  // namespace secateur
