#pragma once

#include "core/train/recalibrate_options.h"
#include "ui/dialogs/dialog_context.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/setting_fields.h"

namespace secateur {

/// On which images the statistics of batch normalisations are estimated anew.
class RecalibrateDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit RecalibrateDialog(const DialogContext& context, QWidget* parent = nullptr);

    RecalibrateOptions options() const;

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    const DialogContext m_context;
    SettingFields<RecalibrateOptions> m_fields;
};

}  // namespace secateur
