#include "ui/dialogs/shrink_dialog.h"

#include <algorithm>

#include "ui/dialogs/options_form.h"
#include "ui/dialogs/work_time.h"

namespace secateur {

ShrinkDialog::ShrinkDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Shrink"), tr("Shrink"), parent),
      m_context(context),
      m_fields(shrinkSettings(), {}) {
    setSubject(subjectOf(context));
    OptionsForm* form = addForm();
    m_fields.add(*form, {"tolerance"});
    m_fields.add(*form, {"images", "sweep_images"}, {context.heldOutImages, {}, {}, false});
    m_fields.add(*form, {"reconstruct", "recalibrate", "finetune_images", "finetune_epochs",
                         "finetune_rate", "calibration", "round_to", "min_width"});
    refresh();
}

ShrinkOptions ShrinkDialog::options() const {
    ShrinkOptions options = m_fields.options();
    options.seed = m_context.seed;
    return options;
}

QString ShrinkDialog::problem() const {
    if (m_context.quantized) {
        return quantizedProblem(m_context);
    }
    if (m_context.heldOutImages == 0) {
        return tr("The data set has no train split, so there are no held-out images.");
    }
    if (!m_context.normalised) {
        return tr("The network has no batch normalisation that could repair it after a cut.");
    }
    return m_context.channelGroups.isEmpty() ? tr("No layer of this network can lose channels.")
                                             : QString();
}

QString ShrinkDialog::summary() const {
    const ShrinkOptions chosen = options();
    const auto of = [this](int64_t count) {
        return count == 0 ? m_context.heldOutImages : std::min(count, m_context.heldOutImages);
    };
    const int64_t points = kShrinkLevels * m_context.channelGroups.size();
    const int64_t sweep = points * (of(chosen.sweepImages) + chosen.recalibrate);
    const int64_t trials =
        kShrinkTrials * (of(chosen.images) + std::min(chosen.recalibrate, m_context.trainImages) +
                         std::min(chosen.reconstruct, m_context.trainImages));
    return tr("The fewest multiply-adds, then the most zeros, then INT8, that lose at most %1 "
              "percentage points: %2 points of a sweep and about %3 networks, tried on held-out "
              "images, %4. What is within is measured on the test images and stands in Compare, "
              "Front.")
               .arg(QString::number(100.0 * chosen.toleranceShare, 'g', 4), countText(points),
                    countText(kShrinkTrials),
                    chosen.finetuneImages > 0 ? tr("each fine-tuned") : tr("without training")) +
           timeText(m_context, {.classified = static_cast<double>(sweep + trials),
                                .trained = static_cast<double>(
                                    kShrinkTrials * chosen.finetuneEpochs *
                                    std::min(chosen.finetuneImages, m_context.trainImages))});
}

}  // namespace secateur
