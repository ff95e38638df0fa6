#pragma once

#include "core/analysis/sensitivity_curve.h"
#include "ui/dialogs/options_dialog.h"

class QCheckBox;
class QLineEdit;
class QSpinBox;

namespace secateur {

class LayerPicker;

/// Which pruning ratios of which layers to measure, and on how many images.
class SweepDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit SweepDialog(const DialogContext& context, QWidget* parent = nullptr);

    SweepOptions options() const;
    int64_t images() const;  ///< held-out ones, for drawnImages(); 0: all

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    const DialogContext m_context;
    QLineEdit* m_ratios;
    QCheckBox* m_perLayer;
    QCheckBox* m_global;
    LayerPicker* m_layers;
    QSpinBox* m_images;
};

}  // namespace secateur
