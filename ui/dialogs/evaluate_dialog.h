#pragma once

#include "ui/dialogs/options_dialog.h"

class QSpinBox;

namespace secateur {

/// On how many test images to measure top-1.
class EvaluateDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit EvaluateDialog(const DialogContext& context, QWidget* parent = nullptr);

    int64_t images() const;  ///< for spreadImages(); 0: all

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    const DialogContext m_context;
    QSpinBox* m_images;
};

}  // namespace secateur
