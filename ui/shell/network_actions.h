#pragma once

#include <QKeySequence>
#include <QObject>
#include <cstdint>
#include <functional>

class QAction;
class QMenu;
class QPoint;
class QWidget;

namespace secateur {

struct Actions;
class NetworksPanel;
class Workspace;

/// What can be done with one of the study's networks from their list: its menu and its keys.
class NetworkActions : public QObject {
    Q_OBJECT

 public:
    NetworkActions(const Actions& actions, Workspace& workspace, NetworksPanel& panel,
                   QWidget& window);

 private:
    QAction* add(const char* name, const QString& text, const QString& tip,
                 const QKeySequence& keys, std::function<void(int64_t)> act);
    void showMenu(const QPoint& place);
    void askNote(int64_t variant);
    void showCommand(int64_t variant);

    Workspace& m_workspace;
    NetworksPanel& m_panel;
    QWidget& m_window;
    QMenu* m_menu;
    QAction* m_restore = nullptr;
};

}  // namespace secateur
