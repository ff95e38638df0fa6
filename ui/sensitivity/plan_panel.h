#pragma once

#include <QWidget>

#include <map>
#include <string>

#include "ui/sensitivity/plan_drawing.h"
#include "ui/sensitivity/plan_table_model.h"

class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace secateur {

/// The plan as a table to edit, what it would leave of the network, and the button that measures.
class PlanPanel : public QWidget {
    Q_OBJECT

 public:
    explicit PlanPanel(QWidget* parent = nullptr);

    void setNetwork(const GraphCost* network);
    void setSafeRatios(const std::map<std::string, double>& ratios);
    void setSelectedLayer(const QString& layer);
    /// What measuring the plan that was last asked for gave; empty: nothing yet. Once the plan is
    /// changed, the text is shown as that of an earlier plan.
    void setMeasuredPlan(const QString& text);
    void setCaption(const QString& caption) { m_drawing.setCaption(caption); }
    Exportable* exportable() { return &m_drawing; }

 signals:
    void layerClicked(const QString& layer);
    void measurePlanRequested(const std::map<std::string, double>& plan);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void setupTable();
    QLayout* setupButtons();
    void updateTotals();
    void updateMeasured();
    void requestMeasurement();

    PlanTableModel* m_model;
    QSortFilterProxyModel* m_sorted;
    PlanDrawing m_drawing;
    QTableView* m_table;
    QLabel* m_totals;
    QLabel* m_measured;
    QPushButton* m_reset;
    QPushButton* m_measure;
    QString m_measuredText;
    std::map<std::string, double> m_requested;
    bool m_following = false;  ///< the row follows the selection, not the user
};

}  // namespace secateur
