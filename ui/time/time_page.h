#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "core/graph/cost.h"
#include "core/report/study_snapshot.h"
#include "ui/base/exportable.h"
#include "ui/base/selection.h"

class QDoubleSpinBox;
class QLabel;
class QStackedWidget;
class QTabWidget;

namespace secateur {

class CheckPanel;
class ThroughputPlot;

/// Where the time of networks goes, by layer and by role, side by side; why INT8 is not faster; and
/// images a second and latency over batch sizes.
class TimePage : public QWidget {
    Q_OBJECT

 public:
    explicit TimePage(Selection* selection, QWidget* parent = nullptr);

    /// Its latest profile; null: no study is open.
    void setStudy(std::shared_ptr<const StudySnapshot> study);
    /// Null: none is open, and nothing can be measured.
    void setNetwork(std::shared_ptr<const GraphCost> network);
    void setMeasuring(bool measuring);

    std::vector<Exportable*> exportables();

 signals:
    void measureRequested();

 private:
    QWidget* setupCurves();
    void updateTexts();
    void updateBest();
    void selectLayer(const QString& layer);

    Selection* m_selection;
    QLabel* m_heading;
    QLabel* m_answer;
    QTabWidget* m_tabs;
    CheckPanel* m_layers;
    CheckPanel* m_roles;
    QStackedWidget* m_curveStack;
    QLabel* m_curveEmpty;
    ThroughputPlot* m_plot;
    QDoubleSpinBox* m_limit;
    QLabel* m_best;
    std::shared_ptr<const StudySnapshot> m_study;
    std::shared_ptr<const GraphCost> m_network;
};

}  // namespace secateur
