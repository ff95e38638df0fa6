#include "ui/dialogs/recipe_fields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <algorithm>

#include "ui/dialogs/layer_picker.h"
#include "ui/dialogs/number_field.h"
#include "ui/dialogs/options_form.h"

namespace secateur {

namespace {

constexpr int kOwnSettings = -1;  // in the place of a recipe

OptionsForm::Choice observer(const QString& title, ObserverKind kind) {
    return {title, static_cast<int>(kind)};
}

void choose(QComboBox* box, int value) {
    box->setCurrentIndex(box->findData(value));
}

template <class Enum>
Enum chosen(const QComboBox* box) {
    return static_cast<Enum>(box->currentData().toInt());
}

/// Two options are the same where they quantize alike.
bool same(const QuantizeOptions& a, const QuantizeOptions& b) {
    return recipeToJson(a) == recipeToJson(b);
}

}  // namespace

RecipeFields::RecipeFields(OptionsForm& activations, OptionsForm& weights,
                           const DialogContext& context, bool keeping)
    : m_recipes(context.recipes.empty() ? predefinedRecipes() : context.recipes) {
    const QSignalBlocker one(&activations);  // nobody may ask before this is whole
    const QSignalBlocker two(&weights);
    addActivations(activations, context);
    addWeights(weights, context);
    if (keeping) {
        m_saveAs =
            weights.addText({"recipeName", tr("&Keep as recipe"),
                             tr("A name under which the study keeps these settings; empty: they "
                                "are used once.")},
                            {});
    }
    connectFields();
    show(m_recipes.front().options);
    markRecipe();
}

void RecipeFields::addActivations(OptionsForm& form, const DialogContext& context) {
    std::vector<OptionsForm::Choice> recipes{{tr("Own settings"), kOwnSettings}};
    for (size_t i = 0; i < m_recipes.size(); ++i) {
        recipes.push_back({QString::fromStdString(m_recipes[i].name), static_cast<int>(i)});
    }
    m_recipe = form.addChoice(
        {"recipe", tr("Reci&pe"),
         tr("Settings under a name: choosing one fills in all of them. A result can be made again "
            "from its recipe.")},
        recipes, kOwnSettings);
    for (size_t i = 0; i < m_recipes.size(); ++i) {
        m_recipe->setItemData(static_cast<int>(i) + 1,
                              QString::fromStdString(m_recipes[i].description), Qt::ToolTipRole);
    }
    m_images =
        form.addImages({"calibrationImages", tr("Calibration &images"),
                        tr("Training images on which the ranges of the activations are observed.")},
                       context.trainImages, QuantizeOptions().calibrationImages);
    m_observer = form.addChoice(
        {"observer", tr("&Observer"),
         tr("Who chooses the range of an activation: the extremes, their moving average, the "
            "values without the rarest, the least squared error, or the least divergence (KL).")},
        {observer(tr("Min-max"), ObserverKind::MinMax),
         observer(tr("Moving average"), ObserverKind::MovingAverage),
         observer(tr("Percentile"), ObserverKind::Percentile),
         observer(tr("MSE"), ObserverKind::Mse),
         observer(tr("Entropy (KL)"), ObserverKind::Entropy)},
        static_cast<int>(QuantizeOptions().activationObserver));
    m_percentile = form.addNumber(
        {"percentile", tr("Percen&tile"), tr("Share of the values within the range, in percent.")},
        50.0, 100.0, 4, QuantizeOptions().activationPercentile);
    m_scheme = form.addChoice(
        {"scheme", tr("S&cheme"),
         tr("Affine puts the zero point wherever the range needs it, symmetric in the middle.")},
        {{tr("Affine"), static_cast<int>(ActivationScheme::Affine)},
         {tr("Symmetric"), static_cast<int>(ActivationScheme::Symmetric)}},
        static_cast<int>(QuantizeOptions().activationScheme));
    m_shared = std::make_unique<QuantizeFields>(form, QuantizeOptions());
}

void RecipeFields::addWeights(OptionsForm& form, const DialogContext& context) {
    const QuantizeOptions defaults;
    m_weightScales = form.addChoice(
        {"weightScales", tr("Weight sca&les"),
         tr("One scale for each output channel, or one for the whole weight, which fails on "
            "depthwise layers.")},
        {{tr("Per channel"), static_cast<int>(WeightScales::PerChannel)},
         {tr("Per tensor"), static_cast<int>(WeightScales::PerTensor)}},
        static_cast<int>(defaults.weightScales));
    m_weightObserver = form.addChoice(
        {"weightObserver", tr("&Weight observer"), tr("Who chooses the range of a weight.")},
        {observer(tr("Min-max"), ObserverKind::MinMax),
         observer(tr("Percentile"), ObserverKind::Percentile),
         observer(tr("MSE"), ObserverKind::Mse)},
        static_cast<int>(defaults.weightObserver));
    m_weightPercentile = form.addNumber({"weightPercentile", tr("Weight percentil&e"),
                                         tr("Share of |w| within the range, in percent.")},
                                        50.0, 100.0, 4, defaults.weightPercentile);
    m_equalize = form.addCheck(
        {"equalize", tr("Cross-layer e&qualization"),
         tr("Scales the channels of neighbouring layers against each other, so that one scale "
            "suits them all; the network computes the same.")},
        defaults.equalize);
    m_correctBias =
        form.addCheck({"correctBias", tr("Bias correctio&n"),
                       tr("Takes the mean error that quantized weights make out of the biases.")},
                      defaults.correctBias);
    m_floatLayers = new LayerPicker(context.layers, {}, tr("No layer"));
    form.addField({"floatLayers", tr("Keep in &FP32"),
                   tr("Layers that keep float weights and compute in float: the cure for those "
                      "that quantization breaks.")},
                  m_floatLayers);
    QObject::connect(m_floatLayers, &LayerPicker::changed, &form, &OptionsForm::changed);
}

/// A field that is changed by hand makes the settings the user's own, or those of another recipe.
void RecipeFields::connectFields() {
    const auto mark = [this] { markRecipe(); };
    for (QComboBox* box : {m_observer, m_scheme, m_weightScales, m_weightObserver}) {
        QObject::connect(box, &QComboBox::currentIndexChanged, box, mark);
    }
    for (QCheckBox* box : {m_equalize, m_correctBias}) {
        QObject::connect(box, &QCheckBox::toggled, box, mark);
    }
    for (NumberField* field : {m_percentile, m_weightPercentile}) {
        QObject::connect(field, &QDoubleSpinBox::valueChanged, field, mark);
    }
    QObject::connect(m_images, &QSpinBox::valueChanged, m_images, mark);
    QObject::connect(m_floatLayers, &LayerPicker::changed, m_floatLayers, mark);
    m_shared->onChange(m_recipe, mark);
    QObject::connect(m_recipe, &QComboBox::currentIndexChanged, m_recipe, [this] {
        const int index = m_recipe->currentData().toInt();
        if (index != kOwnSettings && !m_filling) {
            show(m_recipes[static_cast<size_t>(index)].options);
        }
    });
}

void RecipeFields::show(const QuantizeOptions& options) {
    m_filling = true;
    m_shared->show(options);
    m_images->setValue(static_cast<int>(options.calibrationImages));
    choose(m_observer, static_cast<int>(options.activationObserver));
    m_percentile->setValue(options.activationPercentile);
    choose(m_scheme, static_cast<int>(options.activationScheme));
    choose(m_weightScales, static_cast<int>(options.weightScales));
    choose(m_weightObserver, static_cast<int>(options.weightObserver));
    m_weightPercentile->setValue(options.weightPercentile);
    m_equalize->setChecked(options.equalize);
    m_correctBias->setChecked(options.correctBias);
    m_floatLayers->setLayers({options.floatLayers.begin(), options.floatLayers.end()});
    m_filling = false;
    enablePercentiles();
}

void RecipeFields::markRecipe() {
    enablePercentiles();
    if (m_filling) {
        return;
    }
    const QuantizeOptions now = options();
    const auto found = std::find_if(m_recipes.begin(), m_recipes.end(), [&](const auto& recipe) {
        QuantizeOptions fitting = recipe.options;  // there may be fewer images than it asks for
        fitting.calibrationImages =
            std::min<int64_t>(fitting.calibrationImages, m_images->maximum());
        return same(fitting, now);
    });
    const QSignalBlocker blocker(m_recipe);
    choose(m_recipe,
           found == m_recipes.end() ? kOwnSettings : static_cast<int>(found - m_recipes.begin()));
}

void RecipeFields::enablePercentiles() {
    m_percentile->setEnabled(chosen<ObserverKind>(m_observer) == ObserverKind::Percentile);
    m_weightPercentile->setEnabled(chosen<ObserverKind>(m_weightObserver) ==
                                   ObserverKind::Percentile);
}

QuantizeOptions RecipeFields::options() const {
    QuantizeOptions options = m_shared->options();
    options.calibrationImages = m_images->value();
    options.activationObserver = chosen<ObserverKind>(m_observer);
    options.activationPercentile = m_percentile->value();
    options.activationScheme = chosen<ActivationScheme>(m_scheme);
    options.weightScales = chosen<WeightScales>(m_weightScales);
    options.weightObserver = chosen<ObserverKind>(m_weightObserver);
    options.weightPercentile = m_weightPercentile->value();
    options.equalize = m_equalize->isChecked();
    options.correctBias = m_correctBias->isChecked();
    const std::vector<std::string> kept = m_floatLayers->layers();
    options.floatLayers = {kept.begin(), kept.end()};
    return options;
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
                 : m_floatLayers->problem();
}

}  // namespace secateur
