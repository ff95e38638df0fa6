#include "ui/shell/help_actions.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/base/machine.h"
#include "ui/base/mnemonic.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/shell/actions.h"
#include "ui/shell/colour_scheme.h"
#include "ui/shell/help_window.h"
#include "ui/shell/language.h"

namespace secateur {

namespace {

struct Shortcut {
    QString menu;
    QString command;
    QString keys;
    QString tip;
};

/// Of all that stands in a menu, in its order.
void collect(const QMenu& menu, const QString& name, std::vector<Shortcut>& found) {
    for (const QAction* action : menu.actions()) {
        if (action->menu() != nullptr) {
            collect(*action->menu(), name, found);
        } else if (!action->shortcut().isEmpty()) {
            found.push_back({name, withoutMnemonic(action->text()),
                             action->shortcut().toString(QKeySequence::NativeText),
                             action->toolTip()});
        }
    }
}

QTableWidget* shortcutTable(const std::vector<Shortcut>& shortcuts) {
    auto* table = new QTableWidget(static_cast<int>(shortcuts.size()), 3);
    table->setObjectName("shortcutTable");
    table->setAccessibleName(HelpActions::tr("Keyboard shortcuts"));
    table->setHorizontalHeaderLabels(
        {HelpActions::tr("Menu"), HelpActions::tr("Command"), HelpActions::tr("Keys")});
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() * 3 / 2);
    table->setShowGrid(false);
    table->horizontalHeader()->setStretchLastSection(true);
    for (int row = 0; row < table->rowCount(); ++row) {
        const Shortcut& one = shortcuts[static_cast<size_t>(row)];
        int column = 0;
        for (const QString& text : {one.menu, one.command, one.keys}) {
            auto* item = new QTableWidgetItem(text);
            item->setToolTip(one.tip);
            table->setItem(row, column++, item);
        }
    }
    table->resizeColumnsToContents();
    return table;
}

}  // namespace

HelpActions::HelpActions(const Actions& actions, std::function<QString()> chapter,
                         QMainWindow& window)
    : m_window(window) {
    connect(actions.manualOfPage, &QAction::triggered, this,
            [this, chapter = std::move(chapter)] { showManual(chapter()); });
    connect(actions.manual, &QAction::triggered, this, [this] { showManual("index.md"); });
    connect(actions.shortcuts, &QAction::triggered, this, &HelpActions::showShortcuts);
    connect(actions.preferences, &QAction::triggered, this, &HelpActions::askPreferences);
    connect(actions.about, &QAction::triggered, this, &HelpActions::showAbout);
}

void HelpActions::showManual(const QString& chapter) {
    if (m_help == nullptr) {
        m_help = new HelpWindow(&m_window);
    }
    m_help->showChapter(chapter);
}

void HelpActions::showShortcuts() {
    std::vector<Shortcut> shortcuts;
    for (const QAction* menu : m_window.menuBar()->actions()) {
        collect(*menu->menu(), withoutMnemonic(menu->text()), shortcuts);
    }
    auto* dialog = new QDialog(&m_window);
    dialog->setObjectName("shortcuts");
    dialog->setWindowTitle(tr("Keyboard shortcuts"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(shortcutTable(shortcuts));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    layout->addWidget(buttons);
    const QFontMetrics metrics = dialog->fontMetrics();
    dialog->resize(QSize(70 * metrics.averageCharWidth(), 30 * metrics.lineSpacing())
                       .boundedTo(m_window.size()));
    dialog->open();
}

void HelpActions::askPreferences() {
    std::vector<std::pair<QString, int>> schemes;
    for (const ColourScheme scheme :
         {ColourScheme::System, ColourScheme::Light, ColourScheme::Dark}) {
        schemes.emplace_back(colourSchemeName(scheme), static_cast<int>(scheme));
    }
    std::vector<std::pair<QString, QString>> spoken;
    for (const QString& code : QStringList{QString()} + languages()) {
        spoken.emplace_back(languageName(code), code);
    }
    auto* dialog = new PreferencesDialog(preferences(), schemes,
                                         static_cast<int>(savedColourScheme()), spoken, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const Preferences chosen = dialog->chosen();
        savePreferences(chosen);
        if (chosen.sizes != sizeUnit()) {
            setSizeUnit(chosen.sizes);
            emit sizeUnitChanged();
        }
        chooseColourScheme(static_cast<ColourScheme>(dialog->scheme()));
    });
    dialog->open();
}

void HelpActions::showAbout() {
    auto* box = new QMessageBox(
        QMessageBox::NoIcon, tr("About Secateur"),
        tr("<h3>Secateur</h3><p>Version %1.</p><p>On %2.</p><p>A workbench for people who make "
           "convolutional "
           "networks smaller.</p><p>GPL-3.0-or-later. Uses LibTorch, Qt, Qt Charts, QCustomPlot, "
           "SQLite, "
           "SQLiteCpp, ONNX, libarchive, fmt and nlohmann/json.</p>")
            .arg(QCoreApplication::applicationVersion().toHtmlEscaped(),
                 QString::fromStdString(processorName()).toHtmlEscaped()),
        QMessageBox::Close, &m_window);
    box->setObjectName("aboutBox");
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    box->open();
}

}  // namespace secateur
