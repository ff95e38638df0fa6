#pragma once

#include <memory>

#include "core/stages/gradual_stage.h"
#include "ui/dialogs/cut_fields.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/training_fields.h"

class QSpinBox;

namespace secateur {

/// A cut in steps, each of which is recalibrated and fine-tuned before the next.
class GradualDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit GradualDialog(const DialogContext& context, QWidget* parent = nullptr);

    /// Without the images.
    GradualPlan plan() const;
    int64_t images() const;  ///< of train, of each step; 0: all

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    int64_t imageCount() const;

    const DialogContext m_context;
    QSpinBox* m_images;
    std::unique_ptr<CutFields> m_cut;
    SettingFields<GradualPlan> m_steps;
    std::unique_ptr<TrainingFields> m_training;
};

}  // namespace secateur
