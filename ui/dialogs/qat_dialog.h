#pragma once

#include <memory>

#include "core/quant/qat_options.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/setting_fields.h"
#include "ui/dialogs/training_fields.h"

class QComboBox;
class QSpinBox;

namespace secateur {

/// Quantization-aware training: SGD's settings, when ranges and BN statistics are frozen, and the
/// recipe of the quantization that it starts from.
class QatDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit QatDialog(const DialogContext& context, QWidget* parent = nullptr);

    TrainOptions training() const;
    QatOptions qat() const { return m_freezing.options(); }
    QuantizeOptions quantize() const;
    int64_t images() const;         ///< of train; 0: all
    int64_t heldOutImages() const;  ///< they choose the epoch; 0: all

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    void setupQuantization(OptionsForm& form);

    const DialogContext m_context;
    const std::vector<QuantRecipe> m_recipes;
    QSpinBox* m_images;
    QSpinBox* m_heldOut;
    SettingFields<QatOptions> m_freezing;
    QComboBox* m_recipe;
    std::unique_ptr<TrainingFields> m_training;
};

}  // namespace secateur
