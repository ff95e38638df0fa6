#include <fmt/format.h>

#include "app/cli/cut_options.h"
#include "app/cli/int8_comparison.h"
#include "app/cli/training_arguments.h"
#include "core/analysis/drop_text.h"
#include "core/base/figure_text.h"
#include "core/stages/gradual_stage.h"
#include "core/stages/stages.h"

namespace secateur::cli {

namespace {

struct GradualArguments {
    CutArguments cut;
    TrainingArguments training;
    GivenSettings steps;
};

void showStep(Session& session, const GradualStep& step) {
    nlohmann::ordered_json networks = nlohmann::ordered_json::array();
    std::string line = fmt::format("{:5.1f} % gone:", 100 * step.share);
    for (const auto& [variant, accuracy] : step.networks) {
        line += fmt::format(" {}{}", variant.name,
                            accuracy ? " " + text::percent(*accuracy) : std::string());
        networks.push_back({{"variant", variant.id},
                            {"name", variant.name},
                            {"zeros", variant.zeros},
                            {"weights", variant.weights},
                            {"parameters", variant.parameters}});
        if (accuracy) {
            networks.back()["held_out_accuracy"] = *accuracy;
        }
    }
    session.print(line);
    session.output["steps"].push_back({{"share", step.share}, {"networks", networks}});
}

void gradual(Session& session, const GradualArguments& a) {
    GradualPlan plan = withGiven(GradualPlan(), gradualSettings(), a.steps);
    if (a.cut.channels) {
        plan.cut = channelRecipe(a.cut);
    } else {
        plan.cut = weightRecipe(a.cut);
    }
    const ImageData data = openTrainingData(session, a.training);
    Study& study = openStudy(session, studyBeside(a.training.out));
    const Variant parent = openVariant(session, &data);
    std::visit([&](auto& recipe) { recipe.seed = session.common.seed; }, plan.cut);
    plan.training = plannedTraining(session, a.training, data, session.common.limit, {});
    const std::vector<GradualStep> steps =
        cutGradually(stageOf(session, data), parent.id, plan,
                     [&](const GradualStep& step) { showStep(session, step); });
    const Variant& made = steps.back().result();
    const Evaluation before = testEvaluation(session, parent, data);
    const Evaluation after = testEvaluation(session, made, data);
    const PairedDrop drop = dropBetween(before, after);
    session.print(
        fmt::format("{}: {} of {} weights zero, {} parameters of {}\n{} {}, {} {}; drop "
                    "{} points\nstudy: {}",
                    made.name, made.zeros, made.weights, made.parameters, parent.parameters,
                    parent.name, text::percent(before.accuracy()), made.name,
                    text::percent(after.accuracy()), dropText(drop), study.label()));
    sayRemarks(session, made);
    session.output["variant"] = made.id;
    session.output["study"] = study.path();
    session.output["zeros"] = made.zeros;
    session.output["weights"] = made.weights;
    session.output["count"] = before.count();
    session.output["correct_before"] = before.correct;
    session.output["correct"] = after.correct;
    session.output["drop"] = drop.drop;
    if (!a.training.out.empty()) {
        session.output["out"] = a.training.out;
        session.output["bytes"] = writeVariant(session, made, a.training.out);
    }
}

}  // namespace

void addGradual(Commands& commands) {
    const auto [command, a] = commands.add<GradualArguments>(
        "gradual",
        "cut in steps, each recalibrated and fine-tuned before the next: single weights by the "
        "cubic schedule, channels ranked anew in each step; interrupted, it goes on where it was",
        gradual, {{}, {stepTraining(), {}, {}}, {}});
    addCommonOptions(*command, commands.common);
    addCutOptions(*command, a->cut);
    addSettingOptions(*command, gradualSettings(), {}, a->steps);
    addTrainingOptions(*command, a->training, "; --epochs are those of each step");
    limitTrainedImages(*command);
}

}  // namespace secateur::cli
