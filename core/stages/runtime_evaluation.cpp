#include "core/stages/runtime_evaluation.h"

#include <fmt/format.h>

#include <memory>

#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/exec/onnx_session.h"
#include "core/stages/data_fit.h"
#include "core/stages/network_file.h"
#include "core/study/variant.h"

namespace secateur {

void requireOnnxruntime() {
    OnnxSession::runtimeName();
}

RuntimeEvaluation evaluateInOnnxruntime(const StageContext& stage, int64_t variant,
                                        const ImageList& images) {
    const std::string runtime = OnnxSession::runtimeName();
    const Graph graph = loadVariant(stage.study, variant);
    const ImageData data = fitData(graph, stage);
    const Input& input = graph.input();
    const ImageSize size = sizeOf(data);
    if (size != ImageSize{input.height, input.width}) {
        throw Error(ErrorCode::Mismatch, "the exported network is for images of another size",
                    {data.name, fmt::format("{}x{}", input.height, input.width),
                     fmt::format("{}x{}", size.height, size.width)});
    }
    const auto session =
        std::make_shared<const OnnxSession>(onnxFile(stage.study, variant, &stage.data));
    const std::vector<Runner> runners(
        static_cast<size_t>(workerCount(stage.workers)),
        [session](const at::Tensor& batch) { return session->run(batch); });
    return {runtime, evaluate(runners, images.dataset(data), data.normalisation, images.indices,
                              EvaluateOptions().batchSize, stage.run)};
}

}  // namespace secateur
