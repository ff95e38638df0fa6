#pragma once

#include <QMenu>
#include <QString>
#include <QStringList>
#include <functional>

namespace secateur {

/// The last files and folders that were opened, newest first, kept in QSettings.
QStringList recentFiles();
void addRecentFile(const QString& path);
/// What a study held when it was last looked at, kept beside the list; empty: not known.
QString recentDescription(const QString& path);
void describeRecentFile(const QString& path, const QString& description);

/// A submenu that lists them; `open` is called with the one chosen.
QMenu* recentMenu(QWidget* parent, std::function<void(const QString&)> open);

}  // namespace secateur
