#pragma once

#include <memory>

#include "ui/dialogs/cut_fields.h"
#include "ui/dialogs/options_dialog.h"

namespace secateur {

/// How much to prune, of which layers and by which ranking: single weights, or whole channels.
class PruneDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit PruneDialog(const DialogContext& context, QWidget* parent = nullptr);

    bool wholeChannels() const { return m_cut->wholeChannels(); }
    /// Of single weights.
    PruneRecipe options() const { return m_cut->weights(); }
    /// Of whole channels.
    ChannelRecipe channelOptions() const { return m_cut->channels(); }

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    const DialogContext m_context;
    std::unique_ptr<CutFields> m_cut;
};

}  // namespace secateur
