#include "core/stages/layer_ranges.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/graph/quantized_tensor.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "core/quant/node_histograms.h"
#include "core/quant/post_training.h"
#include "core/quant/weight_error.h"
#include "core/stages/data_fit.h"
#include "core/stages/quantize_stage.h"
#include "core/study/histogram_store.h"
#include "core/study/range_store.h"
#include "core/study/study.h"

namespace secateur {

namespace {

constexpr int kChannelBins = 128;

/// As it is before quantization: BN folded.
Graph foldedVariant(Study& study, int64_t variant) {
    return foldBatchNorm(loadFloatVariant(study, variant));
}

ClipTarget targetOf(const RangeChoice& choice) {
    return choice.weights ? ClipTarget::Weights : ClipTarget::Activations;
}

void takeStoredActivations(Study& study, int64_t variant, const std::string& preparation,
                           NetworkRanges& ranges) {
    StoredActivations found = storedActivations(study, variant, preparation);
    ranges.activations = std::move(found.histograms);
    ranges.images = found.images;
}

/// Adds what the choices do to the values.
void measureChoices(NetworkRanges& ranges) {
    for (RangeChoice& choice : ranges.choices) {
        const auto seen = ranges.activations.find(choice.layer);
        if (choice.weights) {
            const at::Tensor& weight =
                ranges.graph->node(ranges.graph->require(choice.layer)).parameter("weight");
            choice.sqnrDb = sqnrDb(weight, quantizedWeight(weight, scalesOf(choice)).dequantize());
        } else if (seen != ranges.activations.end()) {
            choice.sqnrDb = clipEffect(seen->second.values, choice.params).sqnrDb;
        }
    }
}

/// What the recipe and the ranges chosen by hand come to.
QuantizeOptions inForce(Study& study, int64_t variant, const QuantRecipe& recipe) {
    return withClips(recipe.options, clipsInForce(study, variant));
}

/// The histograms, if any, are of the network as the options prepare it.
void choose(const Graph& prepared, const QuantizeOptions& options, NetworkRanges& ranges) {
    const ChosenRanges chosen =
        ranges.activations.empty()
            ? ChosenRanges{{}, chooseWeightRanges(prepared, options)}
            : chooseRanges(prepared, observationsOf(ranges.activations), options);
    ranges.choices = chosen.all();
    measureChoices(ranges);
}

RangeChoice storedOutput(const Node& node) {
    RangeChoice choice;
    choice.layer = node.name;
    choice.params = *node.quant;
    choice.range = {node.quant->realMin(), node.quant->realMax()};
    choice.scheme.bits = node.quant->quantMax > kLargestWeight ? 8 : 7;
    return choice;
}

RangeChoice storedWeight(const Node& node) {
    const at::Tensor& weight = node.parameter("weight");
    RangeChoice choice;
    choice.layer = node.name;
    choice.weights = true;
    choice.scheme.symmetricSigned = true;
    choice.perChannel = weight.qscheme() == at::kPerChannelAffine;
    const at::Tensor scales = storedScales(weight).contiguous();
    choice.scales.assign(scales.data_ptr<double>(), scales.data_ptr<double>() + scales.numel());
    choice.params = {*std::max_element(choice.scales.begin(), choice.scales.end()), 0,
                     -kLargestWeight, kLargestWeight};
    choice.range = {choice.params.realMin(), choice.params.realMax()};
    return choice;
}

/// What an INT8 network holds, over the values of the network that it was made from.
NetworkRanges storedRanges(Study& study, const Variant& variant) {
    const Graph lowered = loadVariant(study, variant.id);
    NetworkRanges ranges;
    ranges.stored = true;
    if (variant.parent) {
        ranges.network = requireVariant(study, *variant.parent).name;
        ranges.graph = std::make_shared<const Graph>(foldedVariant(study, *variant.parent));
        takeStoredActivations(study, *variant.parent, "", ranges);
    } else {  // it came as it is: over its own weights
        ranges.network = variant.name;
        Graph real = lowered;
        for (NodeId id = 0; id < real.size(); ++id) {
            real.node(id) = real.node(id).dequantized();
        }
        ranges.graph = std::make_shared<const Graph>(std::move(real));
    }
    for (const Node& node : lowered.nodes()) {
        if (node.quant) {
            ranges.choices.push_back(storedOutput(node));
        }
    }
    for (const NodeId id : lowered.weightedNodes()) {
        if (lowered.node(id).hasIntegerWeight()) {
            ranges.choices.push_back(storedWeight(lowered.node(id)));
        }
    }
    const RangeReasons reasons = rangeReasons(study, variant.id);
    for (RangeChoice& choice : ranges.choices) {
        const auto reason = reasons.find({choice.layer, targetOf(choice)});
        choice.rule = RangeRule::Stored;
        choice.reason = reason != reasons.end() ? reason->second
                        : variant.parent        ? "not recorded"
                                                : "as the file has it";
        choice.automatic = choice.range;
        choice.automaticReason = choice.reason;
    }
    if (variant.parent) {
        measureChoices(ranges);
    }
    return ranges;
}

}  // namespace

WeightHistogram weightHistogram(const Graph& network, const std::string& layer) {
    const at::Tensor weight =
        network.node(network.requireWeighted(layer)).parameter("weight").detach().contiguous();
    WeightHistogram result;
    result.layer = layer;
    addTensor(result.all, weight);
    for (int64_t channel = 0; channel < weight.size(0); ++channel) {
        Histogram own(kChannelBins);
        addTensor(own, weight[channel]);
        result.channels.push_back({own.minimum(), own.maximum()});
        result.perChannel.push_back(std::move(own));
    }
    return result;
}

ActivationHistograms activationHistograms(const StageContext& stage, int64_t variant,
                                          const ImageList& calibration,
                                          const QuantizeOptions& options) {
    Study& study = stage.study;
    const Graph graph = loadFloatVariant(study, variant);
    requireFit(graph, stage.data);  // before the images become the study's
    const int64_t images = recordImages(study, stage.data, calibration);
    const std::string preparation = preparationText(options);
    ActivationHistograms histograms = findHistograms(study, variant, images, preparation);
    const bool complete = std::all_of(histograms.begin(), histograms.end(), [](const auto& entry) {
        return entry.second.movingAverage.has_value();
    });
    if (!histograms.empty() && complete) {
        return histograms;
    }
    histograms.clear();  // an older program's, which did not observe all that is observed now
    const ImageData fitted = fitData(graph, stage);
    const Dataset& dataset = calibration.dataset(fitted);
    const Graph prepared = prepareNetwork(graph, dataset, fitted.normalisation, calibration.indices,
                                          forStage(stage, options), stage.run)
                               .graph;
    for (NodeHistogram& node : observeHistograms(prepared, dataset, fitted.normalisation,
                                                 calibration.indices, stage.workers, stage.run)) {
        histograms.emplace(node.name, std::move(node));
    }
    addHistograms(study, variant, images, preparation, histograms);
    return histograms;
}

std::vector<NodeHistogram> observationsOf(const ActivationHistograms& histograms) {
    std::vector<NodeHistogram> observed;
    for (const auto& [layer, seen] : histograms) {
        observed.push_back(seen);
    }
    return observed;
}

const RangeChoice* NetworkRanges::find(const std::string& layer, ClipTarget target) const {
    const auto found = std::find_if(choices.begin(), choices.end(), [&](const RangeChoice& choice) {
        return choice.layer == layer && targetOf(choice) == target;
    });
    return found == choices.end() ? nullptr : &*found;
}

NetworkRanges networkRanges(Study& study, int64_t variant, const QuantRecipe& recipe) {
    const Variant about = requireVariant(study, variant);
    if (about.quantized()) {
        return storedRanges(study, about);
    }
    const QuantizeOptions options = inForce(study, variant, recipe);
    NetworkRanges ranges;
    ranges.network = about.name;
    ranges.recipe = recipe.name;
    ranges.graph = std::make_shared<const Graph>(foldedVariant(study, variant));
    takeStoredActivations(study, variant, preparationText(options), ranges);
    if (options.equalize) {
        ranges.missing = "Recipe \"" + recipe.name +
                         "\" equalizes the weights by what the calibration images do. Collecting "
                         "runs them through the network, and shows the ranges.";
        if (!ranges.activations.empty()) {
            // Equalization changes numbers, and nothing that the outputs' rules ask.
            ranges.choices =
                chooseRanges(*ranges.graph, observationsOf(ranges.activations), options).outputs;
            measureChoices(ranges);
        }
        return ranges;
    }
    if (!options.weightClips.empty() && ranges.activations.empty()) {
        ranges.missing =
            "Weights are clipped by hand, and quantization observes the outputs after that. "
            "Collecting does so now, and shows the ranges.";
    }
    choose(clippedNetwork(*ranges.graph, options), options, ranges);
    return ranges;
}

NetworkRanges collectRanges(const StageContext& stage, int64_t variant,
                            const ImageList& calibration, const QuantRecipe& recipe) {
    Study& study = stage.study;
    const Variant about = requireVariant(study, variant);
    if (about.quantized()) {
        activationHistograms(stage, about.parent.value_or(variant), calibration);
        return networkRanges(study, variant, recipe);
    }
    const QuantizeOptions options = forStage(stage, inForce(study, variant, recipe));
    ActivationHistograms activations = activationHistograms(stage, variant, calibration, options);
    if (!options.equalize) {
        return networkRanges(study, variant, recipe);
    }
    NetworkRanges ranges;
    ranges.network = about.name;
    ranges.recipe = recipe.name;
    ranges.images = static_cast<int64_t>(calibration.indices.size());
    ranges.activations = std::move(activations);
    const Graph graph = loadFloatVariant(study, variant);
    const ImageData fitted = fitData(graph, stage.data, {});
    ranges.graph = std::make_shared<const Graph>(
        prepareNetwork(graph, calibration.dataset(fitted), fitted.normalisation,
                       calibration.indices, options, stage.run)
            .graph);
    choose(*ranges.graph, options, ranges);
    return ranges;
}

std::vector<WeightError> weightErrors(Study& study, int64_t variant) {
    const Graph folded = foldedVariant(study, variant);
    std::vector<WeightError> errors;
    for (const NodeId id : folded.weightedNodes()) {
        const Node& node = folded.node(id);
        const at::Tensor& weight = node.parameter("weight");
        errors.push_back({node.name, perChannelSqnrDb(weight), perTensorSqnrDb(weight)});
    }
    return errors;
}

}  // namespace secateur
