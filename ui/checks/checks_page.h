#pragma once

#include <QWidget>

#include <memory>
#include <vector>

#include "core/graph/cost.h"
#include "core/study/quant_checks.h"
#include "ui/base/exportable.h"
#include "ui/base/selection.h"

class QSpinBox;
class QTabWidget;

namespace secateur {

class CheckPanel;

/// What quantization does to a network: which layer costs what, and whether simulation and
/// kernels agree.
class ChecksPage : public QWidget {
    Q_OBJECT

 public:
    explicit ChecksPage(Selection* selection, QWidget* parent = nullptr);

    /// Another network drops errors and parity; null: none is open. `quantized`: it is INT8, which
    /// can be compared with its kernels; an FP32 network can be measured layer by layer.
    void setNetwork(std::shared_ptr<const GraphCost> network, bool quantized);
    void setSource(const QString& name);
    /// Null: nothing is known.
    void setErrors(std::shared_ptr<const QuantErrors> errors);
    void setParity(std::shared_ptr<const ParityReport> report);
    void setMeasuringErrors(bool measuring);
    void setVerifying(bool verifying);

    std::vector<Exportable*> exportables();

 signals:
    void errorsRequested();
    void parityRequested(qint64 images);

 private:
    void setupParity();
    void updateTexts();
    void followSelection();
    void selectLayer(const QString& layer);

    Selection* m_selection;
    QTabWidget* m_tabs;
    CheckPanel* m_errorPanel;
    CheckPanel* m_parityPanel;
    QSpinBox* m_parityImages;

    std::shared_ptr<const GraphCost> m_network;
    QString m_source;
    bool m_quantized = false;
};

}  // namespace secateur
