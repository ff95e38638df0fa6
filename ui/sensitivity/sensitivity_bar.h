#pragma once

#include <QWidget>

#include <string>
#include <vector>

#include "ui/sensitivity/curve_plot.h"
#include "ui/sensitivity/layer_choice.h"
#include "ui/sensitivity/shown_sweep.h"

class QComboBox;
class QDoubleSpinBox;
class QHBoxLayout;
class QLabel;

namespace secateur {

/// Above the curves: which sweep is looked at and of which network, and how it is shown.
class SensitivityBar : public QWidget {
    Q_OBJECT

 public:
    explicit SensitivityBar(QWidget* parent = nullptr);

    /// The sweeps to choose from; `chosen` is the key of the one looked at. Says nothing.
    void setSweeps(const std::vector<ShownSweep>& sweeps, const std::string& chosen);
    void setChosenSweep(const std::string& key);
    /// The choices that the network has under this grouping; the one taken stays, if it is there.
    void setNetwork(const GraphCost* network, Grouping grouping);
    const LayerChoice& layerChoice() const;
    void setTolerance(double points);
    double tolerance() const;
    /// Which network it is, and what it gets right unchanged.
    void setSource(const QString& text);
    /// Of a sweep under way; empty: none is.
    void setProgress(const QString& text);

 signals:
    void sweepChosen(const QString& key);
    void valueChosen(CurveValue value);
    void layersChosen();
    void rangeChosen(CurveRange range);
    void toleranceChanged(double points);

 private:
    QLayout* setupHeading();
    QLayout* setupControls();
    void setupConnections();
    void addControl(QHBoxLayout* row, const QString& title, QWidget* control);

    QLabel* m_source;
    QLabel* m_progress;
    QComboBox* m_sweeps;
    QComboBox* m_value;
    QComboBox* m_layers;
    QComboBox* m_range;
    QDoubleSpinBox* m_tolerance;
    std::vector<LayerChoice> m_choices;
};

}  // namespace secateur
