#pragma once

#include <QTimer>

#include "ui/model_view/layer_colouring.h"
#include "ui/model_view/model_page.h"
#include "ui/workspace/page_controller.h"

namespace secateur {

/// The page "Model": its colours come from what the other pages find out about the layers.
class ModelController : public ControllerOf<ModelPage> {
    Q_OBJECT

 public:
    ModelController(Workspace& workspace, StageRunner& runner, QWidget* parent);

 protected:
    void forgetStudy() override;
    void forgetNetwork() override;
    void showNetwork() override;
    void showStudy() override;

 private:
    void showWeightErrors();
    void showTimes();
    void showRanges(const std::shared_ptr<const NetworkRanges>& ranges);

    void showNetworks();
    void readBeside();

    LayerValues m_values;
    std::shared_ptr<const GraphCost> m_besideCost;
    LayerValues m_besideValues;
    QTimer m_colourTimer;  ///< while the tolerance is dragged the drawing follows at 10 Hz
};

}  // namespace secateur
