#pragma once

#include <memory>

#include "core/stages/pipeline.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/setting_fields.h"
#include "ui/dialogs/training_fields.h"

namespace secateur {

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
    void setupStages(OptionsForm& form);

    const DialogContext m_context;
    SettingFields<PipelineOptions> m_stages;
    SettingFields<QuantizeOptions> m_quantize;
    std::unique_ptr<TrainingFields> m_finetune;
};

}  // namespace secateur
