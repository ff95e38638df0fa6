#include "ui/dialogs/qat_dialog.h"

#include <QComboBox>
#include <QSpinBox>

#include "core/stages/pipeline.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/work_time.h"

namespace secateur {

namespace {

constexpr double kFakeQuantizedCost = 1.6;  // of training beside training without it

}  // namespace

QatDialog::QatDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Quantization-aware training"), tr("Train"), parent),
      m_context(context),
      m_recipes(context.recipes.empty() ? predefinedRecipes() : context.recipes),
      m_freezing(qatSettings(), startOf(qatSettings(), context.start)) {
    setSubject(subjectOf(context));
    const auto [training, repair, quantization] =
        addForms(tr("Training"), tr("Repair"), tr("Quantization"));
    m_training = std::make_unique<TrainingFields>(
        *training,
        startOf(trainSettings(), context.start,
                withSeed(QatPlan::qatTraining().options, context.seed)),
        true);
    // Statistics are kept from the epoch on that QatOptions says.
    m_training->addRepair(*repair, {"frozen_statistics"});
    setupQuantization(*quantization);
    refresh();
}

void QatDialog::setupQuantization(OptionsForm& form) {
    const PipelineOptions defaults;
    std::vector<OptionsForm::Choice> recipes;
    for (size_t i = 0; i < m_recipes.size(); ++i) {
        recipes.push_back({QString::fromStdString(m_recipes[i].name), static_cast<int>(i)});
    }
    m_recipe = form.addChoice(
        {"recipe", tr("Reci&pe"),
         tr("The settings of the post-training quantization that the training starts from; F9 "
            "keeps settings as a recipe.")},
        recipes, 0);
    m_freezing.addAll(form);
    m_images = form.addImages({"images", tr("Training &images"),
                               tr("How many images of the train split are trained on.")},
                              m_context.trainImages, defaults.qatImages);
    m_heldOut = form.addImages({"heldOutImages", tr("&Held-out images"),
                                tr("On these the converted INT8 network is measured after every "
                                   "epoch; the best is kept.")},
                               m_context.heldOutImages, defaults.qatHeldOutImages);
}

TrainOptions QatDialog::training() const {
    return m_training->options();
}

QuantizeOptions QatDialog::quantize() const {
    return m_recipes[static_cast<size_t>(m_recipe->currentData().toInt())].options;
}

int64_t QatDialog::images() const {
    return m_images->value();
}

int64_t QatDialog::heldOutImages() const {
    return m_heldOut->value();
}

QString QatDialog::problem() const {
    if (m_context.quantized) {
        return quantizedProblem(m_context);
    }
    if (m_context.trainImages == 0) {
        return tr("The data set has no training images.");
    }
    if (m_context.heldOutImages == 0) {
        return tr("There are no held-out images to choose the best epoch by.");
    }
    return m_training->problem(images() == 0 ? m_context.trainImages : images());
}

QString QatDialog::summary() const {
    const auto each = static_cast<double>(training().epochs);
    return tr("Starts from post-training quantization. After each of %1 epochs the network is "
              "converted and measured on INT8 kernels; pruned weights stay zero.")
               .arg(countText(training().epochs)) +
           timeText(
               m_context,
               {.classified =
                    each * static_cast<double>(heldOutImages() == 0 ? m_context.heldOutImages
                                                                    : heldOutImages()),
                .trained = each * kFakeQuantizedCost *
                           static_cast<double>(images() == 0 ? m_context.trainImages : images())});
}

}  // namespace secateur
