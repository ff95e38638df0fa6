#pragma once

#include <memory>

#include "ui/dialogs/options_dialog.h"
#include "ui/dialogs/training_fields.h"

class QSpinBox;

namespace secateur {

/// How to train. TrainDialog and FinetuneDialog differ in their defaults and words.
class TrainingDialog : public OptionsDialog {
    Q_OBJECT

 public:
    TrainOptions options() const;
    int64_t images() const;  ///< of train; 0: all

 protected:
    struct Words {
        QString title;
        QString verb;
        QString remark;  ///< before the summary; empty: none
    };
    TrainingDialog(const DialogContext& context, const Words& words, const TrainOptions& defaults,
                   QWidget* parent);
    QString problem() const override;
    QString summary() const override;

 private:
    int64_t imageCount() const;

    const DialogContext m_context;
    const QString m_remark;
    QSpinBox* m_images;
    std::unique_ptr<TrainingFields> m_fields;
};

/// From the network's parameters as they are, with the settings of training from scratch.
class TrainDialog : public TrainingDialog {
    Q_OBJECT

 public:
    explicit TrainDialog(const DialogContext& context, QWidget* parent = nullptr);
};

/// Repair after pruning: a small constant rate, pruned weights stay zero.
class FinetuneDialog : public TrainingDialog {
    Q_OBJECT

 public:
    explicit FinetuneDialog(const DialogContext& context, QWidget* parent = nullptr);
};

}  // namespace secateur
