#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/recipe_options.h"
#include "core/analysis/drop_text.h"
#include "core/base/figure_text.h"
#include "core/base/file.h"
#include "core/stages/quant_checks.h"
#include "core/study/quant_error_store.h"

namespace secateur::cli {

namespace {

constexpr int64_t kImages = 256;

struct QuantErrorArguments {
    RecipeArguments recipe;
    Split split = Split::HeldOut;
    std::string out;
};

void show(Session& session, const QuantErrors& errors) {
    const double fp32 =
        static_cast<double>(errors.baselineCorrect) / static_cast<double>(errors.count);
    session.print(
        fmt::format("{} images, FP32 {}; drops in points with the 95 % interval\n{}", errors.count,
                    text::percent(fp32),
                    terminalOf(quantErrorTable(rankedErrors(errors.noises, errors.points)))));
    for (const QuantErrorPoint& point : errors.points) {
        if (point.mode == QuantErrorMode::All) {
            session.print(fmt::format("all layers quantized: {}, drop {} points",
                                      text::percent(point.accuracy()), dropText(point.drop())));
            session.output["all_correct"] = point.correct;
        }
    }
}

void quantErrors(Session& session, const QuantErrorArguments& a) {
    const QuantizeOptions options = chosenRecipe(session, a.recipe);
    const ImageData data = openData(session);
    const Variant variant = openVariant(session, &data);
    const int64_t limit = session.common.limit > 0 ? session.common.limit : kImages;
    const ImageList images = drawnImages(data, a.split, limit, session.common.seed);
    const ImageList calibration =
        drawnImages(data, Split::Train, options.calibrationImages, session.common.seed);
    const auto writeCsv = [&a](const QuantErrors& errors) {
        if (!a.out.empty()) {
            const std::string text =
                csvOf(quantErrorTable(rankedErrors(errors.noises, errors.points)));
            writeFile(a.out, text.data(), text.size());
        }
    };
    const QuantErrors errors =
        quantErrorsOf(stageOf(session, data), variant.id, calibration, images, options, writeCsv);
    writeCsv(errors);
    show(session, errors);
    session.output["points"] = errors.points.size();
    session.output["known_before"] = errors.knownBefore;
    session.output["count"] = errors.count;
    session.output["baseline_correct"] = errors.baselineCorrect;
    session.output["split"] = enumName(a.split);
    session.output["out"] = a.out;
}

}  // namespace

void addQuantErrors(Commands& commands) {
    const auto [command, a] = commands.add<QuantErrorArguments>(
        "quant-errors",
        "which layer costs what when quantized: SQNR, accuracy with only this layer quantized and "
        "with all but this one (--limit: 256 images where it is not given)",
        quantErrors);
    addCommonOptions(*command, commands.common);
    addRecipeOptions(*command, a->recipe);
    addChoice(*command, "--split", a->split, "held-out (a part of train) or test",
              {Split::HeldOut, Split::Test});
    command->add_option("--out", a->out, "CSV file of the ranking, rewritten after every point");
}

}  // namespace secateur::cli
