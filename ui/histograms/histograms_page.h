#pragma once

#include <QHash>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "ui/base/exportable.h"
#include "ui/base/selection.h"
#include "ui/histograms/clip_panel.h"
#include "ui/histograms/network_layers.h"
#include "ui/histograms/range_subject.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;
class QUndoStack;

namespace secateur {

class ChannelRangePlot;
class HistogramPlot;
class LatestTask;
class LayerListModel;

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
    /// Of the layer that was asked for; others are ignored.
    void setWeightHistogram(std::shared_ptr<const WeightHistogram> histogram);
    void setActivationHistograms(std::shared_ptr<const ActivationHistograms> histograms);
    void setClips(std::vector<ClipChoice> clips);
    void setWeightErrors(std::vector<WeightError> errors);
    void setActivationBits(int bits);  ///< 7 or 8: what the next quantization uses
    /// Which variant, and how many calibration images.
    void setSource(const QString& text);
    /// While the job runs that activationHistogramsWanted() asked for.
    void setCollecting(bool collecting);
    /// Shown instead of the histogram that cannot be had, until the layer changes or data comes.
    void setProblem(const QString& text);

    std::vector<Exportable*> exportables();

 signals:
    void weightHistogramWanted(const QString& layer);
    void activationHistogramsWanted();
    void clipChanged(const QString& layer, secateur::ClipTarget target,
                     std::optional<secateur::ClipRange> range);

 protected:
    void showEvent(QShowEvent* event) override;

 private:
    struct KnownSqnr {
        ClipRange range;
        double sqnrDb = 0.0;
    };

    void setupBar();
    void setupChoosers();
    QWidget* setupList();
    QWidget* setupContent();
    QWidget* setupEmpty();
    void connectChoosers();
    void connectRange();

    ClipTarget target() const;
    bool perChannel() const;
    void showTarget();  ///< weights or activations, per channel or not: everything follows
    void showLayers();
    void showLayer();  ///< the selected one
    void markLayer();
    void showScheme();
    void showEmpty(const QString& text, bool offerCollecting = false);
    std::optional<RangeSubject> makeSubject() const;
    RangeSubject activationSubject(const QString& layer) const;
    void askForWeights();
    void findRanges();
    void chooseLayer(const QString& layer);

    void showStoredRange();
    void showRange(const ClipRange& range, ClipPanel::State state);
    void chooseRange(const std::optional<ClipRange>& range, int gesture);
    void chooseCandidate(const QString& method);
    void storeClip(const QString& layer, ClipTarget target, const std::optional<ClipRange>& range);
    std::optional<ClipRange> clipOf(const QString& layer, ClipTarget target) const;

    void showErrors();
    void findActivationErrors();
    double weightSqnr(const QString& layer) const;

    Selection* m_selection;
    QUndoStack* m_undo;
    std::shared_ptr<const GraphCost> m_network;
    std::shared_ptr<const WeightHistogram> m_weights;
    std::shared_ptr<const ActivationHistograms> m_activations;
    std::vector<ClipChoice> m_clips;
    std::vector<WeightError> m_weightErrors;
    int m_activationBits = 8;
    bool m_collecting = false;
    QString m_problem;

    QStringList m_layers;
    QString m_layer;                        ///< shown; empty: none
    QString m_asked;                        ///< whose weights were asked for
    std::optional<RangeSubject> m_subject;  ///< set while there is a histogram with a range
    ClipRange m_range;
    QHash<QString, KnownSqnr> m_known;  ///< by layer, of the target that is shown

    QComboBox* m_targetChooser = nullptr;
    QComboBox* m_granularityChooser = nullptr;
    QComboBox* m_layerChooser = nullptr;
    QCheckBox* m_logCounts = nullptr;
    QCheckBox* m_hideZeros = nullptr;
    QLabel* m_source = nullptr;
    QLabel* m_scheme = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_emptyText = nullptr;
    QPushButton* m_collect = nullptr;
    HistogramPlot* m_histogram = nullptr;
    ChannelRangePlot* m_channels = nullptr;
    ClipPanel* m_panel = nullptr;
    LayerListModel* m_list = nullptr;
    QSortFilterProxyModel* m_sortedList = nullptr;
    QTableView* m_listView = nullptr;
    LatestTask* m_rangeTask = nullptr;
    LatestTask* m_errorTask = nullptr;
};

}  // namespace secateur
