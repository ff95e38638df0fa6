#pragma once

#include <memory>

#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/recipe_fields.h"

namespace secateur {

/// How to quantize to INT8: after training, or to measure what each layer's quantization costs.
class QuantizeDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit QuantizeDialog(const DialogContext& context, QWidget* parent = nullptr);

    QuantizeOptions options() const;
    /// To keep the settings as a recipe; empty: they are not kept.
    QString recipeName() const { return m_fields->saveAs(); }
    /// How many ranges chosen by hand will be used; the dialog says so.
    void setClipCount(int count);

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    const DialogContext m_context;
    std::unique_ptr<RecipeFields> m_fields;
    int m_clipCount = 0;
};

}  // namespace secateur
