#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/quant/qat_options.h"
#include "core/quant/quantize_options.h"
#include "core/study/measurements.h"
#include "core/study/variant.h"
#include "core/train/train_options.h"

/// The stages of the work, each a function on a study. Every stage looks up first: what the study
/// has already (same network, same images, same settings) is given back and not measured again;
/// what was interrupted goes on where it was and ends with the same numbers.
namespace secateur {

/// Stores a network that came from elsewhere as a root of the family tree. `source` is its file.
Variant importNetwork(Study& study, const Graph& graph, const std::string& source);

/// The quantized engine that a variant's recipe asks for; empty: the best there is.
std::string engineOf(const Variant& variant);

/// Throws Cancelled, and the errors of evaluate(). INT8 networks run on engineOf() them.
StoredEvaluation evaluateVariant(Study& study, int64_t variant, const ImageData& data,
                                 const ImageList& images, int workers, const RunContext& context);

/// readMasks() for this variant's network, for SweepOptions::masks.
std::shared_ptr<const GivenMasks> readMasksOf(Study& study, int64_t variant,
                                              const std::string& path);

struct SweepResult {
    StoredEvaluation baseline;
    std::vector<SensitivityPoint> points;  ///< as asked for, the ones known before included
    int64_t knownBefore = 0;
};

/// sweepPerturbations() of a variant. `changed` gets all points so far, the ones known before
/// included, whenever a new one (in adaptive mode: a round) is in the study.
SweepResult sweepVariant(Study& study, int64_t variant, const ImageData& data,
                         const ImageList& images, const SweepOptions& options,
                         const std::function<void(const std::vector<SensitivityPoint>&)>& changed,
                         const RunContext& context);

/// L1 unstructured pruning. Scope "global": one ranking over `layers` (empty: all); "layer": every
/// layer by itself; both at `amount`. "plan": each named layer at its own ratio.
struct PruneRecipe {
    std::string scope = "global";
    double amount = 0.7;
    std::vector<std::string> layers;
    std::map<std::string, double> plan;
};
Variant pruneVariant(Study& study, int64_t parent, const PruneRecipe& recipe);
/// Variant::recipe of what pruneVariant makes.
std::string pruneRecipeText(const PruneRecipe& recipe);

struct TrainingPlan {
    std::string kind = "trained";   ///< or "fine-tuned", "qat": pruned weights stay zero
    std::optional<int64_t> parent;  ///< empty: the result is a root of the family tree
    TrainOptions options;
    ImageList images;
    ImageList heldOut;  ///< chooses the best epoch; empty: no epoch is measured
};
struct TrainingOutcome {
    Variant last;
    std::optional<Variant> best;  ///< if it is not the last epoch
};
TrainingOutcome trainVariant(Study& study, const TrainingPlan& plan, const Graph& start,
                             const ImageData& data, const RunContext& context);
/// The same, from the parent's parameters.
TrainingOutcome trainVariant(Study& study, const TrainingPlan& plan, const ImageData& data,
                             const RunContext& context);

/// Post-training quantization, calibrated on `calibration` (of train). The ranges that were chosen
/// by hand for `parent` or its nearest ancestor (clipsInForce) are used and named in the note.
/// Errors: those of quantizePostTraining.
Variant quantizeVariant(Study& study, int64_t parent, const ImageData& data,
                        const ImageList& calibration, const QuantizeOptions& options,
                        const RunContext& context);

/// Quantization-aware training of the FP32 network `training.parent`.
struct QatPlan {
    TrainingPlan training = qatTraining();  ///< with images held out: they choose the epoch
    QatOptions qat;
    QuantizeOptions quantize;
    ImageList calibration;  ///< of train

    /// Kind "qat"; SGD, rate 0.001, 3 epochs, cosine.
    static TrainingPlan qatTraining();
};

/// Trains with fake quantization from where PTQ ends (quantizeVariant with the plan's settings,
/// whose variant is made if it is not there). After every epoch the network is converted and
/// measured on INT8 kernels on the held-out images, beside its simulation; the converted network of
/// the best epoch becomes a variant of kind "int8", or PTQ's network where no epoch is as good.
/// Pruned weights stay zero. What was interrupted goes on and ends with the same numbers. Errors:
/// those of trainVariant and quantizeVariant; InvalidArgument without held-out images or parent.
Variant qatVariant(Study& study, const QatPlan& plan, const ImageData& data,
                   const RunContext& context);

}  // namespace secateur
