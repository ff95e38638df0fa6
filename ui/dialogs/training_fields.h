#pragma once

#include <QString>
#include <set>
#include <string>

#include "core/train/train_options.h"
#include "ui/dialogs/setting_fields.h"

namespace secateur {

TrainOptions withSeed(TrainOptions options, uint64_t seed);

/// The rows of a form for SGD's settings, shared by training, fine-tuning and the pipeline.
class TrainingFields : public SettingFields<TrainOptions> {
 public:
    /// `defaults` also gives what has no row. Whoever has the seed elsewhere leaves it out here.
    TrainingFields(OptionsForm& form, const TrainOptions& defaults, bool withSeed);
    /// What is for repair, but for `without`: patience is only for a training whose epochs are
    /// measured on held-out images.
    void addRepair(OptionsForm& form, const std::set<std::string>& without = {});

    /// What the trainer would refuse, with so many images to train on.
    QString problem(int64_t images) const;
};

}  // namespace secateur
