#include "ui/base/drawing_font.h"

#include <QFontInfo>
#include <algorithm>

namespace secateur {

QFont drawingFont(const QWidget& widget, double factor) {
    QFont font = widget.font();
    font.setPixelSize(std::max(7, qRound(QFontInfo(font).pixelSize() * factor)));
    return font;
}

}  // namespace secateur
