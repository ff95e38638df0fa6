#include "ui/shell/known_networks.h"

#include <QDateTime>
#include <QFileInfo>
#include <QSettings>

namespace secateur {

namespace {

constexpr const char* kKey = "knownWeights";  // by study, weights by network

QString whole(const QString& path) {
    return QFileInfo(path).absoluteFilePath();
}

}  // namespace

QStringList unknownNetworks(const QString& study, const QStringList& networks) {
    QSettings settings;
    const QVariantMap before = settings.value(kKey).toMap();
    QVariantMap kept;
    for (auto known = before.begin(); known != before.end(); ++known) {
        if (QFileInfo::exists(known.key())) {
            kept.insert(known.key(), known.value());
        }
    }
    const QVariantMap known = kept.value(whole(study)).toMap();
    QVariantMap weights;
    QStringList unknown;
    for (const QString& network : networks) {
        if (known.contains(network)) {
            weights.insert(network, known.value(network));
        } else {
            unknown << network;
        }
    }
    kept.insert(whole(study), weights);
    if (kept != before) {
        settings.setValue(kKey, kept);
    }
    return unknown;
}

void rememberNetwork(const QString& study, const QString& network, const QString& weights) {
    QSettings settings;
    QVariantMap known = settings.value(kKey).toMap();
    QVariantMap networks = known.value(whole(study)).toMap();
    networks.insert(network, weights);
    known.insert(whole(study), networks);
    settings.setValue(kKey, known);
}

QString studyWith(const QString& weights) {
    const QVariantMap known = QSettings().value(kKey).toMap();
    QString found;
    for (auto each = known.begin(); each != known.end(); ++each) {
        const QFileInfo file(each.key());
        if (each.value().toMap().values().contains(weights) && file.exists() &&
            (found.isEmpty() || file.lastModified() > QFileInfo(found).lastModified())) {
            found = each.key();
        }
    }
    return found;
}

}  // namespace secateur
