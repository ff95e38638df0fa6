#pragma once

#include <QString>

namespace secateur {

/// Light or dark as the desktop says, or as the user chose.
enum class ColourScheme { System, Light, Dark };

QString colourSchemeName(ColourScheme scheme);  ///< for people
ColourScheme savedColourScheme();
/// Applies it to the running application and keeps it.
void chooseColourScheme(ColourScheme scheme);
/// Applies what was saved. Call once, after the QApplication was made.
void setupColours();

}  // namespace secateur
