#include "ui/dialogs/train_dialog.h"

#include <QSpinBox>

#include "core/stages/pipeline.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/work_time.h"

namespace secateur {

TrainingDialog::TrainingDialog(const DialogContext& context, const Words& words,
                               const TrainOptions& defaults, QWidget* parent)
    : OptionsDialog(words.title, words.verb, parent), m_context(context), m_remark(words.remark) {
    setSubject(subjectOf(context));
    const auto [left, right] = addForms(tr("Training"), tr("Repair"));
    m_images = left->addImages({"images", tr("Training &images"),
                                tr("How many images of the train split are trained on.")},
                               context.trainImages, 0);
    m_fields = std::make_unique<TrainingFields>(
        *left, startOf(trainSettings(), context.start, withSeed(defaults, context.seed)), true);
    m_fields->addRepair(*right);
    refresh();
}

TrainOptions TrainingDialog::options() const {
    return m_fields->options();
}

int64_t TrainingDialog::images() const {
    return m_images->value();
}

int64_t TrainingDialog::imageCount() const {
    return images() == 0 ? m_context.trainImages : images();
}

QString TrainingDialog::problem() const {
    if (m_context.quantized) {
        return quantizedProblem(m_context);
    }
    if (options().patience > 0 && m_context.heldOutImages == 0) {
        return tr("Patience needs held-out images, and the data set has none.");
    }
    return m_context.trainImages == 0 ? tr("The data set has no training images.")
                                      : m_fields->problem(imageCount());
}

QString TrainingDialog::summary() const {
    const TrainOptions chosen = options();
    const int64_t steps = imageCount() / chosen.batchSize;
    const QString held = m_context.heldOutImages > 0
                             ? tr(" Each epoch is measured on %1 held-out images.")
                                   .arg(countText(m_context.heldOutImages))
                             : QString();
    return m_remark +
           tr("%1 epochs of %2 steps: %3 steps.")
               .arg(countText(chosen.epochs), countText(steps), countText(chosen.epochs * steps)) +
           held +
           timeText(m_context,
                    {.classified = static_cast<double>(chosen.epochs * m_context.heldOutImages),
                     .trained = static_cast<double>(chosen.epochs * imageCount())});
}

TrainDialog::TrainDialog(const DialogContext& context, QWidget* parent)
    : TrainingDialog(context, {tr("Train"), tr("Train"), {}}, TrainOptions(), parent) {}

FinetuneDialog::FinetuneDialog(const DialogContext& context, QWidget* parent)
    : TrainingDialog(context, {tr("Fine-tune"), tr("Fine-tune"), tr("Pruned weights stay zero. ")},
                     fineTuneDefaults(), parent) {}

}  // namespace secateur
