#pragma once

#include <QWidget>
#include <memory>

#include "core/graph/cost.h"
#include "ui/base/selection.h"
#include "ui/model_view/layer_colouring.h"

class QCheckBox;
class QLabel;
class QLineEdit;

namespace secateur {

class FigureSorter;
class FigureTableModel;
class FigureView;

/// The layers as a table that can be sorted and filtered, with the totals of what is shown. Layers
/// without weights are folded away unless they are asked for, looked for or selected. A selected
/// block selects all its rows. Ctrl+F goes to the filter; Ctrl+C copies the selected rows
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
    void fill();
    void fold();
    void applyFilter(const QString& text);
    void updateTotals();
    void takeSelection();
    void showSelection();
    void copy() const;

    Selection* m_selection;
    std::shared_ptr<const GraphCost> m_cost;
    LayerValues m_values;
    QLineEdit* m_filter;
    QCheckBox* m_all;
    FigureView* m_view;
    FigureTableModel& m_model;
    FigureSorter& m_proxy;
    QLabel* m_totals;
    bool m_showing = false;  ///< our own selection follows the shared one just now
};

}  // namespace secateur
