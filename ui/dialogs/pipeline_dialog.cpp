#include "ui/dialogs/pipeline_dialog.h"

#include <QComboBox>
#include <QSpinBox>

#include "ui/dialogs/number_field.h"
#include "ui/dialogs/options_form.h"

namespace secateur {

PipelineDialog::PipelineDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Run the pipeline"), tr("Run"), parent), m_context(context) {
    setSubject(subjectOf(context));
    const PipelineOptions defaults;
    const auto [left, right] = addForms(tr("Stages"), tr("Fine-tuning"));
    setupStages(*left, defaults);
    m_quantize = std::make_unique<QuantizeFields>(*left, defaults.quantize);
    m_finetune = std::make_unique<TrainingFields>(*right, defaults.finetune, false);
    refresh();
}

void PipelineDialog::setupStages(OptionsForm& form, const PipelineOptions& defaults) {
    m_amount = form.addAmount(
        {"amount", tr("Pruning &amount"),
         tr("The share of all weights that become zero, in one ranking by magnitude (L1).")},
        defaults.amount);
    m_tolerance = form.addNumber({"tolerance", tr("&Tolerance, points"),
                                  tr("The drop of top-1 up to which a ratio counts as safe.")},
                                 0.0, 100.0, 2, defaults.tolerance);
    m_testImages = form.addImages(
        {"testImages", tr("T&est images"), tr("On these every network is measured.")},
        m_context.testImages, defaults.testImages);
    m_sensitivityImages =
        form.addImages({"sensitivityImages", tr("S&weep images"),
                        tr("Held-out images on which the sensitivity sweep measures each point.")},
                       m_context.heldOutImages, defaults.sensitivityImages);
    m_finetuneImages =
        form.addImages({"finetuneImages", tr("Fine-tuning &images"),
                        tr("Training images on which the pruned network is repaired.")},
                       m_context.trainImages, defaults.finetuneImages);
    m_calibrationImages =
        form.addImages({"calibrationImages", tr("&Calibration images"),
                        tr("Training images on which the ranges of the activations are observed.")},
                       m_context.trainImages, defaults.quantize.calibrationImages);
    m_qat = form.addChoice(
        {"qat", tr("&QAT"),
         tr("Quantization-aware training after post-training quantization: where that loses more "
            "than the tolerance, always, or never.")},
        {{tr("Where it is needed"), static_cast<int>(QatMode::Auto)},
         {tr("Always"), static_cast<int>(QatMode::Always)},
         {tr("Never"), static_cast<int>(QatMode::Never)}},
        static_cast<int>(defaults.qat));
}

PipelineOptions PipelineDialog::options() const {
    PipelineOptions options;
    options.amount = m_amount->amount();
    options.tolerance = m_tolerance->value();
    options.testImages = m_testImages->value();
    options.sensitivityImages = m_sensitivityImages->value();
    options.finetuneImages = m_finetuneImages->value();
    options.seed = m_context.seed;  // the held-out images follow from it: not to be chosen here
    options.finetune = m_finetune->options();
    options.quantize = m_quantize->options();
    options.qat = static_cast<QatMode>(m_qat->currentData().toInt());
    options.quantize.calibrationImages = m_calibrationImages->value();
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
    const int64_t images = m_finetuneImages->value();
    return m_finetune->problem(images == 0 ? m_context.trainImages : images);
}

QString PipelineDialog::summary() const {
    return tr(
        "Baseline, sweep, pruned, fine-tuned, INT8, each measured on the same test images. "
        "What the study has already is not done again; cancelling keeps what was measured.");
}

}  // namespace secateur
