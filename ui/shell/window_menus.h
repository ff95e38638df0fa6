#pragma once

class QMenu;
class QMainWindow;
class QTabWidget;

namespace secateur {

struct Actions;
class ExportActions;
class FileActions;
class Workspace;

/// Fills the menu bar: the program's actions, the pages of `tabs`, the docks of the window so far.
void addMenus(QMainWindow& window, const Actions& actions, FileActions& files,
              ExportActions& exports, Workspace& workspace, QTabWidget& tabs);
void addStagesBar(QMainWindow& window, const Actions& actions);
/// Back and Forward, before the first tab.
void addViewButtons(QTabWidget& tabs, const Actions& actions);

}  // namespace secateur
