#pragma once

#include <QString>

#include "core/train/train_options.h"
#include "ui/dialogs/setting_fields.h"

namespace secateur {

TrainOptions withSeed(TrainOptions options, uint64_t seed);

/// The rows of a form for SGD's settings, shared by training, fine-tuning and the pipeline.
class TrainingFields : public SettingFields<TrainOptions> {
 public:
    /// `defaults` also gives what has no row. Whoever has the seed elsewhere leaves it out here.
    TrainingFields(OptionsForm& form, const TrainOptions& defaults, bool withSeed);
    /// What only a training whose epochs are measured on held-out images can have, and what is for
    /// repair.
    void addRepair(OptionsForm& form);

    /// What the trainer would refuse, with so many images to train on.
    QString problem(int64_t images) const;
};

}  // namespace secateur
