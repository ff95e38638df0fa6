#pragma once

#include <QFont>
#include <QWidget>

namespace secateur {

/// The widget's font in pixels, so that it is as large on an exported page as in the window.
QFont drawingFont(const QWidget& widget, double factor = 1.0);

}  // namespace secateur
