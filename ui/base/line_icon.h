#pragma once

#include <QIcon>
#include <QString>

namespace secateur {

/// An icon of lines that comes with the program (resources/icons/stages/NAME.svg), drawn in the
/// colour of texts, so that it suits light and dark. Null where there is none of this name.
QIcon lineIcon(const QString& name);

}  // namespace secateur
