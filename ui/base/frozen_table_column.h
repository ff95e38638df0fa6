#pragma once

#include <QTableView>

namespace secateur {

/// The first column of a table once more, above it while it is scrolled to the right, so that
/// figures keep the name that they belong to. A child of the table, with its model and selection.
class FrozenTableColumn : public QTableView {
    Q_OBJECT

 public:
    /// `table` has its model already.
    explicit FrozenTableColumn(QTableView& table);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void follow();

    QTableView& m_table;
};

}  // namespace secateur
