#include <fmt/format.h>

#include "app/cli/int8_comparison.h"
#include "app/cli/recipe_options.h"
#include "app/cli/verification.h"
#include "core/analysis/drop_text.h"
#include "core/base/figure_text.h"
#include "core/stages/quantize_stage.h"

namespace secateur::cli {

namespace {

struct QuantizeArguments {
    RecipeArguments recipe;
    std::string out;
    bool effects = false;
    VerificationArguments verification;
};

/// The same recipe without each of the options that change the network, measured alike.
void showEffects(Session& session, const Variant& parent, const ImageData& data,
                 const ImageList& calibration, const QuantizeOptions& options,
                 const Evaluation& fp32) {
    struct Effect {
        const char* name;
        bool on;
        QuantizeOptions without;
    };
    std::vector<Effect> effects{{"equalize", options.equalize, options},
                                {"correct_bias", options.correctBias, options}};
    effects[0].without.equalize = false;
    effects[1].without.correctBias = false;
    for (const Effect& effect : effects) {
        if (!effect.on) {
            continue;
        }
        const Variant other =
            quantizeVariant(stageOf(session, data), parent.id, calibration, effect.without);
        const Evaluation result = testEvaluation(session, other, data);
        const PairedDrop drop = dropBetween(fp32, result);
        session.print(fmt::format("without {}: {}, drop {} points", effect.name,
                                  text::percent(result.accuracy()), dropText(drop)));
        session.output["without"][effect.name] = {{"int8_correct", result.correct},
                                                  {"drop", drop.drop}};
    }
}

void quantize(Session& session, const QuantizeArguments& a) {
    requireDestination(session, a.out);
    const QuantizeOptions options = chosenRecipe(session, a.recipe);
    const ImageData data = openData(session);
    const Variant parent = openVariant(session, &data);
    const ImageList calibration =
        drawnImages(data, Split::Train, options.calibrationImages, session.common.seed);
    const Variant int8 = quantizeVariant(stageOf(session, data), parent.id, calibration, options);
    if (!a.out.empty()) {
        writeVariant(session, int8, a.out);
    }
    session.output["out"] = a.out;
    session.output["variant"] = int8.id;
    session.output["bytes"] = int8.sizeBytes;
    session.output["calibration_images"] = calibration.indices.size();
    session.output["note"] = int8.note;
    session.print(fmt::format("{}: {} bytes\n{}", a.out.empty() ? int8.name : a.out, int8.sizeBytes,
                              int8.note));
    const Evaluation fp32 = compareInt8(session, parent, int8, data, session.output);
    if (a.effects) {
        showEffects(session, parent, data, calibration, options, fp32);
    }
    if (const auto parity = verified(session, int8, data, a.verification)) {
        session.output["parity"] = *parity;
    }
}

}  // namespace

void addQuantize(Commands& commands) {
    const auto [command, a] =
        commands.add<QuantizeArguments>("quantize", "post-training quantization to INT8", quantize);
    addCommonOptions(*command, commands.common);
    addRecipeOptions(*command, a->recipe);
    command->add_flag("--effects", a->effects,
                      "also measure the recipe without equalization and without bias correction, "
                      "where it has them");
    addVerificationOptions(*command, a->verification);
    command->add_option("--out", a->out, "safetensors file of the INT8 network");
}

}  // namespace secateur::cli
