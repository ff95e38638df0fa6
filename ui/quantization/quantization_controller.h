#pragma once

#include "ui/workspace/page_controller.h"

namespace secateur {

class QuantizationPage;

/// The page "Quantization": layer errors, parity, quantization-aware training.
class QuantizationController : public PageController {
    Q_OBJECT

 public:
    QuantizationController(Workspace& workspace, StageRunner& runner, QWidget* parent);

    QWidget& widget() override;
    QString title() const override { return tr("Quantization"); }
    std::vector<Exportable*> drawings() override;

 protected:
    void forgetNetwork() override;
    void showNetwork() override;
    void showStudy() override;

 private:
    void showVariant();
    void readErrors();
    void readParity();
    void showLiveErrors();
    void showTrainings();

    QuantizationPage* m_page;
};

}  // namespace secateur
