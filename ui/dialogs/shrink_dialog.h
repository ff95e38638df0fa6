#pragma once

#include "core/stages/shrink_stage.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/setting_fields.h"

namespace secateur {

/// How the smallest network within a tolerance is looked for.
class ShrinkDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit ShrinkDialog(const DialogContext& context, QWidget* parent = nullptr);

    ShrinkOptions options() const;

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    const DialogContext m_context;
    SettingFields<ShrinkOptions> m_fields;
};

}  // namespace secateur
