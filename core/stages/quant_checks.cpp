#include "core/stages/quant_checks.h"

#include <algorithm>

#include "core/analysis/parity.h"
#include "core/analysis/quant_error.h"
#include "core/base/error.h"
#include "core/quant/post_training.h"
#include "core/stages/data_fit.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/study/clips.h"
#include "core/study/parity_store.h"
#include "core/study/quant_error_store.h"
#include "core/study/study.h"

namespace secateur {

ParityReport verifyVariant(const StageContext& stage, int64_t variant, const ImageList& images) {
    Study& study = stage.study;
    const Graph graph = loadVariant(study, variant);
    if (!graph.quantized()) {
        throw Error(ErrorCode::InvalidArgument, "only INT8 networks have kernels to verify",
                    {requireVariant(study, variant).name, "an INT8 network", "an FP32 one"});
    }
    const ImageData fitted = fitData(graph, stage);
    ParityReport report =
        compareParity(graph, engineOf(requireVariant(study, variant)), images.dataset(fitted),
                      fitted.normalisation, images.indices, stage.workers, stage.run);
    storeParity(study, variant, recordImages(study, stage.data, images), report);
    return report;
}

QuantErrors quantErrorsOf(const StageContext& stage, int64_t variant, const ImageList& calibration,
                          const ImageList& images, const QuantizeOptions& options,
                          const std::function<void(const QuantErrors&)>& changed) {
    Study& study = stage.study;
    const QuantizeOptions clipped = withClips(options, clipsInForce(study, variant));
    const StoredEvaluation baseline = evaluateVariant(stage, variant, images);
    const QuantizeResult quantized = quantizeStored(stage, variant, calibration, clipped);
    QuantErrors errors;
    errors.noises = layerNoises(quantized.prepared, quantized.graph, quantized.observed);
    const int64_t run = openQuantErrorRun(
        study, variant, baseline.images,
        quantizeRecipeText(clipped, imageListDigest(stage.data, calibration)), errors.noises);
    errors.points = quantErrorPoints(study, run);
    errors.knownBefore = static_cast<int64_t>(errors.points.size());
    errors.count = baseline.result.count();
    errors.baselineCorrect = baseline.result.correct;
    QuantErrorHooks hooks;
    hooks.alreadyMeasured = [&](const std::string& layer, QuantErrorMode mode) {
        return std::any_of(errors.points.begin(), errors.points.end(),
                           [&](const QuantErrorPoint& point) {
                               return point.layer == layer && point.mode == mode;
                           });
    };
    hooks.measured = [&](const QuantErrorPoint& point) {
        addQuantErrorPoint(study, run, point);
        errors.points.push_back(point);
        if (changed) {
            changed(errors);
        }
    };
    const ImageData fitted =
        fitData(quantized.graph, stage.data, {});  // the stages before have said it
    measureQuantErrors(quantized.prepared, quantized.graph, images.dataset(fitted),
                       fitted.normalisation, images.indices, baseline.result, hooks, stage.workers,
                       stage.run);
    return errors;
}

}  // namespace secateur
