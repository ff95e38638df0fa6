#pragma once

#include <QStringList>

class QMimeData;

namespace secateur {

/// What another program hands over by drag and drop.
struct DroppedPaths {
    QStringList local;
    QStringList elsewhere;  ///< addresses of no file of this machine
};
DroppedPaths droppedPaths(const QMimeData& data);

}  // namespace secateur
