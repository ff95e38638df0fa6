#pragma once

#include <QObject>

#include "core/prune/channel_recipe.h"
#include "core/prune/prune_recipe.h"
#include "ui/base/latest_task.h"
#include "ui/dialogs/dialog_context.h"
#include "ui/dialogs/setting_fields.h"

class QComboBox;

namespace secateur {

class LayerPicker;

enum class CutWay { AtOnce, InSteps };

/// The rows of a form for a cut: single weights or whole channels, how much, of which layers and by
/// which ranking. Shared by pruning at once and in steps.
class CutFields : public QObject {
    Q_OBJECT

 public:
    /// `context` and `form` must outlive this.
    CutFields(OptionsForm& form, const DialogContext& context, CutWay way,
              QObject* parent = nullptr);

    bool wholeChannels() const;
    /// Of single weights.
    PruneRecipe weights() const;
    /// Of whole channels.
    ChannelRecipe channels() const;

    /// Empty where nothing is wrong.
    QString problem() const;
    /// What of which layers goes, in one sentence.
    QString summary() const;
    /// " It leaves 1.2 M of 2.4 M (50 %) parameters and 30 M of 75 M (40 %) MACs.", of a cut of
    /// channels; empty for single weights and as long as it is not known.
    QString forecast() const;

 signals:
    /// A field, or what forecast() says.
    void changed();

 private:
    void setupChannels();
    void showFields();
    /// Of a ranking that looks at some.
    void enableImages();
    /// What a cut of channels comes to, if that can be told.
    void foretell();
    /// Groups that the choice of `m_groups` leaves, and their channels.
    QList<DialogContext::ChannelGroup> chosenGroups() const;
    QString weightSummary() const;
    QString channelSummary() const;

    OptionsForm& m_form;
    const DialogContext& m_context;
    const CutWay m_way;
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
