#pragma once

#include <QMenu>
#include <QString>
#include <QStringList>
#include <cstdint>
#include <functional>
#include <vector>

namespace secateur {

/// The last files and folders that were opened, newest first, kept in QSettings.
QStringList recentFiles();
void addRecentFile(const QString& path);
/// What a study held when it was last looked at, kept beside the list.
struct RecentStudy {
    QString description;          ///< empty: not known
    std::vector<int64_t> widths;  ///< of the layers with weights, in channels; empty: not known
};
RecentStudy recentStudy(const QString& path);
void keepRecentStudy(const QString& path, const RecentStudy& study);

/// A submenu that lists them; `open` is called with the one chosen.
QMenu* recentMenu(QWidget* parent, std::function<void(const QString&)> open);

}  // namespace secateur
