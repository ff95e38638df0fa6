#include "core/stages/quant_checks.h"

#include <algorithm>

#include "core/analysis/parity.h"
#include "core/analysis/quant_error.h"
#include "core/base/error.h"
#include "core/stages/data_fit.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/study/clips.h"
#include "core/study/parity_store.h"
#include "core/study/quant_error_store.h"
#include "core/study/study.h"

namespace secateur {

ParityReport verifyVariant(Study& study, int64_t variant, const ImageData& data,
                           const ImageList& images, int workers, const RunContext& context) {
    const Graph graph = loadVariant(study, variant);
    if (!graph.quantized()) {
        throw Error(ErrorCode::InvalidArgument, "only INT8 networks have kernels to verify",
                    {requireVariant(study, variant).name, "an INT8 network", "an FP32 one"});
    }
    const ImageData fitted = fitData(graph, data, context);
    ParityReport report =
        compareParity(graph, engineOf(requireVariant(study, variant)), images.dataset(fitted),
                      data.normalisation, images.indices, workers, context);
    storeParity(study, variant, recordImages(study, data, images), report);
    return report;
}

QuantErrors quantErrorsOf(Study& study, int64_t variant, const ImageData& data,
                          const ImageList& calibration, const ImageList& images,
                          const QuantizeOptions& options,
                          const std::function<void(const QuantErrors&)>& changed,
                          const RunContext& context) {
    const QuantizeOptions clipped = withClips(options, clipsInForce(study, variant));
    const StoredEvaluation baseline =
        evaluateVariant(study, variant, data, images, options.workers, context);
    const QuantizeResult quantized =
        quantizeStored(study, variant, data, calibration, clipped, context);
    QuantErrors errors;
    errors.noises = layerNoises(quantized.prepared, quantized.graph, quantized.observed);
    const int64_t run = openQuantErrorRun(
        study, variant, baseline.images,
        quantizeRecipeText(clipped, imageListDigest(data, calibration)), errors.noises);
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
    const ImageData fitted = fitData(quantized.graph, data, {});  // the stages before have said it
    measureQuantErrors(quantized.prepared, quantized.graph, images.dataset(fitted),
                       data.normalisation, images.indices, baseline.result, hooks, options.workers,
                       context);
    return errors;
}

}  // namespace secateur
