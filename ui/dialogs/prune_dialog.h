#pragma once

#include "core/prune/channel_recipe.h"
#include "core/stages/stages.h"
#include "ui/dialogs/options_dialog.h"

class QComboBox;

namespace secateur {

class AmountField;
class LayerPicker;

/// How much to prune, of which layers: single weights by L1 magnitude, or whole channels.
class PruneDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit PruneDialog(const DialogContext& context, QWidget* parent = nullptr);

    bool wholeChannels() const;
    /// Of single weights.
    PruneRecipe options() const;
    /// Of whole channels.
    ChannelRecipe channelOptions() const;

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    void setupWhat();
    void setupChannels();
    void showFields();
    bool global() const;
    /// Groups that the choice of `m_groups` leaves, and their channels.
    QList<DialogContext::ChannelGroup> chosenGroups() const;
    QString weightSummary() const;
    QString channelSummary() const;

    const DialogContext m_context;
    OptionsForm* m_form;
    QComboBox* m_what;
    QComboBox* m_scope;
    AmountField* m_amount;
    LayerPicker* m_layers;
    QComboBox* m_groups;
    QComboBox* m_criterion;
    QComboBox* m_rounding;
    QStringList m_roles;  ///< that groups have, in their order
};

}  // namespace secateur
