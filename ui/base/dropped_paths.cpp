#include "ui/base/dropped_paths.h"

#include <QMimeData>
#include <QUrl>

namespace secateur {

DroppedPaths droppedPaths(const QMimeData& data) {
    DroppedPaths paths;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile()) {
            paths.local << url.toLocalFile();
        } else {
            paths.elsewhere << url.toString();
        }
    }
    return paths;
}

}  // namespace secateur
