#pragma once

#include <QWidget>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ui/base/exportable.h"
#include "ui/base/selection.h"
#include "ui/sensitivity/layer_choice.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace secateur {

class CurvePlot;
class HeatmapPlot;
class PlanPanel;

/// Sensitivity curves and heatmap, the tolerance, and the pruning plan that follows from them.
class SensitivityPage : public QWidget {
    Q_OBJECT

 public:
    explicit SensitivityPage(Selection* selection, QWidget* parent = nullptr);

    /// The order, roles and weights of the layers. Another address is another network and drops
    /// curves and plan; null: none is open.
    void setNetwork(std::shared_ptr<const GraphCost> network);
    /// All points so far; null: none. Cheap enough for 20 calls a second.
    void setPoints(std::shared_ptr<const std::vector<SensitivityPoint>> points);
    /// What was measured of the unpruned network; 0 images: nothing.
    void setBaseline(double accuracy, int64_t images);
    void setSweepRunning(bool running);
    /// Which variant and images the curves are of.
    void setSource(const QString& text);
    /// What measuring the plan gave.
    void setMeasuredPlan(const QString& text);
    void setTolerance(double points);

    double tolerance() const;
    std::map<std::string, double> safeRatios() const { return m_safe; }
    std::vector<Exportable*> exportables();

 signals:
    void toleranceChanged(double points);
    /// Layers that are not measured are absent.
    void safeRatiosChanged(const std::map<std::string, double>& ratios);
    void measurePlanRequested(const std::map<std::string, double>& plan);
    void sweepRequested();

 private:
    QLayout* setupHeading();
    QLayout* setupControls();
    QWidget* setupContent();
    QWidget* setupEmptyState();
    void setupConnections();
    void fillLayerChoices();
    void applyTolerance();
    void applyValue();
    void followSelection();
    void selectLayer(const QString& layer);
    void updateSafeRatios();
    void updateShown();
    void updateState();
    void updateHeading();

    Selection* m_selection;
    CurvePlot* m_plot;
    HeatmapPlot* m_heatmap;
    PlanPanel* m_plan;
    QStackedWidget* m_stack;
    QLabel* m_sourceLabel;
    QLabel* m_badge;
    QLabel* m_emptyText;
    QPushButton* m_runSweep;
    QComboBox* m_value;
    QComboBox* m_layers;
    QComboBox* m_range;
    QDoubleSpinBox* m_tolerance;

    std::shared_ptr<const GraphCost> m_network;
    std::shared_ptr<const std::vector<SensitivityPoint>> m_points;
    std::vector<LayerChoice> m_choices;
    CurveList m_curves;
    std::map<std::string, double> m_safe;
    SweepBaseline m_baseline;
    QString m_source;
    bool m_running = false;
};

}  // namespace secateur
