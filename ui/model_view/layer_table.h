#pragma once

#include <QWidget>
#include <memory>

#include "ui/base/selection.h"
#include "ui/model_view/layer_table_model.h"

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace secateur {

/// The layers as a table that can be sorted and filtered, with the totals of what is shown. A
/// selected block selects all its rows. Ctrl+F goes to the filter; Ctrl+C copies the selected rows
/// as CSV, or all that are shown if none is.
class LayerTable : public QWidget {
    Q_OBJECT

 public:
    explicit LayerTable(Selection* selection, QWidget* parent = nullptr);

    /// The rows that Ctrl+C copies, with a header line.
    QByteArray csv() const;

 public slots:
    void setNetwork(std::shared_ptr<const secateur::GraphCost> cost);
    void setValues(const secateur::LayerValues& values);

 private:
    void setupFilter();
    void setupView();
    void setupShortcuts();
    void applyFilter(const QString& text);
    void updateTotals();
    void takeSelection();
    void showSelection();
    void copy() const;

    Selection* m_selection;
    LayerTableModel* m_model;
    QSortFilterProxyModel* m_proxy;
    QLineEdit* m_filter;
    QTableView* m_view;
    QLabel* m_totals;
    bool m_showing = false;  ///< our own selection follows the shared one just now
};

}  // namespace secateur
