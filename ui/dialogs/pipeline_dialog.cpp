#include "ui/dialogs/pipeline_dialog.h"

#include <QComboBox>
#include <algorithm>
#include <numeric>

#include "core/stages/pipeline_progress.h"
#include "ui/dialogs/options_form.h"

namespace secateur {

namespace {

enum Scale { FirstLook, AllImages };

// Of a first look: minutes on a laptop, and what comes out is near enough to decide what to do.
constexpr int64_t kLookSweep = 200;
constexpr int64_t kLookFineTune = 2000;
constexpr int64_t kLookCalibration = 512;
constexpr int64_t kLookTest = 500;

}  // namespace

PipelineDialog::PipelineDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Run the pipeline"), tr("Run"), parent),
      m_context(context),
      m_stages(pipelineSettings(), {}),
      m_quantize(quantizeSettings(), PipelineOptions().quantize) {
    setSubject(subjectOf(context));
    const auto [stages, training, repair] = addForms(tr("Stages"), tr("Fine-tuning"), tr("Repair"));
    const bool look = context.shownImages > 0 && context.shownImages < context.testImages;
    m_scale = stages->addChoice(
        {"scale", tr("&Scale"),
         tr("A first look takes few images everywhere and says in minutes what to expect; all "
            "images give the figures that reports are made of.")},
        {{tr("First look: few images"), FirstLook}, {tr("All images"), AllImages}},
        look ? FirstLook : AllImages);
    setupStages(*stages);
    m_finetune = std::make_unique<TrainingFields>(*training, PipelineOptions().finetune, false);
    m_finetune->addRepair(*repair, {"patience"});  // its epochs are not measured
    connect(m_scale, &QComboBox::currentIndexChanged, this, &PipelineDialog::showScale);
    showScale();
}

/// Only counts follow from it: what was chosen besides stays.
void PipelineDialog::showScale() {
    const PipelineOptions all;
    PipelineOptions stages = m_stages.options();
    QuantizeOptions quantize = m_quantize.options();
    TrainOptions finetune = m_finetune->options();
    const bool look = m_scale->currentData().toInt() == FirstLook;
    const int64_t shown = m_context.shownImages > 0 ? m_context.shownImages : kLookTest;
    stages.testImages = look ? std::min(shown, m_context.testImages) : all.testImages;
    stages.sensitivityImages = look ? kLookSweep : all.sensitivityImages;
    stages.finetuneImages = look ? std::min(kLookFineTune, m_context.trainImages) : 0;
    stages.qat = look ? QatMode::Never : all.qat;
    quantize.calibrationImages = look ? kLookCalibration : all.quantize.calibrationImages;
    finetune.epochs = look ? 1 : all.finetune.epochs;
    m_stages.show(stages);
    m_quantize.show(quantize);
    m_finetune->show(finetune);
    refresh();
}

/// Without quantization-aware training, unless that is certain.
Work PipelineDialog::work() const {
    const std::vector<Work> steps =
        pipelineWork(options(), {m_context.trainImages, m_context.heldOutImages,
                                 m_context.testImages, m_context.layers.size()});
    return std::accumulate(steps.begin(), steps.end(), Work());
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
    return tr("Baseline, sweep, pruned, recalibrated, fine-tuned, INT8, each measured on the same "
              "test "
              "images. "
              "What the study has already is not done again; cancelling keeps what was measured.") +
           timeText(m_context, work());
}

}  // namespace secateur
