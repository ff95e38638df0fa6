#pragma once

#include <QProxyStyle>

namespace secateur {

/// Fusion, with a visible outline around check boxes: its own is darker than the window, which on a
/// dark window is next to nothing.
class OutlinedStyle : public QProxyStyle {
    Q_OBJECT

 public:
    OutlinedStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
};

}  // namespace secateur
