#include <QActionGroup>
#include <QDockWidget>
#include <QMenuBar>
#include <QTabWidget>
#include <QToolBar>

#include "ui/shell/colour_scheme.h"
#include "ui/shell/main_window.h"
#include "ui/shell/recent_files.h"

namespace secateur {

namespace {

QMenu* colourMenu(QWidget* parent) {
    auto* menu = new QMenu(QObject::tr("&Colours"), parent);
    auto* group = new QActionGroup(menu);
    const std::pair<QString, ColourScheme> choices[] = {
        {QObject::tr("As the &desktop"), ColourScheme::System},
        {QObject::tr("&Light"), ColourScheme::Light},
        {QObject::tr("D&ark"), ColourScheme::Dark}};
    for (const auto& [text, scheme] : choices) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(scheme == savedColourScheme());
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, menu,
                         [scheme = scheme] { chooseColourScheme(scheme); });
    }
    return menu;
}

}  // namespace

/// Every drawing of the page in front; the shortcut takes the first.
QMenu* MainWindow::copyMenu() {
    auto* menu = new QMenu(tr("Copy one &drawing"), this);
    menu->setObjectName("copyMenu");
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        for (Exportable* drawing : m_pages->drawingsInFront()) {
            QAction* action = menu->addAction(drawing->exportName(), this,
                                              [this, drawing] { copyDrawing(*drawing); });
            action->setEnabled(!drawing->csv().isEmpty());
        }
    });
    return menu;
}

void MainWindow::setupMenus() {
    const Actions& a = *m_actions;
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addActions({a.newStudy, a.open, a.openData});
    file->addMenu(recentMenu(this, [this](const QString& path) { openPath(path); }));
    file->addSeparator();
    file->addActions({a.getCifar10});
    file->addSeparator();
    file->addActions({a.saveCopy, a.exportNetwork, a.exportDrawings, a.exportReport});
    file->addSeparator();
    file->addAction(a.quit);

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    QAction* undo = m_workspace->undoStack().createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction* redo = m_workspace->undoStack().createRedoAction(this, tr("&Redo"));
    redo->setShortcut(QKeySequence::Redo);
    edit->addActions({undo, redo});
    edit->addSeparator();
    edit->addAction(a.copyPicture);
    edit->addMenu(copyMenu());

    QMenu* run = menuBar()->addMenu(tr("&Run"));
    run->addActions(a.stages());
    run->addSeparator();
    run->addActions(a.quantization());
    run->addSeparator();
    run->addAction(a.cancelAll);

    m_viewMenu = menuBar()->addMenu(tr("&View"));
    for (int i = 0; i < m_tabs->count(); ++i) {
        QAction* page = m_viewMenu->addAction(m_tabs->tabText(i), this,
                                              [this, i] { m_tabs->setCurrentIndex(i); });
        page->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(i + 1)));
    }
    m_viewMenu->addSeparator();
    for (QDockWidget* dock : findChildren<QDockWidget*>()) {
        m_viewMenu->addAction(dock->toggleViewAction());
    }
    m_viewMenu->addMenu(colourMenu(this));

    menuBar()->addMenu(tr("&Help"))->addAction(a.about);
}

void MainWindow::setupToolBar() {
    QToolBar* bar = addToolBar(tr("Stages"));
    bar->setObjectName("stagesBar");
    bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    const Actions& a = *m_actions;
    bar->addAction(a.open);
    bar->addSeparator();
    bar->addActions(a.stages());
    bar->addSeparator();
    bar->addAction(a.exportDrawings);
}

}  // namespace secateur
