#include "ui/shell/colour_scheme.h"

#include <QApplication>
#include <QSettings>

#include "ui/base/theme.h"
#include "ui/base/translation.h"
#include "ui/shell/outlined_style.h"

namespace secateur {

namespace {

constexpr const char* kSchemeKey = "colourScheme";

/// What the platform gave before anything was chosen.
const QPalette& systemPalette() {
    static const QPalette palette = QApplication::palette();
    return palette;
}

void apply(ColourScheme scheme) {
    QApplication::setPalette(scheme == ColourScheme::Dark    ? darkPalette()
                             : scheme == ColourScheme::Light ? lightPalette()
                                                             : systemPalette());
}

}  // namespace

QString colourSchemeName(ColourScheme scheme) {
    return scheme == ColourScheme::Light  ? Text::tr("Light")
           : scheme == ColourScheme::Dark ? Text::tr("Dark")
                                          : Text::tr("As the desktop");
}

ColourScheme savedColourScheme() {
    const QString name = QSettings().value(kSchemeKey).toString();
    return name == "light"  ? ColourScheme::Light
           : name == "dark" ? ColourScheme::Dark
                            : ColourScheme::System;
}

void chooseColourScheme(ColourScheme scheme) {
    QSettings().setValue(kSchemeKey, scheme == ColourScheme::Light  ? "light"
                                     : scheme == ColourScheme::Dark ? "dark"
                                                                    : "system");
    apply(scheme);
}

void setupColours() {
    // One style everywhere: the drawings are designed with it, and it obeys any palette.
    QApplication::setStyle(new OutlinedStyle);
    systemPalette();
    apply(savedColourScheme());
}

}  // namespace secateur
