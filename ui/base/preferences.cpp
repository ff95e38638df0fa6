#include "ui/base/preferences.h"

#include <QDir>
#include <QSettings>
#include <QStandardPaths>
#include <algorithm>

namespace secateur {

namespace {

constexpr const char* kThreads = "threads";
constexpr const char* kMeasure = "measureAtOpening";
constexpr const char* kFirstLook = "firstLookImages";
constexpr const char* kSweep = "sweepImages";
constexpr const char* kCache = "cacheMegabytes";
constexpr const char* kDisk = "diskGigabytes";
constexpr const char* kFolder = "studyFolder";
constexpr const char* kLauncher = "launcher";
constexpr const char* kSizes = "sizes";
constexpr const char* kLanguage = "language";

}  // namespace

/// Anybody may have written the file.
bool isLauncher(const QString& launcher) {
    return launcher.contains(QLatin1String("{command}")) ||
           launcher.contains(QLatin1String("{quoted}"));
}

Preferences preferences() {
    const QSettings settings;
    const Preferences usual;
    Preferences kept;
    kept.threads = std::clamp(settings.value(kThreads, usual.threads).toInt(), 0, 1024);
    kept.measureAtOpening = settings.value(kMeasure, usual.measureAtOpening).toBool();
    kept.firstLookImages = std::max<int64_t>(
        1, settings.value(kFirstLook, qint64(usual.firstLookImages)).toLongLong());
    kept.sweepImages =
        std::max<int64_t>(0, settings.value(kSweep, qint64(usual.sweepImages)).toLongLong());
    kept.cacheMegabytes = std::clamp<int64_t>(
        settings.value(kCache, qint64(usual.cacheMegabytes)).toLongLong(), 0, 1'000'000);
    kept.diskGigabytes = std::clamp<int64_t>(
        settings.value(kDisk, qint64(usual.diskGigabytes)).toLongLong(), 0, 100'000);
    kept.studyFolder = settings.value(kFolder).toString();
    kept.launcher = settings.value(kLauncher).toString();
    kept.sizes =
        findEnum<SizeUnit>(settings.value(kSizes).toString().toStdString()).value_or(usual.sizes);
    kept.language = settings.value(kLanguage).toString();
    return kept;
}

int64_t usualFirstLook() {
    const Preferences kept = preferences();
    return kept.measureAtOpening ? kept.firstLookImages : 0;
}

void savePreferences(const Preferences& chosen) {
    QSettings settings;
    settings.setValue(kThreads, chosen.threads);
    settings.setValue(kMeasure, chosen.measureAtOpening);
    settings.setValue(kFirstLook, qint64(chosen.firstLookImages));
    settings.setValue(kSweep, qint64(chosen.sweepImages));
    settings.setValue(kCache, qint64(chosen.cacheMegabytes));
    settings.setValue(kDisk, qint64(chosen.diskGigabytes));
    settings.setValue(kFolder, chosen.studyFolder);
    settings.setValue(kLauncher, chosen.launcher);
    settings.setValue(kSizes, enumName(chosen.sizes));
    settings.setValue(kLanguage, chosen.language);
}

QString defaultStudyFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
}

QString studyFolder() {
    const QString chosen = preferences().studyFolder;
    const QString folder = chosen.isEmpty() ? defaultStudyFolder() : chosen;
    QDir().mkpath(folder);
    return folder;
}

}  // namespace secateur
