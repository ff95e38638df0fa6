#pragma once

#include <QCoreApplication>
#include <memory>
#include <vector>

#include "core/quant/recipe.h"
#include "ui/dialogs/dialog_context.h"
#include "ui/dialogs/quantize_fields.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace secateur {

class LayerPicker;
class NumberField;
class OptionsForm;

/// Every setting of quantization in two columns, the recipes that fill them at once, and the name
/// to keep them under.
class RecipeFields {
    Q_DECLARE_TR_FUNCTIONS(RecipeFields)

 public:
    /// `keeping`: with the row for that name.
    RecipeFields(OptionsForm& activations, OptionsForm& weights, const DialogContext& context,
                 bool keeping = true);

    QuantizeOptions options() const;
    /// To keep these settings as a recipe; empty: they are not kept.
    QString saveAs() const;
    QString problem() const;

 private:
    void addActivations(OptionsForm& form, const DialogContext& context);
    void addWeights(OptionsForm& form, const DialogContext& context);
    void connectFields();
    void show(const QuantizeOptions& options);
    void markRecipe();
    void enablePercentiles();

    const std::vector<QuantRecipe> m_recipes;
    std::unique_ptr<QuantizeFields> m_shared;
    QComboBox* m_recipe = nullptr;
    QComboBox* m_observer = nullptr;
    NumberField* m_percentile = nullptr;
    QComboBox* m_scheme = nullptr;
    QSpinBox* m_images = nullptr;
    QComboBox* m_weightScales = nullptr;
    QComboBox* m_weightObserver = nullptr;
    NumberField* m_weightPercentile = nullptr;
    QCheckBox* m_equalize = nullptr;
    QCheckBox* m_correctBias = nullptr;
    LayerPicker* m_floatLayers = nullptr;
    QLineEdit* m_saveAs = nullptr;
    bool m_filling = false;  ///< by a recipe, which is one change
};

}  // namespace secateur
