#include "ui/base/show_in_folder.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>

namespace secateur {

bool showInFolder(const QString& path) {
    const QFileInfo file(path);
    const QFileInfo folder(file.isDir() ? file.absoluteFilePath() : file.absolutePath());
    return folder.isDir() &&
           QDesktopServices::openUrl(QUrl::fromLocalFile(folder.absoluteFilePath()));
}

}  // namespace secateur
