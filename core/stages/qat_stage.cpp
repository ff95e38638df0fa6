#include "core/stages/qat_stage.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/machine.h"
#include "core/exec/torch_device.h"
#include "core/quant/post_training.h"
#include "core/quant/quantization_aware.h"
#include "core/quant/recipe.h"
#include "core/stages/data_fit.h"
#include "core/stages/layer_ranges.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/training_run.h"
#include "core/stages/training_stage.h"
#include "core/study/clips.h"
#include "core/study/range_store.h"
#include "core/study/study.h"
#include "core/train/layer_scales.h"

namespace secateur {

namespace {

void checkPlan(const QatPlan& plan) {
    const auto require = [](bool holds, const char* what, const std::string& got) {
        if (!holds) {
            throw Error(ErrorCode::InvalidArgument,
                        "quantization-aware training lacks something it needs", {"", what, got});
        }
    };
    require(plan.training.parent.has_value(), "a network of the study to train", "none");
    require(!plan.training.heldOut.indices.empty(), "held-out images, which choose the epoch",
            "none");
    require(!plan.training.options.frozenStatistics,
            "BN statistics that are frozen after so many epochs, 0 at once", "frozen throughout");
    qatSettings().check(plan.qat);
}

std::string qatRecipe(const QatPlan& plan, const QuantizeOptions& quantize, const Graph& start,
                      const StageContext& stage) {
    const ImageData& data = stage.data;
    nlohmann::json recipe = trainingRecipe(plan.training, start, data, stage.device);
    recipe["method"] = "qat";
    recipe.update(qatSettings().toJson(plan.qat));
    recipe["calibration"] = imageListDigest(data, plan.calibration);
    recipe["settings"] = recipeToJson(quantize);
    recipe["relu6_fixed_from"] = kRelu6FixedFrom;
    recipe["processor"] = processorName();
    return recipe.dump();
}

/// What is trained: the network itself, or, where PTQ changes more than it rounds, the folded
/// network that PTQ rounded.
QatStart startOf(const Graph& graph, const Graph& lowered, QuantizeOptions quantize,
                 const QatPlan& plan, const StageContext& stage) {
    if (!quantize.equalize && !quantize.correctBias) {
        return startQat(graph, lowered, quantize);
    }
    Graph prepared =
        prepareNetwork(graph, plan.calibration.dataset(stage.data), stage.data.normalisation,
                       plan.calibration.indices, quantize, stage.run)
            .graph;
    for (const NodeId id : lowered.weightedNodes()) {
        if (lowered.node(id).hasParameter("bias")) {
            prepared.node(id).setParameter("bias",
                                           lowered.node(id).dequantized().parameter("bias"));
        }
    }
    quantize.weightClips.clear();  // they were of the weights before equalization
    return startQat(prepared, lowered, quantize);
}

/// Measures every epoch as what it is converted to.
TrainHooks qatHooks(TrainingRun& run, const QatPlan& plan, const QatStart& start) {
    const auto converted = std::make_shared<Graph>();
    TrainHooks hooks;
    hooks.evaluate = [&run, &plan, &start, converted](
                         const Graph& network, const TrainExecutor& executor, EpochRecord& record) {
        *converted = convertQat(start, network, executor.quantParams());
        const QuantPhase phase = quantPhase(plan.qat, record.epoch - 1);
        EvaluateOptions how;
        how.engine = plan.quantize.engine;
        record.accuracy = run.heldOutAccuracy(*converted, how);
        how.simulated = true;
        record.quantization = {run.heldOutAccuracy(*converted, how), !phase.observe,
                               !phase.batchStatistics, layerScales(*converted)};
    };
    hooks.epochDone = [&run, converted](const Graph&, const TrainState&, bool best) {
        if (best) {
            run.keepBest(*converted);
        }
    };
    return hooks;
}

const EpochRecord& bestEpoch(const TrainingRun& run) {
    return run.epochs().at(static_cast<size_t>(run.bestEpoch() - 1));
}

/// True if no epoch is as good as the network that training started from.
bool ptqIsBetter(const TrainingRun& run, double ptq) {
    return ptq > bestEpoch(run).accuracy;
}

std::string qatNote(Study& study, const QatPlan& plan, const TrainingRun& run, double ptq) {
    const EpochRecord& epoch = bestEpoch(run);
    const std::string stopped = run.stopNote();
    return fmt::format(
        "QAT of {}, {}; ranges frozen after epoch {}, BN after epoch {}{}\n"
        "{}: {:.2f} % of {} held-out images on INT8 kernels, {:.2f} % simulated; PTQ had {:.2f} %",
        requireVariant(study, *plan.training.parent).name, trainingNote(plan.training),
        plan.qat.observedEpochs, plan.qat.batchNormEpochs, stopped.empty() ? "" : "; " + stopped,
        ptqIsBetter(run, ptq)
            ? fmt::format("PTQ's network was kept, no epoch is as good; the best, epoch {}",
                          epoch.epoch)
            : fmt::format("epoch {} was kept", epoch.epoch),
        100 * epoch.accuracy, plan.training.heldOut.indices.size(),
        100 * epoch.quantization.value().simulatedAccuracy, 100 * ptq);
}

/// Why tensors have their ranges: PTQ's reasons, but for outputs whose range moved in training.
std::vector<RangeChoice> qatRanges(Study& study, int64_t ptq, const QatStart& start, bool trained) {
    std::vector<RangeChoice> choices = networkRanges(study, ptq, {}).choices;
    for (RangeChoice& choice : choices) {
        const auto id = static_cast<size_t>(start.lowered.require(choice.layer));
        const int quantizer = choice.weights || !trained ? -1 : start.quantizerOf[id];
        if (quantizer >= 0 && start.plan->quantizers[static_cast<size_t>(quantizer)].moves) {
            choice.reason = "followed the batches of training, from: " + choice.reason;
        }
    }
    return choices;
}

}  // namespace

TrainingPlan QatPlan::qatTraining() {
    TrainingPlan plan;
    plan.kind = TrainingKind::Qat;
    plan.keepZeros = true;
    plan.options.epochs = 3;
    plan.options.learningRate = 0.001;
    plan.options.schedule = ScheduleKind::Cosine;
    return plan;
}

Variant qatVariant(const StageContext& stage, const QatPlan& asked) {
    checkPlan(asked);
    Study& study = stage.study;
    const int64_t parent = *asked.training.parent;
    const Graph graph = loadFloatVariant(study, parent);
    QatPlan plan = asked;
    plan.training = settled(study, asked.training, graph);
    const ImageData fitted = fitData(graph, stage);
    const QuantizeOptions quantize = withClips(plan.quantize, clipsInForce(study, parent));
    const std::string recipe = qatRecipe(plan, quantize, graph, stage);
    if (auto finished = finishedTraining(study, recipe)) {
        return finished->last;
    }
    const Variant ptq = quantizeVariant(stage, parent, plan.calibration, plan.quantize);
    const StageContext fitting = stage.on(fitted);
    const QatStart start =
        startOf(graph, loadVariant(study, ptq.id), forStage(stage, quantize), plan, fitting);
    TrainingRun run(fitting, plan.training, recipe);
    EvaluateOptions how;
    how.engine = quantize.engine;
    const double before = run.heldOutAccuracy(start.lowered, how);
    stage.run.say(fmt::format("PTQ: {:.2f} % of {} held-out images", 100 * before,
                              plan.training.heldOut.indices.size()));
    run.train(TrainExecutor(graphOn(start.graph, torchDevice(stage.device)), start.plan),
              plan.training.keepZeros ? masksOfZeros(start.graph) : Masks(),
              qatHooks(run, plan, start),
              [&plan](int64_t epoch) { return quantPhase(plan.qat, epoch); });
    const bool keepPtq = ptqIsBetter(run, before);
    const Variant int8 =
        addVariant(study,
                   {parent, "int8-qat", VariantKind::Int8, recipe,
                    qatNote(study, plan, run, before), qatRanges(study, ptq.id, start, !keepPtq)},
                   keepPtq ? start.lowered : run.best().value());
    run.finish(int8.id, {});
    return int8;
}

}  // namespace secateur
