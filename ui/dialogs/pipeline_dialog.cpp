#include "ui/dialogs/pipeline_dialog.h"

#include "ui/dialogs/options_form.h"

namespace secateur {

PipelineDialog::PipelineDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Run the pipeline"), tr("Run"), parent),
      m_context(context),
      m_stages(pipelineSettings(), {}),
      m_quantize(quantizeSettings(), PipelineOptions().quantize) {
    setSubject(subjectOf(context));
    const auto [left, right] = addForms(tr("Stages"), tr("Fine-tuning"));
    setupStages(*left);
    m_finetune = std::make_unique<TrainingFields>(*right, PipelineOptions().finetune, false);
    refresh();
}

void PipelineDialog::setupStages(OptionsForm& form) {
    m_stages.add(form, {"amount", "tolerance"});
    m_stages.add(form, {"test_images"}, {m_context.testImages, {}});
    m_stages.add(form, {"sensitivity_images"}, {m_context.heldOutImages, {}});
    m_stages.add(form, {"recalibrate"});
    m_stages.add(form, {"finetune_images"}, {m_context.trainImages, {}});
    m_quantize.add(form, {"calibration_images"}, {m_context.trainImages, {}});
    m_stages.add(form, {"qat"});
    m_quantize.add(form, {"reduce_range", "relu6", "symmetric_bottlenecks"});
}

PipelineOptions PipelineDialog::options() const {
    PipelineOptions options = m_stages.options();
    options.seed = m_context.seed;  // the held-out images follow from it: not to be chosen here
    options.finetune = m_finetune->options();
    options.quantize = m_quantize.options();
    return options;
}

QString PipelineDialog::problem() const {
    if (m_context.quantized) {
        return quantizedProblem(m_context);
    }
    if (m_context.testImages == 0) {
        return tr("The data set has no test images.");
    }
    if (m_context.trainImages == 0 || m_context.heldOutImages == 0) {
        return tr(
            "The data set has no train split, which the sweep, fine-tuning and calibration "
            "need.");
    }
    const int64_t images = m_stages.options().finetuneImages;
    return m_finetune->problem(images == 0 ? m_context.trainImages : images);
}

QString PipelineDialog::summary() const {
    return tr(
        "Baseline, sweep, pruned, recalibrated, fine-tuned, INT8, each measured on the same test "
        "images. "
        "What the study has already is not done again; cancelling keeps what was measured.");
}

}  // namespace secateur
