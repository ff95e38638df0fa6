#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/study/clips.h"
#include "ui/workspace/page_controller.h"

namespace secateur {

class HistogramsPage;

/// The page "Histograms": histograms are read layer by layer, ranges chosen by hand are kept.
class HistogramsController : public PageController {
    Q_OBJECT

 public:
    HistogramsController(Workspace& workspace, StageRunner& runner, QWidget* parent);

    QWidget& widget() override;
    QString title() const override { return tr("Histograms"); }
    std::vector<Exportable*> drawings() override;
    bool followsLayer() const override { return true; }

 protected:
    void forgetNetwork() override;
    void showNetwork() override;

 private:
    void readWeights(const QString& layer);
    void readActivations();
    void showActivations(std::shared_ptr<const std::map<std::string, ActivationHistogram>> found,
                         int64_t images);
    void collectActivations();
    void readClips();
    void keepClip(const QString& layer, ClipTarget target, std::optional<ClipRange> range);

    HistogramsPage* m_page;
};

}  // namespace secateur
