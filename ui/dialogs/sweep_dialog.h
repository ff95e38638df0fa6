#pragma once

#include <map>

#include "core/analysis/sensitivity_curve.h"
#include "ui/dialogs/options_dialog.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace secateur {

class LayerPicker;
class NumberField;
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
    void setupHow(OptionsForm& form);
    PerturbationKind kind() const;
    bool byMasks() const;
    QString levelsProblem() const;
    QString groupsProblem() const;
    void followKind();
    void followChoices();

    const DialogContext m_context;
    OptionsForm* m_what = nullptr;
    QComboBox* m_kind = nullptr;
    QComboBox* m_criterion = nullptr;
    PathField* m_masks = nullptr;
    QLineEdit* m_levels = nullptr;
    QComboBox* m_grouping = nullptr;
    QCheckBox* m_perLayer = nullptr;
    QCheckBox* m_global = nullptr;
    LayerPicker* m_layers = nullptr;
    QSpinBox* m_images = nullptr;
    QCheckBox* m_adaptive = nullptr;
    NumberField* m_tolerance = nullptr;
    NumberField* m_width = nullptr;
    NumberField* m_confidence = nullptr;
    PerturbationKind m_levelsKind = PerturbationKind::Prune;  ///< whose levels are in the field
    std::map<PerturbationKind, QString> m_levelsOf;           ///< of kinds that were chosen before
};

}  // namespace secateur
