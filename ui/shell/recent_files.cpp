#include "ui/shell/recent_files.h"

#include <QFileInfo>
#include <QSettings>

#include "ui/base/literal_text.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

constexpr int kMostRecent = 10;
constexpr const char* kRecentKey = "recent";
constexpr const char* kStudiesKey = "recentStudies";
constexpr const char* kDescription = "description";
constexpr const char* kWidths = "widths";

QString whole(const QString& path) {
    return QFileInfo(path).absoluteFilePath();
}

}  // namespace

QStringList recentFiles() {
    return QSettings().value(kRecentKey).toStringList();
}

void addRecentFile(const QString& path) {
    QStringList files = recentFiles();
    files.removeAll(whole(path));
    files.prepend(whole(path));
    QSettings().setValue(kRecentKey, QStringList(files.mid(0, kMostRecent)));
}

RecentStudy recentStudy(const QString& path) {
    const QVariantMap kept = QSettings().value(kStudiesKey).toMap().value(whole(path)).toMap();
    RecentStudy study{kept.value(kDescription).toString(), {}};
    for (const QVariant& width : kept.value(kWidths).toList()) {
        if (width.toLongLong() > 0) {  // a file of settings may hold anything
            study.widths.push_back(width.toLongLong());
        }
    }
    return study;
}

void keepRecentStudy(const QString& path, const RecentStudy& study) {
    const QVariantMap before = QSettings().value(kStudiesKey).toMap();
    QVariantMap kept;  // of what is in the list, so that it does not grow for ever
    for (const QString& file : recentFiles()) {
        if (before.contains(file)) {
            kept.insert(file, before.value(file));
        }
    }
    QVariantList widths;
    for (const int64_t width : study.widths) {
        widths << QVariant(qlonglong(width));
    }
    kept.insert(whole(path), QVariantMap{{kDescription, study.description}, {kWidths, widths}});
    if (kept != before) {
        QSettings().setValue(kStudiesKey, kept);
    }
}

QMenu* recentMenu(QWidget* parent, std::function<void(const QString&)> open) {
    auto* menu = new QMenu(Text::tr("Open recen&t"), parent);
    menu->setObjectName("recentMenu");
    QObject::connect(menu, &QMenu::aboutToShow, menu, [menu, open = std::move(open)] {
        menu->clear();
        for (const QString& path : recentFiles()) {
            QAction* action = menu->addAction(literally(path));
            action->setEnabled(QFileInfo::exists(path));
            QObject::connect(action, &QAction::triggered, menu, [open, path] { open(path); });
        }
        if (menu->isEmpty()) {
            menu->addAction(Text::tr("Nothing opened yet"))->setEnabled(false);
        }
    });
    return menu;
}

}  // namespace secateur
