#include "ui/dialogs/training_fields.h"

#include <QSpinBox>

namespace secateur {

TrainOptions withSeed(TrainOptions options, uint64_t seed) {
    options.seed = seed;
    return options;
}

TrainingFields::TrainingFields(OptionsForm& form, const TrainOptions& defaults, bool withSeed)
    : SettingFields(trainSettings(), defaults) {
    add(form, {"epochs", "batch_size", "learning_rate", "schedule", "momentum", "nesterov",
               "weight_decay", "label_smoothing", "crop_padding", "flip"});
    if (withSeed) {
        add(form, {"seed"});
        static_cast<QSpinBox*>(widget("seed"))->setGroupSeparatorShown(false);
    }
}

void TrainingFields::addRepair(OptionsForm& form, const std::set<std::string>& without) {
    for (const char* key : {"warmup_epochs", "least_crop", "frozen_statistics", "patience",
                            "distance_weight", "distance_temperature"}) {
        if (!without.contains(key)) {
            add(form, {key});
        }
    }
}

QString TrainingFields::problem(int64_t images) const {
    try {
        checkTraining(options(), images);
        return {};
    } catch (const Error& error) {
        return QString::fromStdString(error.what());
    }
}

}  // namespace secateur
