#pragma once

#include <QFont>
#include <QPainter>
#include <QSize>
#include <QString>
#include <functional>

#include "ui/compare/flipped_tile.h"

namespace secateur {

/// A contact sheet of `count` tiles below a title, as large as `size` lets them be, on white.
void paintFlippedSheet(QPainter& painter, const QSizeF& size, const QFont& font,
                       const QString& title, size_t count,
                       const std::function<FlippedTile(size_t)>& tile);
/// The size in which it looks right.
QSize flippedSheetSize(size_t count, const QFont& font);

}  // namespace secateur
