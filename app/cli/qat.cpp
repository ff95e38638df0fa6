#include <fmt/format.h>

#include "app/cli/int8_comparison.h"
#include "app/cli/recipe_options.h"
#include "app/cli/training_arguments.h"
#include "core/stages/qat_stage.h"
#include "core/stages/quantize_stage.h"
#include "core/study/training_store.h"

namespace secateur::cli {

namespace {

struct QatArguments {
    TrainingArguments training;
    RecipeArguments recipe;
    GivenSettings qat;
    int64_t images = 0;
};

nlohmann::ordered_json epochsJson(Study& study, const Variant& int8) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const StoredTraining& training : listTrainings(study)) {
        if (training.lastVariant != int8.id) {
            continue;
        }
        for (const EpochRecord& e : training.epochs) {
            list.push_back({{"epoch", e.epoch},
                            {"loss", e.loss},
                            {"converted_accuracy", e.accuracy},
                            {"simulated_accuracy", e.quantization.value().simulatedAccuracy},
                            {"ranges_frozen", e.quantization->observersFrozen},
                            {"batch_norm_frozen", e.quantization->normsFrozen}});
        }
    }
    return list;
}

void qat(Session& session, const QatArguments& a) {
    const ImageData data = openTrainingData(session, a.training);
    Study& study = openStudy(session, studyBeside(a.training.out));
    const Variant parent = openVariant(session, &data);
    QatPlan plan;
    plan.training.parent = parent.id;
    plan.training = plannedTraining(session, a.training, data, a.images, plan.training);
    plan.qat = withGiven(QatOptions{}, qatSettings(), a.qat);
    plan.quantize = chosenRecipe(session, a.recipe);
    plan.calibration =
        drawnImages(data, Split::Train, plan.quantize.calibrationImages, session.common.seed);
    const Variant int8 = qatVariant(stageOf(session, data), plan);
    const Variant ptq = quantizeVariant(stageOf(session, data), parent.id, plan.calibration,
                                        plan.quantize);  // it is in the study by now
    if (!a.training.out.empty()) {
        writeVariant(session, int8, a.training.out);
    }
    session.output["out"] = a.training.out;
    session.output["study"] = study.path();
    session.output["variant"] = int8.id;
    session.output["ptq_variant"] = ptq.id;
    session.output["bytes"] = int8.sizeBytes;
    session.output["note"] = int8.note;
    session.output["epochs"] = epochsJson(study, int8);
    session.print(fmt::format("{}: {} bytes\n{}",
                              a.training.out.empty() ? int8.name : a.training.out, int8.sizeBytes,
                              int8.note));
    compareInt8(session, parent, ptq, data, session.output["ptq"]);
    compareInt8(session, parent, int8, data, session.output["qat"]);
}

}  // namespace

void addQat(Commands& commands) {
    const auto [command, a] = commands.add<QatArguments>(
        "qat",
        "quantization-aware training: starts where quantize ends, keeps the best epoch as "
        "it is on INT8 kernels, or PTQ's network where no epoch is as good",
        qat);
    addCommonOptions(*command, commands.common);
    addDeviceOption(*command, commands.common);
    a->training.defaults = QatPlan::qatTraining().options;
    addTrainingOptions(*command, a->training, ", the INT8 network");
    addRecipeOptions(*command, a->recipe);
    addSettingOptions(*command, qatSettings(), {}, a->qat);
    command->add_option("--images", a->images, "training images (0: all)")
        ->check(CLI::NonNegativeNumber);
}

}  // namespace secateur::cli
