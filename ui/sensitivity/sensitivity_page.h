#pragma once

#include <QWidget>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ui/base/exportable.h"
#include "ui/base/selection.h"
#include "ui/sensitivity/shown_sweep.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QUndoStack;

namespace secateur {

class CurvePlot;
class HeatmapPlot;
class PlanPanel;
class SensitivityBar;

/// Sensitivity curves and heatmap of one of the network's sweeps, the tolerance, and the pruning
/// plan that follows from sweeps of pruning by layer.
class SensitivityPage : public QWidget {
    Q_OBJECT

 public:
    /// `undo` takes the edits of the plan.
    SensitivityPage(Selection* selection, QUndoStack* undo, QWidget* parent = nullptr);

    /// The order, roles and weights of the layers. Another address is another network and drops
    /// curves and plan; null: none is open.
    void setNetwork(std::shared_ptr<const GraphCost> network);
    /// All sweeps of the network with all points so far; the one that is chosen stays chosen, but a
    /// sweep that has just begun is looked at. Cheap enough for 20 calls a second.
    void setSweeps(std::vector<ShownSweep> sweeps);
    /// A sweep is under way, with points or without.
    void setSweepRunning(bool running);
    /// The name of the network.
    void setSource(const QString& text);
    /// What measuring the plan gave.
    void setMeasuredPlan(const QString& text);
    void setTolerance(double points);
    /// Sizes in the sizeUnit() of now.
    void showSizes();

    double tolerance() const;
    /// Of the layers, by the planned sweep looked at last.
    std::map<std::string, SafeLevel> safeLevels() const { return m_safe; }
    /// The one looked at; null: there is none.
    const ShownSweep* shownSweep() const { return findSweep(m_sweeps, m_chosen); }
    /// The one that the plan follows from; null: there is none.
    const ShownSweep* plannedSweep() const { return findSweep(m_sweeps, m_planned); }
    std::vector<Exportable*> exportables();

 signals:
    void toleranceChanged(double points);
    /// Layers that are not measured are absent.
    void safeLevelsChanged(const std::map<std::string, SafeLevel>& levels);
    /// `predicted`: the drop that the curves predict; empty where they do not reach.
    void measurePlanRequested(const std::map<std::string, double>& plan,
                              std::optional<PairedDrop> predicted);
    void sweepRequested();

 private:
    QWidget* setupContent();
    QWidget* setupEmptyState();
    void setupConnections();
    void chooseSweep(const std::string& key);
    void showPoints();
    void planFromSweeps();
    void applyCaption();
    SweepBaseline baseline() const;
    std::string selectedCurve() const;
    void applyTolerance();
    void followSelection();
    void selectCurve(const QString& curve);
    void selectLayer(const QString& layer);
    void updateSafeLevels();
    void updateShown();
    void updateState();
    void updateHeading();

    Selection* m_selection;
    SensitivityBar* m_bar;
    CurvePlot* m_plot;
    HeatmapPlot* m_heatmap;
    PlanPanel* m_plan;
    QStackedWidget* m_stack;
    QLabel* m_emptyText;
    QPushButton* m_runSweep;

    std::shared_ptr<const GraphCost> m_network;
    std::vector<ShownSweep> m_sweeps;
    std::string m_chosen;   ///< key of the sweep looked at; empty: none
    std::string m_planned;  ///< key of the sweep that the plan is of; empty: none
    std::string m_running;  ///< key of the sweep under way when they were last set; empty: none
    PerturbationKind m_kind = PerturbationKind::Prune;
    Grouping m_grouping = Grouping::Layer;
    CurveList m_curves;      ///< of the sweep looked at
    CurveList m_planCurves;  ///< of the one that the plan is of
    std::shared_ptr<const std::vector<SensitivityPoint>> m_planPoints;
    std::map<std::string, SafeLevel> m_safe;
    QString m_source;
    bool m_measuring = false;
};

}  // namespace secateur
