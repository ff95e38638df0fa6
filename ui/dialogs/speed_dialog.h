#pragma once

#include "core/analysis/speed.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/setting_fields.h"

namespace secateur {

/// How the speeds of all networks of the study are measured together.
class SpeedDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit SpeedDialog(const DialogContext& context, QWidget* parent = nullptr);

    SpeedOptions options() const;

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    const DialogContext m_context;
    SettingFields<SpeedOptions> m_fields{speedSettings(), {}};
};

}  // namespace secateur
