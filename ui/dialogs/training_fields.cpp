#include "ui/dialogs/training_fields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>
#include <limits>

#include "ui/dialogs/number_field.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/options_form.h"

namespace secateur {

namespace {

constexpr int64_t kMostBatch = 65'536;
constexpr int64_t kMostPadding = 64;

std::vector<OptionsForm::Choice> schedules() {
    return {{TrainingFields::tr("Constant"), static_cast<int>(ScheduleKind::Constant)},
            {TrainingFields::tr("Cosine"), static_cast<int>(ScheduleKind::Cosine)},
            {TrainingFields::tr("One-cycle"), static_cast<int>(ScheduleKind::OneCycle)}};
}

}  // namespace

TrainOptions withSeed(TrainOptions options, uint64_t seed) {
    options.seed = seed;
    return options;
}

TrainingFields::TrainingFields(OptionsForm& form, const TrainOptions& d, bool withSeed)
    : m_defaults(d) {
    m_epochs = form.addCount(
        {"epochs", tr("&Epochs"), tr("How often training goes through all of its images.")}, 1,
        kMostEpochs, d.epochs);
    m_batchSize =
        form.addCount({"batchSize", tr("&Batch size"), tr("Images whose gradients make one step.")},
                      2, kMostBatch, d.batchSize);
    m_learningRate =
        form.addNumber({"learningRate", tr("Learning &rate"),
                        tr("The length of a step; with a schedule, its largest value.")},
                       0.000001, 10.0, 6, d.learningRate);
    m_schedule = form.addChoice(
        {"schedule", tr("&Schedule"),
         tr("How the rate changes: cosine falls to 0 over the training, one-cycle rises first.")},
        schedules(), static_cast<int>(d.schedule));
    m_momentum = form.addNumber(
        {"momentum", tr("&Momentum"), tr("The share of the last step that the next one keeps.")},
        0.0, 0.999, 3, d.momentum);
    m_nesterov = form.addCheck(
        {"nesterov", tr("&Nesterov"),
         tr("Takes the gradient where the momentum leads, which often converges faster.")},
        d.nesterov);
    m_weightDecay = form.addNumber(
        {"weightDecay", tr("&Weight decay"), tr("The L2 penalty, which keeps weights small.")}, 0.0,
        1.0, 6, d.weightDecay);
    m_labelSmoothing = form.addNumber(
        {"labelSmoothing", tr("&Label smoothing"),
         tr("The share of the target that is spread over all classes against overconfidence.")},
        0.0, 0.99, 3, d.labelSmoothing);
    m_cropPadding = form.addCount(
        {"cropPadding", tr("Crop &padding"),
         tr("Black pixels put around an image before a random crop of its size; 0: no crop.")},
        0, kMostPadding, d.augmentation.cropPadding);
    m_flip = form.addCheck(
        {"flip", tr("&Flip"), tr("Mirrors every other image at random, left to right.")},
        d.augmentation.horizontalFlip);
    if (withSeed) {
        m_seed = form.addCount(
            {"seed", tr("See&d"),
             tr("The start of every random choice: the same seed gives the same network.")},
            0, std::numeric_limits<int>::max(), static_cast<int64_t>(d.seed));
        m_seed->setGroupSeparatorShown(false);
    }
}

TrainOptions TrainingFields::options() const {
    TrainOptions o = m_defaults;
    o.epochs = m_epochs->value();
    o.batchSize = m_batchSize->value();
    o.learningRate = m_learningRate->value();
    o.schedule = static_cast<ScheduleKind>(m_schedule->currentData().toInt());
    o.momentum = m_momentum->value();
    o.nesterov = m_nesterov->isChecked();
    o.weightDecay = m_weightDecay->value();
    o.labelSmoothing = m_labelSmoothing->value();
    o.augmentation = {m_cropPadding->value(), m_flip->isChecked()};
    o.seed = m_seed != nullptr ? static_cast<uint64_t>(m_seed->value()) : m_defaults.seed;
    return o;
}

QString TrainingFields::problem(int64_t images) const {
    const TrainOptions o = options();
    if (o.nesterov && o.momentum <= 0.0) {
        return tr("Nesterov needs a momentum above 0.");
    }
    if (images < o.batchSize) {
        return tr("%1 training images do not fill one batch of %2.")
            .arg(countText(images), countText(o.batchSize));
    }
    return {};
}

}  // namespace secateur
