#pragma once

#include <QStringList>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/graph/cost.h"
#include "ui/base/exportable.h"
#include "ui/base/selection.h"
#include "ui/histograms/clip_panel.h"
#include "ui/histograms/range_model.h"
#include "ui/histograms/range_subject.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QUndoStack;

namespace secateur {

class ChannelRangePlot;
class FigureView;
class HistogramPlot;
class LatestTask;

/// Histograms of the weights and activations of the selected layer, and the ranges that the next
/// quantization clips them to. Asks for histograms by signal, gets them by setter; a range chosen
/// by hand is a command on the undo stack, which says so by clipChanged. Whoever shows another
/// variant calls setNetwork first (it forgets the histograms and clips of the former) and clears
/// the undo stack.
class HistogramsPage : public QWidget {
    Q_OBJECT

 public:
    HistogramsPage(Selection* selection, QUndoStack* undo, QWidget* parent = nullptr);
    ~HistogramsPage() override;

    void setNetwork(std::shared_ptr<const GraphCost> network);
    void setRecipes(const QStringList& names, const QString& current);
    /// Of this network by the current recipe. Weights are then asked for anew.
    void setRanges(std::shared_ptr<const NetworkRanges> ranges);
    /// Of the layer that was asked for; others are ignored.
    void setWeightHistogram(std::shared_ptr<const WeightHistogram> histogram);
    void setClips(std::vector<ClipChoice> clips);
    /// While the job runs that activationHistogramsWanted() asked for.
    void setCollecting(bool collecting);

    std::vector<Exportable*> exportables();

 signals:
    void weightHistogramWanted(const QString& layer);
    void activationHistogramsWanted();
    void recipeChosen(const QString& name);
    void clipChanged(const QString& layer, secateur::ClipTarget target,
                     std::optional<secateur::ClipRange> range);

 protected:
    void showEvent(QShowEvent* event) override;

 private:
    void setupBar();
    void setupChoosers();
    void setupList();
    QWidget* setupContent();
    QWidget* setupEmpty();
    void connectChoosers();
    void connectRange();

    ClipTarget target() const;
    void showTarget();  ///< weights or activations: everything follows
    void showLayers();
    void showRows();
    void showLayer();  ///< the selected one
    void showScheme();
    void showEmpty(const QString& text, bool offerCollecting = false);
    void explainEmpty();
    std::optional<RangeSubject> makeSubject() const;
    void askForWeights();
    void findRanges();
    void chooseLayer(const QString& layer);

    void showStoredRange();
    void showRange(const ClipRange& range, ClipPanel::State state);
    void chooseRange(const std::optional<ClipRange>& range, int gesture);
    void chooseCandidate(const QString& method);
    void storeClip(const QString& layer, ClipTarget target, const std::optional<ClipRange>& range);

    Selection* m_selection;
    QUndoStack* m_undo;
    std::shared_ptr<const GraphCost> m_network;
    std::shared_ptr<const WeightHistogram> m_weights;
    RangeModel m_model;
    bool m_collecting = false;

    QStringList m_layers;
    QString m_layer;                        ///< shown; empty: none
    QString m_asked;                        ///< whose weights were asked for
    std::optional<RangeSubject> m_subject;  ///< set while there is a histogram with a range
    ClipRange m_range;

    QComboBox* m_targetChooser = nullptr;
    QComboBox* m_recipeChooser = nullptr;
    QComboBox* m_layerChooser = nullptr;
    QLabel* m_source = nullptr;
    QLabel* m_scheme = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_emptyText = nullptr;
    QPushButton* m_collect = nullptr;
    HistogramPlot* m_histogram = nullptr;
    ChannelRangePlot* m_channels = nullptr;
    ClipPanel* m_panel = nullptr;
    FigureView* m_list = nullptr;
    LatestTask* m_rangeTask = nullptr;
};

}  // namespace secateur
