#include <fmt/format.h>

#include "app/cli/verification.h"
#include "core/stages/runtime_evaluation.h"
#include "core/stages/stages.h"

namespace secateur::cli {

namespace {

struct EvaluateArguments {
    Split split = Split::Test;
    EvaluationRuntime runtime = EvaluationRuntime::Own;
    VerificationArguments verification;
};

std::string accuracyText(const Evaluation& result) {
    return fmt::format("{:.2f} % ({} of {})", 100 * result.accuracy(), result.correct,
                       result.count());
}

/// The exported file beside the network itself, whose evaluation is `own`.
nlohmann::ordered_json otherRuntime(Session& session, const ImageData& data, const Variant& variant,
                                    const ImageList& images, const Evaluation& own) {
    const RuntimeEvaluation other =
        evaluateInOnnxruntime(stageOf(session, data), variant.id, images);
    int64_t different = 0;
    for (size_t i = 0; i < own.predictions.size(); ++i) {
        different += own.predictions[i] == other.result.predictions[i] ? 0 : 1;
    }
    session.print(
        fmt::format("the exported ONNX file in {}: top-1 {}, evaluated in {:.1f} s; {} "
                    "images get another class",
                    other.runtime, accuracyText(other.result), other.result.seconds, different));
    return {{"runtime", other.runtime},        {"correct", other.result.correct},
            {"count", other.result.count()},   {"accuracy", other.result.accuracy()},
            {"seconds", other.result.seconds}, {"different", different}};
}

void evaluateCommand(Session& session, const EvaluateArguments& a) {
    if (a.runtime == EvaluationRuntime::Onnxruntime) {
        requireOnnxruntime();  // before the work that would be for nothing
    }
    const ImageData data = openData(session);
    const Variant variant = openVariant(session, &data);
    const auto parity = verified(session, variant, data, a.verification);
    const ImageList images = spreadImages(data, a.split, session.common.limit, session.common.seed);
    const StoredEvaluation stored = evaluateVariant(stageOf(session, data), variant.id, images);
    const Evaluation& result = stored.result;
    const std::string precision = variant.quantized() ? "int8" : "fp32";
    session.print(fmt::format("top-1 {:.2f} % ({} of {} {} images), {}, evaluated in {:.1f} s",
                              100 * result.accuracy(), result.correct, result.count(),
                              enumName(a.split), precision, result.seconds));
    session.output = {{"correct", result.correct},
                      {"count", result.count()},
                      {"accuracy", result.accuracy()},
                      {"seconds", result.seconds},
                      {"precision", precision},
                      {"split", enumName(a.split)},
                      {"workers", stored.workers},
                      {"measured_at", stored.created},
                      {"data", data.name},
                      {"data_digest", data.digest}};
    if (parity) {
        session.output["parity"] = *parity;
    }
    if (a.runtime == EvaluationRuntime::Onnxruntime) {
        session.output["other"] = otherRuntime(session, data, variant, images, result);
    }
}

}  // namespace

void addEvaluate(Commands& commands) {
    const auto [command, a] =
        commands.add<EvaluateArguments>("evaluate", "top-1 accuracy of a network", evaluateCommand);
    addCommonOptions(*command, commands.common);
    addDeviceOption(*command, commands.common);
    addChoice(*command, "--split", a->split, "which images");
    addChoice(*command, "--runtime", a->runtime,
              "onnxruntime: beside the network itself also the ONNX file that export writes of it, "
              "in the runtime that people deploy (where this program was built with it)");
    addVerificationOptions(*command, a->verification);
}

}  // namespace secateur::cli
