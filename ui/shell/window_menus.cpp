#include "ui/shell/window_menus.h"

#include <QDockWidget>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QMainWindow>
#include <QMenuBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>

#include "ui/base/line_icon.h"
#include "ui/base/translation.h"
#include "ui/shell/actions.h"
#include "ui/shell/export_actions.h"
#include "ui/shell/file_actions.h"
#include "ui/shell/recent_files.h"
#include "ui/workspace/workspace.h"

namespace secateur {

namespace {

void fillViewMenu(QMenu& menu, QMainWindow& window, const Actions& actions, QTabWidget& tabs) {
    menu.addActions({actions.back, actions.forward});
    menu.addSeparator();
    for (int i = 0; i < tabs.count(); ++i) {
        QAction* page =
            menu.addAction(tabs.tabText(i), &tabs, [&tabs, i] { tabs.setCurrentIndex(i); });
        page->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(i + 1)));
    }
    menu.addSeparator();
    for (QDockWidget* dock : window.findChildren<QDockWidget*>()) {
        menu.addAction(dock->toggleViewAction());
    }
}

}  // namespace

void addMenus(QMainWindow& window, const Actions& actions, FileActions& files,
              ExportActions& exports, Workspace& workspace, QTabWidget& tabs) {
    const Actions& a = actions;
    QMenu* file = window.menuBar()->addMenu(Text::tr("&File"));
    file->addActions({a.startPage, a.newStudy, a.open, a.openData});
    file->addMenu(recentMenu(&window, [&files](const QString& path) { files.openPath(path); }));
    file->addSeparator();
    file->addActions({a.getCifar10});
    file->addSeparator();
    file->addActions(
        {a.saveCopy, a.showInFolder, a.exportNetwork, a.exportDrawings, a.exportReport});
    file->addSeparator();
    file->addAction(a.quit);

    QMenu* edit = window.menuBar()->addMenu(Text::tr("&Edit"));
    QAction* undo = workspace.undoStack().createUndoAction(&window, Text::tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction* redo = workspace.undoStack().createRedoAction(&window, Text::tr("&Redo"));
    redo->setShortcut(QKeySequence::Redo);
    edit->addActions({undo, redo});
    edit->addSeparator();
    edit->addAction(a.copyPicture);
    edit->addMenu(exports.copyMenu());
    edit->addSeparator();
    edit->addAction(a.preferences);

    QMenu* run = window.menuBar()->addMenu(Text::tr("&Run"));
    run->addActions(a.stages());
    run->addSeparator();
    run->addActions(a.longWays() + a.quantization());
    run->addActions({a.measureSpeed, a.timeLayers});
    run->addSeparator();
    run->addAction(a.changeSettings);
    run->addSeparator();
    run->addActions({a.elsewhere, a.cancelAll});

    fillViewMenu(*window.menuBar()->addMenu(Text::tr("&View")), window, a, tabs);
    window.menuBar()
        ->addMenu(Text::tr("&Help"))
        ->addActions({a.manualOfPage, a.manual, a.shortcuts, a.about});
}

void addViewButtons(QTabWidget& tabs, const Actions& actions) {
    auto* buttons = new QWidget(&tabs);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (QAction* action : {actions.back, actions.forward}) {
        action->setIcon(lineIcon(action->objectName()));
        action->setIconVisibleInMenu(false);
        auto* button = new QToolButton(buttons);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setAutoRaise(true);
        button->setDefaultAction(action);
        row->addWidget(button);
    }
    tabs.setCornerWidget(buttons, Qt::TopLeftCorner);
}

void addStagesBar(QMainWindow& window, const Actions& actions) {
    QToolBar* bar = window.addToolBar(Text::tr("Stages"));
    bar->setObjectName("stagesBar");
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const int side = QFontMetrics(bar->font()).height();
    bar->setIconSize(QSize(side, side));
    bar->addAction(actions.open);
    bar->addSeparator();
    bar->addActions(actions.stages());
    bar->addSeparator();
    bar->addAction(actions.exportDrawings);
    for (QAction* action : bar->actions()) {
        action->setIcon(lineIcon(action->objectName()));
        action->setIconVisibleInMenu(false);
    }
}

}  // namespace secateur
