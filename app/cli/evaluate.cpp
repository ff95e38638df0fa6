#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/stages/stages.h"

namespace secateur::cli {

namespace {

void evaluateCommand(Session& session, Split split) {
    const ImageData data = openData(session);
    const Variant variant = openVariant(session, &data);
    const ImageList images = spreadImages(data, split, session.common.limit, session.common.seed);
    const StoredEvaluation stored = evaluateVariant(stageOf(session, data), variant.id, images);
    const Evaluation& result = stored.result;
    const std::string precision = variant.quantized() ? "int8" : "fp32";
    session.print(fmt::format("top-1 {:.2f} % ({} of {} {} images), {}, evaluated in {:.1f} s",
                              100 * result.accuracy(), result.correct, result.count(),
                              enumName(split), precision, result.seconds));
    session.output = {{"correct", result.correct},
                      {"count", result.count()},
                      {"accuracy", result.accuracy()},
                      {"seconds", result.seconds},
                      {"precision", precision},
                      {"split", enumName(split)},
                      {"workers", stored.workers},
                      {"measured_at", stored.created},
                      {"data", data.name},
                      {"data_digest", data.digest}};
}

}  // namespace

void addEvaluate(Commands& commands) {
    const auto [command, split] = commands.add<Split>("evaluate", "top-1 accuracy of a network",
                                                      evaluateCommand, Split::Test);
    addCommonOptions(*command, commands.common);
    addChoice(*command, "--split", *split, "which images");
}

}  // namespace secateur::cli
