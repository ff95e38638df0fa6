#pragma once

#include <vector>

#include "core/stages/profile_stage.h"
#include "ui/dialogs/options_dialog.h"

class QListWidget;
class QSpinBox;

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
    QSpinBox* m_rounds;
    NumberField* m_seconds;
};

}  // namespace secateur
