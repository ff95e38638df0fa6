#pragma once

#include <memory>

#include "core/stages/pipeline.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/setting_fields.h"
#include "ui/dialogs/training_fields.h"
#include "ui/dialogs/work_time.h"

class QComboBox;

namespace secateur {

/// The settings of the whole way: baseline, sweep, prune, fine-tune, quantize. It starts with those
/// of a first look where accuracies are shown of a part of the test images.
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
    void showScale();
    Work work() const;

    const DialogContext m_context;
    SettingFields<PipelineOptions> m_stages;
    SettingFields<QuantizeOptions> m_quantize;
    std::unique_ptr<TrainingFields> m_finetune;
    QComboBox* m_scale = nullptr;
};

}  // namespace secateur
