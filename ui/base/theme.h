#pragma once

#include <QColor>
#include <QPalette>

namespace secateur {

/// The colours that plots and drawings use, derived from the palette of the widget they are in, so
/// that light and dark follow the system. Views ask again in changeEvent(PaletteChange).
struct Theme {
    bool dark = false;
    QColor background;  ///< of plots
    QColor text;
    QColor mutedText;
    QColor grid;
    QColor outline;  ///< of shapes
    QColor accent;   ///< of what is selected
    QColor warning;  ///< of what is over the tolerance
};

Theme themeFor(const QPalette& palette);
/// Of exported pictures: papers are white.
Theme paperTheme();

/// The program's own palettes.
QPalette lightPalette();
QPalette darkPalette();

/// Eight colours that colour-blind people can tell apart (Okabe and Ito 2008), repeated.
/// On a dark background the black is a light grey.
QColor categoricalColour(int index, bool dark);

/// Cividis (Nunez, Anderton, Renslow 2018), perceptually uniform and safe for colour-blind people:
/// `t` in [0, 1] from dark blue to yellow. NaN gives a transparent colour.
QColor sequentialColour(double t);

/// Black or white, whichever reads better on `background`.
QColor readableOn(const QColor& background);

}  // namespace secateur
