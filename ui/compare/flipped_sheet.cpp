#include "ui/compare/flipped_sheet.h"

#include <algorithm>

#include "ui/compare/compare_style.h"

namespace secateur {

namespace {

constexpr int kSide = 84;
constexpr size_t kColumns = 12;

/// Viewers of SVG and PDF blur the pixels of a small picture that they enlarge.
QImage enlarged(const QImage& image) {
    const int times = image.isNull() ? 1 : kSide / image.width();
    return times > 1
               ? image.scaled(image.size() * times * 2, Qt::KeepAspectRatio, Qt::FastTransformation)
               : image;
}

double titleHeight(const QFont& font) {
    return QFontMetricsF(font).height() * 2;
}

}  // namespace

void paintFlippedSheet(QPainter& painter, const QSizeF& size, const QFont& font,
                       const QString& title, size_t count,
                       const std::function<FlippedTile(size_t)>& tile) {
    const Theme theme = paperTheme();
    const QSizeF each = tileSize(kSide, font);
    const double top = titleHeight(font);
    double scale = 0.0;
    size_t columns = 1;
    for (size_t tried = 1; tried <= count; ++tried) {
        const auto rows = static_cast<double>((count + tried - 1) / tried);
        const double fits = std::min(size.width() / (each.width() * static_cast<double>(tried)),
                                     (size.height() - top) / (each.height() * rows));
        if (fits > scale) {
            scale = fits;
            columns = tried;
        }
    }
    painter.fillRect(QRectF(QPointF(0, 0), size), theme.background);
    painter.setFont(font);
    painter.setPen(theme.text);
    const QRectF line(8, 0, size.width() - 16, top);
    painter.drawText(line, Qt::AlignVCenter,
                     QFontMetricsF(font).elidedText(title, Qt::ElideMiddle, line.width()));
    painter.translate(0, top);
    painter.scale(scale, scale);
    for (size_t i = 0; i < count; ++i) {
        const QPointF corner(each.width() * static_cast<double>(i % columns),
                             each.height() * static_cast<double>(i / columns));
        FlippedTile drawn = tile(i);
        drawn.image = enlarged(drawn.image);
        paintTile(painter, QRectF(corner, each), kSide, font, theme, drawn);
    }
}

QSize flippedSheetSize(size_t count, const QFont& font) {
    const QSize each = tileSize(kSide, font);
    const size_t columns = std::clamp<size_t>(count, 1, kColumns);
    const size_t rows = (std::max<size_t>(count, 1) + columns - 1) / columns;
    return {std::max(640, static_cast<int>(columns) * each.width()),
            static_cast<int>(titleHeight(font)) + static_cast<int>(rows) * each.height()};
}

}  // namespace secateur
