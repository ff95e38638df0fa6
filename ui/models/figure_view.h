#pragma once

#include <QTableView>

#include "ui/models/figure_table.h"

namespace secateur {

/// A sortable table of figures. One row is the current one, by its key.
class FigureView : public QTableView {
    Q_OBJECT

 public:
    /// `name`: the object name.
    FigureView(const QString& name, Table empty, QWidget* parent = nullptr);

    FigureTableModel& figures() { return *m_model; }
    FigureSorter& sorter() { return *m_sorter; }
    /// The row of the selected key stays the current one.
    void setTable(Table table);
    /// Rows of these keys are in bold letters.
    void showBold(const std::function<bool(const QString& key)>& isBold);
    /// Marks the row of this key, if there is one, without telling anyone.
    void select(const QString& key);

 signals:
    void keyChosen(const QString& key);     ///< by the user
    void keyActivated(const QString& key);  ///< double click or Enter

 private:
    void mark();

    FigureTableModel* m_model;
    FigureSorter* m_sorter;
    QString m_key;
    bool m_following = false;  ///< the row follows the key, not the user
};

}  // namespace secateur
