#pragma once

#include "ui/quantization/quantization_page.h"
#include "ui/workspace/page_controller.h"

namespace secateur {

/// The page "Quantization": layer errors, parity, quantization-aware training.
class QuantizationController : public ControllerOf<QuantizationPage> {
    Q_OBJECT

 public:
    QuantizationController(Workspace& workspace, StageRunner& runner, QWidget* parent);

 protected:
    void forgetNetwork() override;
    void showNetwork() override;
    void showStudy() override;

 private:
    void showVariant();
    void readErrors();
    void readParity();
    void readElsewhere();
    void showLiveErrors();
    void showTrainings();
};

}  // namespace secateur
