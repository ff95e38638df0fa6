#include <fmt/format.h>

#include <memory>

#include "app/cli/command.h"
#include "core/analysis/pruning_plan.h"
#include "core/base/error.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"

namespace secateur::cli {

namespace {

struct PlanArguments {
    SweepOptions sweep;
    std::string split = "held-out";
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

void show(Session& session, const PruningPlan& plan, const PairedDrop& measured,
          const Variant& pruned) {
    for (const auto& [layer, ratio] : plan.ratios) {
        session.print(fmt::format("{:<28} {:g}", layer, ratio));
    }
    session.print(fmt::format(
        "{}: {} of {} weights zero ({:.2f} %), {} of {} multiply-adds, {} of {} bytes left\n"
        "drop in points: {:.2f} predicted from the curves, {:.2f} measured ({:.2f} to {:.2f}), "
        "gap {:+.2f}",
        pruned.name, plan.zeros, plan.weights, 100 * plan.sparsity(), plan.macsKept, plan.macs,
        plan.bytesKept, plan.bytes, 100 * plan.predictedDrop, 100 * measured.drop,
        100 * measured.low, 100 * measured.high, 100 * (measured.drop - plan.predictedDrop)));
    session.output = {{"variant", pruned.id},
                      {"ratios", plan.ratios},
                      {"weights", plan.weights},
                      {"zeros", plan.zeros},
                      {"sparsity", plan.sparsity()},
                      {"macs", plan.macs},
                      {"macs_kept", plan.macsKept},
                      {"weight_bytes", plan.bytes},
                      {"weight_bytes_kept", plan.bytesKept},
                      {"predicted_drop", plan.predictedDrop},
                      {"measured_drop", measured.drop},
                      {"measured_low", measured.low},
                      {"measured_high", measured.high},
                      {"gap", measured.drop - plan.predictedDrop}};
}

void plan(Session& session, PlanArguments a) {
    const PlanBudget budget = budgetOf(a);
    const ImageData data = openData(session.common);
    const Variant variant = openVariant(session, &data);
    Study& study = openStudy(session);
    const ImageList images = drawnImages(data, a.split, session.common.limit, session.common.seed);
    a.sweep.workers = session.common.threads;
    a.sweep.global = false;
    a.sweep.adaptive.seed = session.common.seed;
    const SweepResult swept =
        sweepVariant(study, variant.id, data, images, a.sweep, {}, session.context);
    const PruningPlan found =
        planPruning(swept.points, computeCost(loadVariant(study, variant.id)), budget);
    PruneRecipe recipe;
    recipe.scope = "plan";
    recipe.plan = found.ratios;
    const Variant pruned = pruneVariant(study, variant.id, recipe);
    const StoredEvaluation measured =
        evaluateVariant(study, pruned.id, data, images, session.common.threads, session.context);
    show(session, found, dropBetween(swept.baseline.result, measured.result), pruned);
    session.output["split"] = a.split;
    session.output["count"] = measured.result.count();
    if (!a.out.empty()) {
        session.output["out"] = a.out;
        session.output["bytes"] = writeVariant(session, pruned, a.out);
    }
}

}  // namespace

void addPlan(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<PlanArguments>();
    CLI::App* command = app.add_subcommand(
        "plan",
        "per-layer pruning ratios for a budget, from the sensitivity curves (swept if they are "
        "not in the study), then measured as one network");
    addCommonOptions(*command, common);
    command->add_option("--sparsity", a->sparsity, "at least this share of the weights zero")
        ->check(CLI::Range(0.0, 0.9999));
    command->add_option("--macs", a->macs, "at most so many multiply-adds an image")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--size", a->size, "at most so many bytes of weights, stored sparse")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--ratios", a->sweep.ratios, "ratios to choose from, in [0, 1)")
        ->delimiter(',')
        ->capture_default_str();
    command->add_option("--layers", a->sweep.layers, "prune only these layers")->delimiter(',');
    command->add_option("--split", a->split, "held-out (a part of train) or test")
        ->check(CLI::IsMember({"held-out", "test"}))
        ->capture_default_str();
    command->add_flag("--adaptive", a->sweep.adaptive.on,
                      "curves of an adaptive sweep (tolerance 2 points)");
    command->add_option("--out", a->out, "safetensors file of the result (dense)");
    command->callback([a, &selected] { selected = [a](Session& session) { plan(session, *a); }; });
}

}  // namespace secateur::cli
