#include "ui/shell/known_networks.h"

#include <QDateTime>
#include <QFileInfo>
#include <QSettings>

namespace secateur {

namespace {

constexpr const char* kKey = "knownNetworks";

QString whole(const QString& path) {
    return QFileInfo(path).absoluteFilePath();
}

}  // namespace

void rememberNetworks(const QString& study, const QStringList& digests) {
    QSettings settings;
    const QVariantMap before = settings.value(kKey).toMap();
    QVariantMap kept;
    for (auto known = before.begin(); known != before.end(); ++known) {
        if (QFileInfo::exists(known.key())) {
            kept.insert(known.key(), known.value());
        }
    }
    kept.insert(whole(study), digests);
    if (kept != before) {
        settings.setValue(kKey, kept);
    }
}

QString otherStudyWith(const QString& digest, const QString& study) {
    const QVariantMap known = QSettings().value(kKey).toMap();
    QString found;
    for (auto each = known.begin(); each != known.end(); ++each) {
        const QFileInfo file(each.key());
        if (each.value().toStringList().contains(digest) && file.exists() &&
            each.key() != whole(study) &&
            (found.isEmpty() || file.lastModified() > QFileInfo(found).lastModified())) {
            found = each.key();
        }
    }
    return found;
}

}  // namespace secateur
