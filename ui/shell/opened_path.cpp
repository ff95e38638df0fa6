#include "ui/shell/opened_path.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace secateur {

namespace {

constexpr qint64 kHeadBytes = 16;
constexpr char kPickleProtocol = '\x80';    // first byte of PyTorch's legacy files
constexpr qsizetype kSafetensorsBrace = 8;  // after the header's length

bool looksLikeCheckpoint(const QByteArray& head) {
    return head.startsWith("PK\x03\x04") || head.startsWith(kPickleProtocol) ||
           (head.size() > kSafetensorsBrace && head[kSafetensorsBrace] == '{');
}

}  // namespace

PathKind pathKind(const QString& path) {
    const QFileInfo info(path);
    if (!info.exists()) {
        return PathKind::Missing;
    }
    if (info.isDir()) {
        return PathKind::DataFolder;
    }
    QFile file(path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly)) {
        return PathKind::Unknown;
    }
    const QByteArray head = file.read(kHeadBytes);
    if (head.startsWith("SQLite format 3")) {
        return PathKind::Study;
    }
    return looksLikeCheckpoint(head) ? PathKind::Checkpoint : PathKind::Unknown;
}

QString whyNotOpened(const QString& path) {
    switch (pathKind(path)) {
        case PathKind::Missing:
            return QCoreApplication::translate("secateur", "There is no %1.").arg(path);
        case PathKind::Unknown:
            return QCoreApplication::translate(
                       "secateur",
                       "%1 is none of what Secateur opens: a study (*.secateur), a checkpoint "
                       "(PyTorch's .pth or .pt, or .safetensors), or a folder of images.")
                .arg(path);
        default:
            return {};
    }
}

}  // namespace secateur
