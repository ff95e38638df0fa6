#include "ui/shell/recent_files.h"

#include <QFileInfo>
#include <QSettings>

#include "ui/base/translation.h"

namespace secateur {

namespace {

constexpr int kMostRecent = 10;
constexpr const char* kRecentKey = "recent";
constexpr const char* kDescriptionsKey = "recentDescriptions";

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

QString recentDescription(const QString& path) {
    return QSettings().value(kDescriptionsKey).toMap().value(whole(path)).toString();
}

void describeRecentFile(const QString& path, const QString& description) {
    const QVariantMap before = QSettings().value(kDescriptionsKey).toMap();
    QVariantMap kept;  // of what is in the list, so that it does not grow for ever
    for (const QString& file : recentFiles()) {
        if (before.contains(file)) {
            kept.insert(file, before.value(file));
        }
    }
    kept.insert(whole(path), description);
    if (kept != before) {
        QSettings().setValue(kDescriptionsKey, kept);
    }
}

QMenu* recentMenu(QWidget* parent, std::function<void(const QString&)> open) {
    auto* menu = new QMenu(Text::tr("Open recen&t"), parent);
    menu->setObjectName("recentMenu");
    QObject::connect(menu, &QMenu::aboutToShow, menu, [menu, open = std::move(open)] {
        menu->clear();
        for (const QString& path : recentFiles()) {
            QAction* action = menu->addAction(path);
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
