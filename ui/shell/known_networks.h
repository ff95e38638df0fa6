#pragma once

#include <QString>
#include <QStringList>

namespace secateur {

/// Which networks from outside the studies hold that this program has seen, by the digests of their
/// files in the study (Variant::digest): the same weights have the same digest, whatever the file
/// that they were read from is called. Kept in QSettings; studies that are gone are forgotten.
void rememberNetworks(const QString& study, const QStringList& digests);
/// Another study than `study` with this network, the one that was written last; empty: none is
/// known.
QString otherStudyWith(const QString& digest, const QString& study);

}  // namespace secateur
