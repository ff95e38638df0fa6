#pragma once

#include "core/quant/qat_options.h"
#include "core/quant/quantize_options.h"
#include "core/stages/stage_context.h"
#include "core/stages/training_stage.h"

namespace secateur {

/// Quantization-aware training of the FP32 network `training.parent`.
struct QatPlan {
    TrainingPlan training = qatTraining();  ///< with images held out: they choose the epoch
    QatOptions qat;
    QuantizeOptions quantize;
    ImageList calibration;  ///< of train

    /// Kind Qat, zeros kept; SGD, rate 0.001, 3 epochs, cosine.
    static TrainingPlan qatTraining();
};

/// Trains with fake quantization from where PTQ ends (quantizeVariant with the plan's settings,
/// whose variant is made if it is not there). After every epoch the network is converted and
/// measured on INT8 kernels on the held-out images, beside its simulation; the converted network of
/// the best epoch becomes a variant of kind Int8, or PTQ's network where no epoch is as good.
/// Pruned weights stay zero. What was interrupted goes on and ends with the same numbers. Errors:
/// those of trainVariant and quantizeVariant; InvalidArgument without held-out images or parent.
Variant qatVariant(const StageContext& stage, const QatPlan& plan);

}  // namespace secateur
