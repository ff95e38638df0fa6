#pragma once

#include <QCoreApplication>
#include <vector>

#include "core/quant/recipe.h"
#include "ui/dialogs/dialog_context.h"
#include "ui/dialogs/setting_fields.h"

class QComboBox;
class QLineEdit;

namespace secateur {

/// Every setting of quantization in two columns, the recipes that fill them at once, and the name
/// to keep them under.
class RecipeFields {
    Q_DECLARE_TR_FUNCTIONS(RecipeFields)

 public:
    /// `keeping`: with the row for that name.
    RecipeFields(OptionsForm& activations, OptionsForm& weights, const DialogContext& context,
                 bool keeping = true);

    QuantizeOptions options() const { return m_fields.options(); }
    /// To keep these settings as a recipe; empty: they are not kept.
    QString saveAs() const;
    QString problem() const;

 private:
    void addRecipes(OptionsForm& form);
    void follow();
    void show(const QuantizeOptions& options);
    void markRecipe();
    void enablePercentiles();

    const std::vector<QuantRecipe> m_recipes;
    SettingFields<QuantizeOptions> m_fields;
    QComboBox* m_recipe = nullptr;
    QLineEdit* m_saveAs = nullptr;
    int m_marked = 0;        ///< the recipe that the fields show
    bool m_filling = false;  ///< by a recipe, which is one change
};

}  // namespace secateur
