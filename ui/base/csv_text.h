#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace secateur {

/// One RFC 4180 line with its LF; fields are quoted where they must be.
QByteArray csvLine(const QStringList& fields);
/// The shortest text that reads back as the same double, '.' decimals; empty for NaN.
QString csvNumber(double value);

}  // namespace secateur
