#include "ui/dialogs/recipe_fields.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <algorithm>

#include "ui/base/core_text.h"
#include "ui/dialogs/layer_picker.h"
#include "ui/dialogs/options_form.h"

namespace secateur {

namespace {

constexpr int kOwnSettings = -1;  // in the place of a recipe

/// Two options are the same where they quantize alike.
bool same(const QuantizeOptions& a, const QuantizeOptions& b) {
    return recipeToJson(a) == recipeToJson(b);
}

}  // namespace

RecipeFields::RecipeFields(OptionsForm& activations, OptionsForm& weights,
                           const DialogContext& context, bool keeping)
    : m_recipes(context.recipes.empty() ? predefinedRecipes() : context.recipes),
      m_fields(quantizeSettings(), m_recipes.front().options) {
    const QSignalBlocker one(&activations);  // nobody may ask before this is whole
    const QSignalBlocker two(&weights);
    addRecipes(activations);
    const FieldLimits limits{context.trainImages, context.layers};
    m_fields.add(activations,
                 {"calibration_images", "activation_observer", "activation_percentile",
                  "activation_scheme", "reduce_range", "relu6", "symmetric_bottlenecks"},
                 limits);
    m_fields.add(weights,
                 {"weight_scales", "weight_observer", "weight_percentile", "equalize",
                  "correct_bias", "float_layers"},
                 limits);
    if (keeping) {
        m_saveAs =
            weights.addText({"recipeName", tr("&Keep as recipe"),
                             tr("A name under which the study keeps these settings; empty: they "
                                "are used once.")},
                            {});
    }
    for (OptionsForm* form : {&activations, &weights}) {
        QObject::connect(form, &OptionsForm::changed, m_recipe, [this] { follow(); });
    }
    enablePercentiles();
}

void RecipeFields::addRecipes(OptionsForm& form) {
    std::vector<OptionsForm::Choice> recipes{{tr("Own settings"), kOwnSettings}};
    for (size_t i = 0; i < m_recipes.size(); ++i) {
        recipes.push_back({QString::fromStdString(m_recipes[i].name), static_cast<int>(i)});
    }
    m_recipe = form.addChoice(
        {"recipe", tr("Reci&pe"),
         tr("Settings under a name: choosing one fills in all of them. A result can be made again "
            "from its recipe.")},
        recipes, m_marked);
    for (size_t i = 0; i < m_recipes.size(); ++i) {
        m_recipe->setItemData(static_cast<int>(i) + 1, coreText(m_recipes[i].description),
                              Qt::ToolTipRole);
    }
}

/// A recipe that is chosen fills in the fields; a field that is changed by hand makes the settings
/// the user's own, or those of another recipe.
void RecipeFields::follow() {
    if (m_filling) {
        return;
    }
    const int chosen = m_recipe->currentData().toInt();
    if (chosen == m_marked) {
        markRecipe();
    } else if (chosen != kOwnSettings) {
        show(m_recipes[static_cast<size_t>(chosen)].options);
    }
    m_marked = m_recipe->currentData().toInt();
    enablePercentiles();
}

void RecipeFields::show(const QuantizeOptions& options) {
    m_filling = true;
    m_fields.show(options);
    m_filling = false;
}

void RecipeFields::markRecipe() {
    const QuantizeOptions now = options();
    const int available = static_cast<QSpinBox*>(m_fields.widget("calibration_images"))->maximum();
    const auto found = std::find_if(m_recipes.begin(), m_recipes.end(), [&](const auto& recipe) {
        QuantizeOptions fitting = recipe.options;  // there may be fewer images than it asks for
        fitting.calibrationImages = std::min<int64_t>(fitting.calibrationImages, available);
        return same(fitting, now);
    });
    const QSignalBlocker blocker(m_recipe);
    m_recipe->setCurrentIndex(m_recipe->findData(
        found == m_recipes.end() ? kOwnSettings : static_cast<int>(found - m_recipes.begin())));
}

void RecipeFields::enablePercentiles() {
    const QuantizeOptions now = options();
    m_fields.widget("activation_percentile")
        ->setEnabled(now.activationObserver == ObserverKind::Percentile);
    m_fields.widget("weight_percentile")
        ->setEnabled(now.weightObserver == ObserverKind::Percentile);
}

QString RecipeFields::saveAs() const {
    return m_saveAs != nullptr ? m_saveAs->text().trimmed() : QString();
}

QString RecipeFields::problem() const {
    const auto& fixed = predefinedRecipes();
    const std::string name = saveAs().toStdString();
    const bool taken = std::any_of(fixed.begin(), fixed.end(),
                                   [&](const QuantRecipe& recipe) { return recipe.name == name; });
    return taken ? tr("“%1” is the name of a recipe that every study has.").arg(saveAs())
                 : static_cast<LayerPicker*>(m_fields.widget("float_layers"))->problem();
}

}  // namespace secateur
