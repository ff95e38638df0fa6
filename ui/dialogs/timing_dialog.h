#pragma once

#include <vector>

#include "core/analysis/profile.h"
#include "core/stages/profile_stage.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/setting_fields.h"

class QListWidget;

namespace secateur {

class NumberField;

/// Which networks of the study are timed side by side, layer by layer, and how.
class TimingDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit TimingDialog(const DialogContext& context, QWidget* parent = nullptr);

    std::vector<int64_t> networks() const;
    TimingOptions options() const;

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    void setupNetworks();

    const DialogContext m_context;
    QListWidget* m_networks;
    SettingFields<ProfileOptions> m_turns{profileSettings(), {}};
    NumberField* m_seconds;
};

}  // namespace secateur
