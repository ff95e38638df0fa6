#include "ui/dialogs/gradual_dialog.h"

#include <QSignalBlocker>
#include <QSpinBox>
#include <algorithm>

#include "ui/dialogs/options_form.h"
#include "ui/dialogs/work_time.h"

namespace secateur {

GradualDialog::GradualDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Prune in steps"), tr("Prune"), parent),
      m_context(context),
      m_steps(gradualSettings(), {}) {
    setSubject(subjectOf(context));
    const auto [cut, training, repair] =
        addForms(tr("What goes in the end"), tr("Training of each step"), tr("Repair"));
    const QSignalBlocker blockers[] = {QSignalBlocker(cut), QSignalBlocker(training),
                                       QSignalBlocker(repair)};  // nobody may ask before the end
    m_cut = std::make_unique<CutFields>(*cut, m_context, CutWay::InSteps);
    m_steps.add(*cut, {"steps"});
    m_images = training->addImages({"images", tr("Training &images"),
                                    tr("How many images of the train split are trained on.")},
                                   context.trainImages, 0);
    m_training =
        std::make_unique<TrainingFields>(*training, withSeed(stepTraining(), context.seed), false);
    m_steps.add(*repair, {"recalibrate"});
    m_training->addRepair(*repair);
    connect(m_cut.get(), &CutFields::changed, this, &GradualDialog::refresh);
    refresh();
}

GradualPlan GradualDialog::plan() const {
    GradualPlan plan = m_steps.options();
    if (m_cut->wholeChannels()) {
        plan.cut = m_cut->channels();
    } else {
        plan.cut = m_cut->weights();
    }
    plan.training.options = m_training->options();
    return plan;
}

int64_t GradualDialog::images() const {
    return m_images->value();
}

int64_t GradualDialog::imageCount() const {
    return images() == 0 ? m_context.trainImages : images();
}

QString GradualDialog::problem() const {
    if (const QString wrong = m_cut->problem(); !wrong.isEmpty()) {
        return wrong;
    }
    const TrainOptions training = m_training->options();
    if (training.patience > 0 && m_context.heldOutImages == 0) {
        return tr("Patience needs held-out images, and the data set has none.");
    }
    return m_context.trainImages == 0 ? tr("The data set has no training images.")
                                      : m_training->problem(imageCount());
}

QString GradualDialog::summary() const {
    const GradualPlan chosen = plan();
    const bool normalised = m_context.normalised && chosen.recalibrate > 0;
    const int64_t reconstructed =
        std::visit([](const auto& recipe) { return recipe.reconstruct; }, chosen.cut);
    const int64_t epochs = chosen.training.options.epochs;
    // Of each step the cut, the recalibrated and the best network, and every epoch.
    const int64_t measured = (epochs + (normalised ? 3 : 2)) * m_context.heldOutImages;
    const int64_t repaired = std::min(normalised ? chosen.recalibrate : 0, m_context.trainImages) +
                             std::min(reconstructed, m_context.trainImages);
    const auto each = static_cast<double>(chosen.steps);
    const QString how =
        m_cut->wholeChannels()
            ? tr(" In %1 equal steps; what is left is ranked anew in each, and fine-tuned before "
                 "the next.")
            : tr(" In %1 steps, most in the first; what is left is fine-tuned before the next, "
                 "and what is zero stays zero.");
    return m_cut->summary() + how.arg(countText(chosen.steps)) + m_cut->forecast() +
           timeText(m_context, {.classified = each * static_cast<double>(measured + repaired),
                                .trained = each * static_cast<double>(epochs * imageCount())});
}

}  // namespace secateur
