#pragma once

#include <QProxyStyle>

namespace secateur {

/// Fusion, with a visible outline around check boxes: its own is darker than the window, which on a
/// dark window is next to nothing.
class OutlinedStyle : public QProxyStyle {
    Q_OBJECT

 public:
    OutlinedStyle();

    /// Buttons of dialogs are plain: their words say what they do.
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* result) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
};

}  // namespace secateur
