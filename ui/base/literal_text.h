#pragma once

#include <QString>

namespace secateur {

/// A name of the user's on a button or in a menu, where '&' would underline what follows it and a
/// line break would cover the next line.
QString literally(const QString& name);

}  // namespace secateur
