#include <fmt/format.h>

#include "app/cli/verification.h"
#include "core/stages/stages.h"

namespace secateur::cli {

namespace {

struct EvaluateArguments {
    Split split = Split::Test;
    VerificationArguments verification;
};

void evaluateCommand(Session& session, const EvaluateArguments& a) {
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
}

}  // namespace

void addEvaluate(Commands& commands) {
    const auto [command, a] =
        commands.add<EvaluateArguments>("evaluate", "top-1 accuracy of a network", evaluateCommand);
    addCommonOptions(*command, commands.common);
    addChoice(*command, "--split", a->split, "which images");
    addVerificationOptions(*command, a->verification);
}

}  // namespace secateur::cli
