#include "ui/dialogs/layer_errors_dialog.h"

#include <QSpinBox>

#include "core/stages/pipeline.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/work_time.h"

namespace secateur {

LayerErrorsDialog::LayerErrorsDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Quantization errors, layer by layer"), tr("Measure"), parent),
      m_context(context) {
    setSubject(subjectOf(context));
    m_images = addForm()->addImages(
        {"images", tr("&Held-out images"),
         tr("Images of the train split that no training here sees; each figure classifies them.")},
        context.heldOutImages, PipelineOptions().sensitivityImages);
    const auto [activations, weights] = addForms(tr("Activations"), tr("Weights and layers"));
    m_fields = std::make_unique<RecipeFields>(*activations, *weights, context, false);
    refresh();
}

int64_t LayerErrorsDialog::heldOutImages() const {
    return m_images->value();
}

QString LayerErrorsDialog::problem() const {
    if (m_context.quantized) {
        return quantizedProblem(m_context);
    }
    if (m_context.heldOutImages == 0) {
        return tr("The data set has no train split, so there are no held-out images.");
    }
    return m_fields->problem();
}

QString LayerErrorsDialog::summary() const {
    const int64_t count = heldOutImages() == 0 ? m_context.heldOutImages : heldOutImages();
    return tr("Every layer twice, only it quantized and all but it, on %1 images each. What the "
              "study has already is not measured again.")
               .arg(countText(count)) +
           timeText(m_context,
                    {.classified = static_cast<double>(count * (1 + 2 * m_context.layers.size()))});
}

}  // namespace secateur
