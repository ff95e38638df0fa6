#include "core/stages/quantize_stage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/analysis/runners.h"
#include "core/base/machine.h"
#include "core/quant/post_training.h"
#include "core/quant/recipe.h"
#include "core/stages/data_fit.h"
#include "core/stages/layer_ranges.h"
#include "core/study/recipe_store.h"
#include "core/study/study.h"

namespace secateur {

namespace {

std::string clipNote(const ClipsInForce& clips) {
    std::vector<std::string> texts;
    for (const ClipChoice& clip : clips.clips) {
        texts.push_back(fmt::format("{} of {} {:.6g} to {:.6g}", enumName(clip.target), clip.layer,
                                    clip.range.low, clip.range.high));
    }
    return fmt::format("ranges chosen by hand (in {}): {}", clips.owner->name,
                       fmt::join(texts, ", "));
}

}  // namespace

QuantizeOptions withClips(QuantizeOptions options, const ClipsInForce& clips) {
    for (const ClipChoice& clip : clips.clips) {
        (clip.target == ClipTarget::Weights ? options.weightClips : options.activationClips)
            .emplace(clip.layer, clip.range);
    }
    return options;
}

std::string quantizeRecipeText(const QuantizeOptions& clipped,
                               const std::string& calibrationDigest) {
    return nlohmann::json{{"method", "ptq"},
                          {"calibration", calibrationDigest},
                          {"settings", recipeToJson(clipped)},
                          {"activation_bits", activationBits(clipped)},
                          {"relu6_fixed_from", kRelu6FixedFrom},
                          {"processor", processorName()}}
        .dump();
}

QuantizeResult quantizeStored(const StageContext& stage, int64_t variant,
                              const ImageList& calibration, const QuantizeOptions& clipped) {
    const Graph graph = loadFloatVariant(stage.study, variant);
    const ImageData fitted = fitData(graph, stage);
    const std::vector<NodeHistogram> observed =
        calibration.indices.empty()
            ? std::vector<NodeHistogram>{}
            : observationsOf(activationHistograms(stage, variant, calibration, clipped));
    return quantizePostTraining(graph, calibration.dataset(fitted), fitted.normalisation,
                                calibration.indices, forStage(stage, clipped), stage.run, observed);
}

Variant quantizeVariant(const StageContext& stage, int64_t parent, const ImageList& calibration,
                        const QuantizeOptions& options) {
    Study& study = stage.study;
    const ClipsInForce clips = clipsInForce(study, parent);
    const QuantizeOptions clipped = withClips(options, clips);
    const std::string text = quantizeRecipeText(clipped, imageListDigest(stage.data, calibration));
    if (auto known = findVariant(study, parent, VariantKind::Int8, text)) {
        return *known;
    }
    const QuantizeResult result = quantizeStored(stage, parent, calibration, clipped);
    const std::string recipe = recipeNameOf(study, options);
    std::vector<std::string> notes{fmt::format(
        "PTQ of {}{}, {}, {}-bit activations, calibrated on {} {} images",
        requireVariant(study, parent).name,
        recipe.empty() ? "" : fmt::format(" by recipe \"{}\"", recipe), result.engine,
        result.activationBits, calibration.indices.size(), enumName(calibration.split))};
    notes.insert(notes.end(), result.notes.begin(), result.notes.end());
    notes.push_back(kernelShareText(kernelShare(result.graph, result.engine)));
    if (const std::string fitting = fitNote(result.graph, stage.data); !fitting.empty()) {
        notes.push_back(fitting);
    }
    if (!clips.clips.empty()) {
        notes.push_back(clipNote(clips));
    }
    return addVariant(study,
                      {parent, "int8", VariantKind::Int8, text,
                       fmt::format("{}", fmt::join(notes, "\n")), result.ranges.all()},
                      result.graph);
}

}  // namespace secateur
