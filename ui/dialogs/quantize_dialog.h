#pragma once

#include <memory>

#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/quantize_fields.h"

class QSpinBox;

namespace secateur {

/// How to quantize to INT8 after training.
class QuantizeDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit QuantizeDialog(const DialogContext& context, QWidget* parent = nullptr);

    QuantizeOptions options() const;
    /// How many ranges chosen by hand will be used; the dialog says so.
    void setClipCount(int count);

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    const DialogContext m_context;
    QSpinBox* m_images;
    std::unique_ptr<QuantizeFields> m_fields;
    int m_clipCount = 0;
};

}  // namespace secateur
