#pragma once

#include <QTimer>

#include "ui/model_view/layer_colouring.h"
#include "ui/workspace/page_controller.h"

namespace secateur {

class ModelPage;

/// The page "Model": its colours come from what the other pages find out about the layers.
class ModelController : public PageController {
    Q_OBJECT

 public:
    ModelController(Workspace& workspace, StageRunner& runner, QWidget* parent);

    QWidget& widget() override;
    QString title() const override { return tr("Model"); }
    std::vector<Exportable*> drawings() override;

 protected:
    void forgetStudy() override;
    void forgetNetwork() override;
    void showNetwork() override;

 private:
    void showWeightErrors();

    ModelPage* m_page;
    LayerValues m_values;
    QTimer m_colourTimer;  ///< while the tolerance is dragged the drawing follows at 10 Hz
};

}  // namespace secateur
