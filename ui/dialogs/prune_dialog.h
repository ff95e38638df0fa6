#pragma once

#include "core/prune/channel_recipe.h"
#include "core/prune/prune_recipe.h"
#include "ui/base/latest_task.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/setting_fields.h"

class QComboBox;

namespace secateur {

class LayerPicker;

/// How much to prune, of which layers and by which ranking: single weights, or whole channels.
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
    void setupChannels();
    void showFields();
    /// Of a ranking that looks at some.
    void enableImages();
    /// Groups that the choice of `m_groups` leaves, and their channels.
    QList<DialogContext::ChannelGroup> chosenGroups() const;
    QString weightSummary() const;
    QString channelSummary() const;

    /// What a cut of channels comes to, if that can be told.
    void foretell();

    const DialogContext m_context;
    OptionsForm* m_form;
    SettingFields<PruneRecipe> m_weights;     ///< scope and amount are those of channels, too
    SettingFields<ChannelRecipe> m_channels;  ///< what only they have, and the ranking of both
    QComboBox* m_what;
    LayerPicker* m_layers;
    QComboBox* m_groups;
    QStringList m_roles;  ///< that groups have, in their order
    QString m_forecast;
    LatestTask m_foretelling;  ///< last: its thread must be gone before what it answers to
};

}  // namespace secateur
