#pragma once

#include <QCoreApplication>
#include <QString>

#include "core/train/train_options.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace secateur {

class NumberField;
class OptionsForm;

inline constexpr int64_t kMostEpochs = 100'000;  ///< that a dialog takes

TrainOptions withSeed(TrainOptions options, uint64_t seed);

/// The rows of a form for SGD's settings, shared by training, fine-tuning and the pipeline. Not a
/// widget: the rows belong to the form.
class TrainingFields {
    Q_DECLARE_TR_FUNCTIONS(TrainingFields)

 public:
    /// `defaults` also gives what has no row. Whoever has the seed elsewhere leaves it out here.
    TrainingFields(OptionsForm& form, const TrainOptions& defaults, bool withSeed);

    TrainOptions options() const;
    /// What the trainer would refuse, with so many images to train on.
    QString problem(int64_t images) const;

 private:
    TrainOptions m_defaults;
    QSpinBox* m_epochs;
    QSpinBox* m_batchSize;
    NumberField* m_learningRate;
    QComboBox* m_schedule;
    NumberField* m_momentum;
    QCheckBox* m_nesterov;
    NumberField* m_weightDecay;
    NumberField* m_labelSmoothing;
    QSpinBox* m_cropPadding;
    QCheckBox* m_flip;
    QSpinBox* m_seed = nullptr;
};

}  // namespace secateur
