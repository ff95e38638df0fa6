#include "ui/shell/recent_files.h"

#include <QFileInfo>
#include <QSettings>

#include "ui/base/translation.h"

namespace secateur {

namespace {

constexpr int kMostRecent = 10;
constexpr const char* kRecentKey = "recent";

}  // namespace

QStringList recentFiles() {
    return QSettings().value(kRecentKey).toStringList();
}

void addRecentFile(const QString& path) {
    const QString whole = QFileInfo(path).absoluteFilePath();
    QStringList files = recentFiles();
    files.removeAll(whole);
    files.prepend(whole);
    QSettings().setValue(kRecentKey, QStringList(files.mid(0, kMostRecent)));
}

QMenu* recentMenu(QWidget* parent, std::function<void(const QString&)> open) {
    auto* menu = new QMenu(Text::tr("Open &recent"), parent);
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
