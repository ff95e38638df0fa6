#pragma once

#include <QComboBox>
#include <QLabel>
#include <QSplitter>
#include <QTabWidget>
#include <array>

namespace secateur {

/// In the middle of a place that has nothing to show.
QLabel* messageLabel(const QString& name, const QString& text = {});
/// `text`, and below it what helps, in the middle of a page.
QWidget* messagePage(QLabel* text, QWidget* help);

/// `letters`: what is seen of an entry at least; a longer one does not make the window wide. 0: the
/// widest entry is seen.
QComboBox* comboBox(const char* name, const QString& tip, int letters = 0);
/// Makes the item of this data the current one; false if there is none.
bool selectItem(QComboBox* combo, qint64 id);

/// Its mnemonic leads to `buddy`.
QLabel* labelFor(QWidget* buddy, const QString& text);

/// Two parts, none of which can be folded away; `shares`: how they stretch.
QSplitter* splitterOf(const char* name, Qt::Orientation orientation,
                      const std::array<QWidget*, 2>& parts, const std::array<int, 2>& shares,
                      const QList<int>& sizes = {});

void addTab(QTabWidget* tabs, QWidget* page, const QString& title, const QString& tip);

}  // namespace secateur
