#include "ui/shell/network_actions.h"

#include <QAction>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

#include "core/base/error.h"
#include "core/report/remake_commands.h"
#include "ui/shell/actions.h"
#include "ui/shell/networks_panel.h"
#include "ui/workspace/network_list.h"
#include "ui/workspace/workspace.h"

namespace secateur {

NetworkActions::NetworkActions(const Actions& actions, Workspace& workspace, NetworksPanel& panel,
                               QWidget& window)
    : QObject(&panel),
      m_workspace(workspace),
      m_panel(panel),
      m_window(window),
      m_menu(new QMenu(&panel)) {
    m_menu->setObjectName("networkMenu");
    NetworkList& networks = workspace.networks();
    add("renameNetwork", tr("&Rename"), tr("Gives the network another name."),
        QKeySequence(Qt::Key_F2), [&panel](int64_t) { panel.editName(); });
    add("noteNetwork", tr("&Note…"), tr("A line about it, for its tool tip and the report."), {},
        [this](int64_t id) { askNote(id); });
    add("referenceNetwork", tr("Set as re&ference"),
        tr("Drops, class changes and flipped images are counted against it."), {},
        [&networks](int64_t id) { networks.setReference(id); });
    m_menu->addSeparator();
    add("commandOfNetwork", tr("Show the &command that makes it…"),
        tr("Of secateur-cli, with those of the networks that it was made from."), {},
        [this](int64_t id) { showCommand(id); });
    m_menu->addActions({actions.changeSettings, actions.exportNetwork, actions.evaluate});
    m_menu->addSeparator();
    add("deleteNetwork", tr("&Delete"),
        tr("Takes it, and what was made from it, out of the study; it can be restored."),
        QKeySequence::Delete, [&networks](int64_t id) { networks.remove(id); });
    m_restore = add("restoreNetworks", {}, tr("Brings back all that were deleted."), {},
                    [&networks](int64_t) { networks.restoreAll(); });
    QTreeWidget& tree = panel.tree();
    tree.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&tree, &QWidget::customContextMenuRequested, this, &NetworkActions::showMenu);
    connect(&panel, &NetworksPanel::renamed, &networks, &NetworkList::rename);
    connect(&panel, &NetworksPanel::excludedChanged, &networks, &NetworkList::setExcluded);
}

QAction* NetworkActions::add(const char* name, const QString& text, const QString& tip,
                             const QKeySequence& keys, std::function<void(int64_t)> act) {
    QAction* action = m_menu->addAction(text);
    action->setObjectName(name);
    action->setToolTip(tip);
    action->setStatusTip(tip);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_panel.tree().addAction(action);
    connect(action, &QAction::triggered, this, [this, act = std::move(act)] {
        if (m_workspace.currentVariant() != nullptr) {
            act(m_workspace.variant());
        }
    });
    return action;
}

/// The right button has chosen the network under it already.
void NetworkActions::showMenu(const QPoint& place) {
    if (m_workspace.currentVariant() == nullptr) {
        return;
    }
    const int removed = m_workspace.networks().removedCount();
    m_restore->setVisible(removed > 0);
    m_restore->setText(tr("Re&store the %1 deleted").arg(removed));
    QTreeWidget& tree = m_panel.tree();
    m_menu->popup(tree.viewport()->mapToGlobal(place));
}

void NetworkActions::askNote(int64_t variant) {
    const std::string note = m_workspace.currentVariant()->note;
    auto* dialog = new QInputDialog(&m_window);
    dialog->setObjectName("noteDialog");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Note"));
    dialog->setLabelText(
        tr("A line about %1:").arg(QString::fromStdString(m_workspace.currentVariant()->name)));
    dialog->setTextValue(QString::fromStdString(note.substr(0, note.find('\n'))));
    dialog->setOkButtonText(tr("Keep"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, variant](const QString& text) {
        m_workspace.networks().setNote(variant, text);
    });
    dialog->open();
}

void NetworkActions::showCommand(int64_t variant) {
    QString text;
    try {
        for (const std::string& line : remakeCommandsOf(*m_workspace.snapshot(), variant)) {
            text += QString::fromStdString(line) + QLatin1Char('\n');
        }
    } catch (const Error& error) {
        text = QString::fromStdString(error.what());
    }
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("The command that makes it"),
                                text.trimmed(), QMessageBox::Close, &m_window);
    box->setObjectName("commandBox");
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    box->open();
}

}  // namespace secateur
