#pragma once

#include <memory>

#include "core/stages/pipeline.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/quantize_fields.h"
#include "ui/dialogs/training_fields.h"

class QComboBox;
class QSpinBox;

namespace secateur {

class AmountField;
class NumberField;

/// The settings of the whole way: baseline, sweep, prune, fine-tune, quantize.
class PipelineDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit PipelineDialog(const DialogContext& context, QWidget* parent = nullptr);

    PipelineOptions options() const;

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    void setupStages(OptionsForm& form, const PipelineOptions& defaults);

    const DialogContext m_context;
    AmountField* m_amount;
    NumberField* m_tolerance;
    QSpinBox* m_testImages;
    QSpinBox* m_sensitivityImages;
    QSpinBox* m_finetuneImages;
    QSpinBox* m_calibrationImages;
    QComboBox* m_qat;
    std::unique_ptr<TrainingFields> m_finetune;
    std::unique_ptr<QuantizeFields> m_quantize;
};

}  // namespace secateur
