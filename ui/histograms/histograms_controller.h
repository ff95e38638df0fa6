#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/stages/layer_ranges.h"
#include "core/study/clips.h"
#include "ui/histograms/histograms_page.h"
#include "ui/workspace/page_controller.h"

namespace secateur {

/// The page "Histograms": histograms are read layer by layer, with the ranges that quantization by
/// a recipe takes; those chosen by hand are kept.
class HistogramsController : public ControllerOf<HistogramsPage> {
    Q_OBJECT

 public:
    HistogramsController(Workspace& workspace, StageRunner& runner, QWidget* parent);

    bool followsLayer() const override { return true; }

 protected:
    void forgetNetwork() override;
    void showNetwork() override;
    void showStudy() override;

 private:
    void readWeights(const QString& layer);
    void readRanges();
    void takeRanges(std::shared_ptr<const NetworkRanges> ranges);
    void collectRanges();
    void showRecipes();
    QuantRecipe recipe() const;  ///< whose ranges are shown
    void readClips();
    void keepClip(const QString& layer, ClipTarget target, std::optional<ClipRange> range);

    std::shared_ptr<const NetworkRanges> m_ranges;  ///< null: not read yet
    std::string m_recipe = "default";
    QString m_weightsWanted;  ///< once the ranges have been read
};

}  // namespace secateur
