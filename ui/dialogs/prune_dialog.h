#pragma once

#include "core/study/stages.h"
#include "ui/dialogs/options_dialog.h"

class QComboBox;

namespace secateur {

class AmountField;
class LayerPicker;

/// How much of which layers to prune by L1 magnitude.
class PruneDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit PruneDialog(const DialogContext& context, QWidget* parent = nullptr);

    PruneRecipe options() const;

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    bool global() const;

    const DialogContext m_context;
    QComboBox* m_scope;
    AmountField* m_amount;
    LayerPicker* m_layers;
};

}  // namespace secateur
