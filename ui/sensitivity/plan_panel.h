#pragma once

#include <QWidget>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/analysis/predicted_drop.h"
#include "ui/base/latest_task.h"
#include "ui/models/figure_table.h"
#include "ui/sensitivity/plan_table.h"

class QLabel;
class QPushButton;
class QUndoStack;

namespace secateur {

class FigureView;
class PlanGoal;

/// The goal of the plan, the plan as a table to edit, what it would leave of the network and lose,
/// and the button that measures.
class PlanPanel : public QWidget {
    Q_OBJECT

 public:
    /// `undo` takes what is changed by hand.
    explicit PlanPanel(QUndoStack* undo, QWidget* parent = nullptr);

    void setNetwork(std::shared_ptr<const GraphCost> network);
    /// What the plan follows from: curves of pruning by layer, the same as points, and the plans of
    /// this network that were measured on the same images, which predictions are calibrated by.
    void setCurves(const CurveList& curves,
                   std::shared_ptr<const std::vector<SensitivityPoint>> points,
                   const std::vector<MeasuredPlan>& measured = {});
    void setSafeLevels(const std::map<std::string, SafeLevel>& levels);
    /// In points: a predicted drop that goes beyond it is marked.
    void setTolerance(double points);
    void setSelectedLayer(const QString& layer);
    /// What measuring the plan that was last asked for gave; empty: nothing yet. Once the plan is
    /// changed, the text is shown as that of an earlier plan.
    void setMeasuredPlan(const QString& text);
    void setCaption(const QString& caption);
    /// Sizes in the sizeUnit() of now.
    void showSizes();
    Exportable* exportable() { return &m_printed; }

 signals:
    void layerClicked(const QString& layer);
    /// `predicted`: empty where the curves do not reach.
    void measurePlanRequested(const std::map<std::string, double>& plan,
                              std::optional<PairedDrop> predicted);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void setupTable();
    void setupTexts();
    QLayout* setupButtons();
    bool takeRatio(const QString& layer, const QVariant& value);
    void propose();
    void takeProposal(const std::optional<std::map<std::string, double>>& ratios,
                      const QString& problem);
    /// By hand, so that it can be undone; nothing where it leaves the plan as it is.
    void editPlan(const QString& text, const std::function<void(EditablePlan&)>& edit);
    /// Nothing where the change leaves the plan as it is.
    void changePlan(const std::function<void(EditablePlan&)>& change);
    void updateTotals();
    void updatePrediction();
    void updatePrinted();
    std::optional<PredictedDrop> predicted() const;
    void updateMeasured();
    void requestMeasurement();

    QUndoStack* m_undo;
    EditablePlan m_plan;
    FigureTableModel m_printed;
    QString m_caption;
    ExpectedDrop m_expected;
    PlanGoal* m_goal;
    FigureView* m_table;
    QLabel* m_totals;
    QLabel* m_prediction;
    QLabel* m_problem;
    QLabel* m_measured;
    QPushButton* m_reset;
    QPushButton* m_measure;
    QString m_measuredText;
    std::shared_ptr<const GraphCost> m_network;
    std::shared_ptr<const std::vector<SensitivityPoint>> m_points;
    CurveList m_curves;
    DropPredictor m_predictor;
    double m_tolerancePoints = 2.0;
    std::map<std::string, double> m_requested;
    LatestTask m_planning;  ///< last: its thread must be gone before what it answers to
};

}  // namespace secateur
