#pragma once

#include <QString>
#include <QStringList>

namespace secateur {

/// Which networks from outside the studies hold that this program has seen, by their weights
/// (weightsDigest), whatever the file that they were read from is called. Kept in QSettings.

/// Of this study's networks, given by Variant::digest, those of which it is not known yet what
/// weights they have. Other networks of the study are forgotten, and studies that are gone.
QStringList unknownNetworks(const QString& study, const QStringList& networks);
void rememberNetwork(const QString& study, const QString& network, const QString& weights);
/// The study with these weights that was written last; empty: none is known.
QString studyWith(const QString& weights);

}  // namespace secateur
