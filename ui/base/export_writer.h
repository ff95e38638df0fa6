#pragma once

#include <QImage>
#include <QSize>
#include <QString>

#include "ui/base/exportable.h"

namespace secateur {

/// A picture of `size` device-independent pixels, `scale` pixels each, on white.
QImage exportImage(Exportable& drawing, const QSize& size, double scale);

/// Writes `path` in the format that its extension says: png, svg, pdf or csv. The file appears
/// whole or not at all. Throws Error(Io) (full disk, permission), Error(InvalidArgument) for
/// another extension or nothing drawn.
void exportTo(Exportable& drawing, const QString& path, const QSize& size, double scale);

/// Puts the picture and, as text, the numbers on the clipboard.
void copyToClipboard(Exportable& drawing, const QSize& size, double scale);

}  // namespace secateur
