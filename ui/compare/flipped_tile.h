#pragma once

#include <QFont>
#include <QImage>
#include <QPainter>
#include <QString>
#include <QStyledItemDelegate>

#include "core/analysis/answer_changes.h"
#include "core/report/comparison.h"
#include "ui/base/theme.h"

namespace secateur {

/// A flipped image as it is drawn: the picture, the true class, both predictions.
struct FlippedTile {
    QImage image;  ///< null: a grey box
    QString label;
    QString change;
    FlipKind kind = FlipKind::Broken;
};

/// The size of a tile whose picture has `side` pixels.
QSize tileSize(int side, const QFont& font);
/// Pictures of few pixels are enlarged with all their pixels visible.
void paintTile(QPainter& painter, const QRectF& area, int side, const QFont& font,
               const Theme& theme, const FlippedTile& tile);

/// Draws the rows of a FlippedImagesModel as tiles.
class FlippedTileDelegate : public QStyledItemDelegate {
    Q_OBJECT

 public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setSide(int side) { m_side = side; }
    int side() const { return m_side; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
    int m_side = 112;
};

}  // namespace secateur
