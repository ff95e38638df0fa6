#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/analysis/drop_text.h"
#include "core/analysis/predicted_drop.h"
#include "core/analysis/pruning_plan.h"
#include "core/base/error.h"
#include "core/stages/network_source.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"

namespace secateur::cli {

namespace {

struct PlanArguments {
    GivenSettings given;  ///< of the sweep
    Split split = Split::HeldOut;
    std::string out;
    std::optional<double> sparsity;
    std::optional<double> macs;
    std::optional<double> size;
};

PlanBudget budgetOf(const PlanArguments& a) {
    const int given = (a.sparsity ? 1 : 0) + (a.macs ? 1 : 0) + (a.size ? 1 : 0);
    if (given != 1) {
        throw Error(ErrorCode::InvalidArgument, "a plan has one budget",
                    {"", "one of --sparsity, --macs, --size", std::to_string(given)});
    }
    return a.sparsity ? PlanBudget{BudgetKind::Sparsity, *a.sparsity}
           : a.macs   ? PlanBudget{BudgetKind::Macs, *a.macs}
                      : PlanBudget{BudgetKind::Size, *a.size};
}

void showPlan(Session& session, const PruningPlan& plan, const Variant& pruned) {
    for (const auto& [layer, ratio] : plan.ratios) {
        session.print(fmt::format("{:<28} {:g}", layer, ratio));
    }
    session.print(fmt::format(
        "{}: {} of {} weights zero ({:.2f} %), {} of {} multiply-adds, {} of {} bytes left",
        pruned.name, plan.zeros, plan.weights, 100 * plan.sparsity(), plan.macsKept, plan.macs,
        plan.bytesKept, plan.bytes));
    session.output = {{"variant", pruned.id},
                      {"ratios", plan.ratios},
                      {"weights", plan.weights},
                      {"zeros", plan.zeros},
                      {"sparsity", plan.sparsity()},
                      {"macs", plan.macs},
                      {"macs_kept", plan.macsKept},
                      {"weight_bytes", plan.bytes},
                      {"weight_bytes_kept", plan.bytesKept},
                      {"summed_drop", plan.summedDrop}};
}

void showDrops(Session& session, const PredictedDrop& predicted, const PairedDrop& measured,
               double toleranceShare) {
    const double gap = measured.drop - predicted.drop.drop;
    session.print(fmt::format("predicted drop {}\nmeasured drop {} points, gap {:+.2f}",
                              predictionText(predicted, toleranceShare), dropText(measured),
                              100 * gap));
    session.output["predicted_drop"] = predicted.drop.drop;
    session.output["predicted_low"] = predicted.drop.low;
    session.output["predicted_high"] = predicted.drop.high;
    session.output["calibrated_by"] = predicted.measuredPlans;
    session.output["beyond_tolerance"] = predicted.exceeds(toleranceShare);
    session.output["may_exceed_tolerance"] = predicted.mayExceed(toleranceShare);
    session.output["measured_drop"] = measured.drop;
    session.output["measured_low"] = measured.low;
    session.output["measured_high"] = measured.high;
    session.output["gap"] = gap;
}

void plan(Session& session, const PlanArguments& a) {
    const PlanBudget budget = budgetOf(a);
    if (!a.out.empty()) {
        requireDestination(session, a.out);
    }
    const ImageData data = openData(session);
    const Variant variant = openVariant(session, &data);
    Study& study = openStudy(session);
    const ImageList images = drawnImages(data, a.split, session.common.limit, session.common.seed);
    SweepOptions sweep = withGiven(SweepOptions(), sweepSettings(), a.given);
    sweep.seed = session.common.seed;
    const SweepResult swept = sweepVariant(stageOf(session, data), variant.id, images, sweep);
    const GraphCost cost = variantCost(study, variant.id, &data);
    const PruningPlan found = planPruning(swept.points, cost, budget);
    const DropPredictor predictor(groupCurves(swept.points, &cost, {}),
                                  static_cast<int64_t>(data.classNames.size()),
                                  measuredPlans(listVariants(study), listEvaluations(study),
                                                variant.id, swept.baseline.images));
    PruneRecipe recipe;
    recipe.scope = PruneScope::Plan;
    recipe.plan = found.ratios;
    const Variant pruned = pruneVariant(study, variant.id, recipe);
    const StoredEvaluation measured = evaluateVariant(stageOf(session, data), pruned.id, images);
    showPlan(session, found, pruned);
    sayRemarks(session, pruned);
    showDrops(session, predictor.predict(found.ratios).value(),
              dropBetween(swept.baseline.result, measured.result), sweep.adaptive.toleranceShare);
    session.output["split"] = enumName(a.split);
    session.output["count"] = measured.result.count();
    if (!a.out.empty()) {
        session.output["out"] = a.out;
        session.output["bytes"] = writeVariant(session, pruned, a.out);
    }
}

}  // namespace

void addPlan(Commands& commands) {
    const auto [command, a] = commands.add<PlanArguments>(
        "plan",
        "per-layer pruning ratios for a budget, from the sensitivity curves (swept if they are "
        "not in the study), then measured as one network",
        plan);
    addCommonOptions(*command, commands.common);
    command->add_option("--sparsity", a->sparsity, "at least this share of the weights zero")
        ->check(CLI::Range(0.0, 0.9999));
    command->add_option("--macs", a->macs, "at most so many multiply-adds an image")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--size", a->size, "at most so many bytes of weights, stored sparse")
        ->check(CLI::NonNegativeNumber);
    addSettingOptions(*command, sweepSettings(), {}, a->given,
                      {"levels", "layers", "adaptive", "tolerance"});
    addChoice(*command, "--split", a->split, "held-out (a part of train) or test",
              {Split::HeldOut, Split::Test});
    command->add_option("--out", a->out, "safetensors file of the result (dense)");
}

}  // namespace secateur::cli
