#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>

#include "tests/support/ui_catch.h"
#include "tests/ui/dialogs/dialog_support.h"
#include "ui/dialogs/quantize_dialog.h"

using namespace secateur;
using namespace secateur::test;

TEST_CASE("a recipe fills in every setting, and the settings name their recipe", "[dialogs]") {
    DialogContext context = fashionContext();
    QuantizeOptions own;
    own.weightScales = WeightScales::PerTensor;
    own.activationObserver = ObserverKind::Percentile;
    own.activationPercentile = 99.5;
    own.equalize = true;
    own.floatLayers = {"conv1"};
    own.calibrationImages = 256;
    context.recipes = predefinedRecipes();
    context.recipes.push_back({"mine", "", own});
    QuantizeDialog dialog(context);
    auto* recipe = child<QComboBox>(dialog, "recipe");
    CHECK(recipe->currentText() == "default");
    CHECK_FALSE(child<QDoubleSpinBox>(dialog, "activationPercentile")->isEnabled());
    recipe->setCurrentIndex(recipe->findText("mine"));
    CHECK(recipeToJson(dialog.options()) == recipeToJson(own));
    CHECK(child<QDoubleSpinBox>(dialog, "activationPercentile")->isEnabled());
    CHECK(child<QSpinBox>(dialog, "calibrationImages")->value() == 256);
    child<QCheckBox>(dialog, "correctBias")->setChecked(true);
    CHECK(recipe->currentText() == "Own settings");
    child<QCheckBox>(dialog, "correctBias")->setChecked(false);
    CHECK(recipe->currentText() == "mine");
    for (const QuantRecipe& each : predefinedRecipes()) {
        INFO(each.name);
        recipe->setCurrentIndex(recipe->findText(QString::fromStdString(each.name)));
        CHECK(recipeToJson(dialog.options()) == recipeToJson(each.options));
    }
    auto* name = child<QLineEdit>(dialog, "recipeName");
    name->setText("default");
    CHECK(problemOf(dialog).contains("every study has"));
    name->setText(" tuned ");
    CHECK(problemOf(dialog).isEmpty());
    CHECK(dialog.recipeName() == "tuned");
    child<QComboBox>(*child<QWidget>(dialog, "floatLayers"), "layersWhich")->setCurrentIndex(1);
    CHECK(problemOf(dialog) == "Tick at least one layer.");
}
