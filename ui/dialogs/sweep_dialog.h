#pragma once

#include <map>

#include "core/analysis/sweep_options.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/setting_fields.h"
#include "ui/dialogs/work_time.h"

class QLineEdit;
class QSpinBox;

namespace secateur {

class LayerPicker;
class OptionsForm;
class PathField;

/// What to do to which layers and how hard, on how many images, and how surely.
class SweepDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit SweepDialog(const DialogContext& context, QWidget* parent = nullptr);

    SweepOptions options() const;
    int64_t images() const;  ///< held-out ones, for drawnImages(); 0: all
    /// Of masks to prune by; empty: weights are ranked.
    QString masksFile() const;

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    void setupWhat(OptionsForm& form);
    PerturbationKind kind() const;
    bool byMasks() const;
    QString optionsProblem() const;
    QString groupsProblem() const;
    Work sweepWork(const SweepOptions& chosen, int64_t points, int64_t images) const;
    void followKind();
    void enableFields();

    const DialogContext m_context;
    SettingFields<SweepOptions> m_fields;
    OptionsForm* m_what = nullptr;
    PathField* m_masks = nullptr;
    QLineEdit* m_levels = nullptr;  ///< in the unit of the kind
    LayerPicker* m_layers = nullptr;
    QSpinBox* m_images = nullptr;
    PerturbationKind m_levelsKind = PerturbationKind::Prune;  ///< whose levels are in the field
    std::map<PerturbationKind, QString> m_levelsOf;           ///< of kinds that were chosen before
};

}  // namespace secateur
