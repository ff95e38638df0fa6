#pragma once

#include <QObject>
#include <QTabWidget>
#include <QTimer>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/study/clips.h"
#include "core/study/histogram_store.h"
#include "ui/base/exportable.h"
#include "ui/model_view/layer_colouring.h"
#include "ui/workspace/stage_runner.h"
#include "ui/workspace/workspace.h"

namespace secateur {

class QuantizationPage;
class ComparePage;
class ModelPage;
class RankingPage;
class HistogramsPage;
class SensitivityPage;

/// The pages and their wires to the workspace: what they show comes from it, what they ask for goes
/// to it. A page knows nothing of studies and jobs.
class Pages : public QObject {
    Q_OBJECT

 public:
    Pages(Workspace& workspace, StageRunner& runner, QTabWidget& tabs);

    /// Of the page in front, or of all.
    std::vector<Exportable*> drawingsInFront() const;
    std::vector<Exportable*> drawings() const;
    void showHistograms();  ///< brings that page to the front
    /// Ranges chosen by hand that quantizing the network looked at would use.
    int clipCount() const { return m_clipCount; }

 signals:
    void sweepRequested();  ///< the user wants to be asked how; the others too
    void layerErrorsRequested();
    void qatRequested();
    void compareNetworksRequested();

 private:
    void setupModel();
    void setupSensitivity();
    void setupHistograms();
    void setupQuantization();
    void setupCompare();

    void showNetwork();
    void selectSomething();
    void showStudy();
    void showSensitivity();
    void showHistogramOf(const QString& layer);
    void showChecks();
    void showVariantOfChecks();
    void showStoredChecks();
    void showLiveErrors();
    void showTrainings();
    void showStoredActivations();
    void showActivations(std::shared_ptr<const std::map<std::string, ActivationHistogram>> found,
                         int64_t images);
    void showClips();
    void changeClip(const QString& layer, ClipTarget target, std::optional<ClipRange> range);
    void measurePlan(const std::map<std::string, double>& plan, std::optional<double> predicted);
    void showMeasuredPlan();
    void forgetStudy();
    void forgetVariant();
    std::function<bool()> whileVariantIs() const;

    Workspace& m_workspace;
    StageRunner& m_runner;
    QTabWidget& m_tabs;
    ModelPage* m_model;
    SensitivityPage* m_sensitivity;
    HistogramsPage* m_histograms;
    ComparePage* m_compare;
    QuantizationPage* m_quantization;
    RankingPage* m_ranking;
    LayerValues m_values;
    QTimer m_colourTimer;  ///< while the tolerance is dragged the model view follows at 10 Hz
    /// The plan that was last to be measured.
    struct AskedPlan {
        std::map<std::string, double> ratios;  ///< empty: none
        int64_t variant = 0;                   ///< that it prunes
        std::optional<double> predicted;       ///< drop, a fraction
        int64_t images = 0;  ///< StoredImages::id of the curves; 0: not in the study
    };
    AskedPlan m_plan;
    int m_clipCount = 0;
    bool m_studyIsNew = false;  ///< what it holds was not shown yet
};

}  // namespace secateur
