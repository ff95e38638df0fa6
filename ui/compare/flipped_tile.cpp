#include "ui/compare/flipped_tile.h"

#include <QFontInfo>
#include <algorithm>

#include "ui/compare/compare_style.h"
#include "ui/compare/flipped_images_model.h"

namespace secateur {

namespace {

constexpr int kPadding = 5;
constexpr double kSmallest = 0.75;    // of the font, before a text is broken or cut
constexpr double kChangeSize = 0.88;  // of the font
constexpr int kChangeLines = 2;

struct Mark {
    QString sign;  ///< so that it is not said by colour alone
    QColor colour;
};

Mark markOf(FlipKind kind, const Theme& theme) {
    switch (kind) {
        case FlipKind::Broken:
            return {QStringLiteral("✗ "), worseColour(theme)};
        case FlipKind::Repaired:
            return {QStringLiteral("✓ "), betterColour(theme)};
        case FlipKind::BothWrong:
            break;
    }
    return {QStringLiteral("≠ "), theme.outline};
}

/// A point size would be another size on another device.
QFont inPixels(QFont font, double factor, bool bold) {
    font.setPixelSize(std::max(6, qRound(QFontInfo(font).pixelSize() * factor)));
    font.setBold(bold);
    return font;
}

/// Long names get smaller before they are broken or cut.
QFont fitted(const QFont& font, const QString& text, double width) {
    const double needed = QFontMetricsF(font).horizontalAdvance(text);
    return needed <= width ? font
                           : inPixels(font, std::max(kSmallest, width / needed), font.bold());
}

/// In one line where it fits, or broken behind its arrow.
QStringList changeLines(const QString& change, const QFont& font, double width) {
    const QString arrow = QStringLiteral(" → ");
    const qsizetype at = change.indexOf(arrow);
    const QFontMetricsF metrics(font);
    return at < 0 || metrics.horizontalAdvance(change) <= width
               ? QStringList{change}
               : QStringList{change.left(at) + arrow.chopped(1), change.mid(at + arrow.size())};
}

}  // namespace

QSize tileSize(int side, const QFont& font) {
    const double lines = QFontMetricsF(inPixels(font, 1.0, true)).height() +
                         kChangeLines * QFontMetricsF(inPixels(font, kChangeSize, false)).height();
    return {side + 4 * kPadding, side + 3 * kPadding + qRound(lines) + 4};
}

void paintTile(QPainter& painter, const QRectF& area, int side, const QFont& font,
               const Theme& theme, const FlippedTile& tile) {
    const Mark mark = markOf(tile.kind, theme);
    const QRectF box(area.center().x() - side / 2.0, area.top() + kPadding, side, side);
    if (tile.image.isNull()) {
        painter.fillRect(box, theme.grid);
    } else {
        const QSizeF size = QSizeF(tile.image.size()).scaled(box.size(), Qt::KeepAspectRatio);
        QRectF target(QPointF(0, 0), size);
        target.moveCenter(box.center());
        painter.setRenderHint(QPainter::SmoothPixmapTransform, tile.image.width() > side);
        painter.drawImage(target, tile.image);
    }
    painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 4), mark.colour);
    const double width = area.width() - 2 * kPadding;
    double y = box.bottom() + 4 + 2;
    const auto write = [&](const QFont& wished, const QString& text) {
        const QFont lineFont = fitted(wished, text, width);
        const QFontMetricsF metrics(lineFont);
        painter.setFont(lineFont);
        painter.setPen(theme.text);
        painter.drawText(QRectF(area.left() + kPadding, y, width, metrics.height()),
                         Qt::AlignHCenter | Qt::AlignVCenter,
                         metrics.elidedText(text, Qt::ElideRight, width));
        y += metrics.height();
    };
    write(inPixels(font, 1.0, true), mark.sign + tile.label);
    const QFont small = inPixels(font, kChangeSize, false);
    for (const QString& line : changeLines(tile.change, small, width)) {
        write(small, line);
    }
}

void FlippedTileDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
    painter->save();
    const Theme theme = themeFor(option.palette);
    const QRectF area = QRectF(option.rect).adjusted(1, 1, -1, -1);
    if (option.state & QStyle::State_Selected) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(theme.accent, 2));
        painter->setBrush(blended(theme.background, theme.accent, 0.2));
        painter->drawRoundedRect(area, 4, 4);
    }
    paintTile(*painter, area, m_side, option.font, theme,
              {index.data(FlippedImagesModel::PictureRole).value<QImage>(),
               index.data(FlippedImagesModel::LabelRole).toString(),
               index.data(FlippedImagesModel::ChangeRole).toString(),
               static_cast<FlipKind>(index.data(FlippedImagesModel::KindRole).toInt())});
    painter->restore();
}

QSize FlippedTileDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return tileSize(m_side, option.font);
}

}  // namespace secateur
