#pragma once

#include <memory>

#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/recipe_fields.h"

class QSpinBox;

namespace secateur {

/// Under which settings, and on how many images, the layers' quantization errors are measured.
class LayerErrorsDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit LayerErrorsDialog(const DialogContext& context, QWidget* parent = nullptr);

    QuantizeOptions options() const { return m_fields->options(); }
    int64_t heldOutImages() const;  ///< for drawnImages(); 0: all

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    const DialogContext m_context;
    QSpinBox* m_images;
    std::unique_ptr<RecipeFields> m_fields;
};

}  // namespace secateur
