#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/analysis/channel_plan.h"
#include "core/analysis/drop_text.h"
#include "core/analysis/perturbation.h"
#include "core/analysis/predicted_drop.h"
#include "core/analysis/pruning_plan.h"
#include "core/base/error.h"
#include "core/stages/channel_stage.h"
#include "core/stages/network_source.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"
#include "core/stages/width_plan_stage.h"

namespace secateur::cli {

namespace {

struct PlanArguments {
    GivenSettings given;  ///< of the sweep
    Split split = Split::HeldOut;
    std::string out;
    std::optional<double> sparsity;
    std::optional<double> macs;
    std::optional<double> size;
    std::optional<double> milliseconds;
    GivenSettings limits;  ///< of widths
    GivenSettings cut;     ///< of the networks that are made
};

PlanBudget budgetOf(const PlanArguments& a) {
    std::vector<PlanBudget> given;
    const auto add = [&](BudgetKind kind, const std::optional<double>& target, double unit) {
        if (target) {
            given.push_back({kind, *target * unit, {}, 0.0});
        }
    };
    add(BudgetKind::Sparsity, a.sparsity, 1.0);
    add(BudgetKind::Macs, a.macs, 1.0);
    add(BudgetKind::Size, a.size, 1.0);
    add(BudgetKind::Time, a.milliseconds, 1e-3);
    if (given.size() != 1) {
        throw Error(ErrorCode::InvalidArgument, "a plan has one budget",
                    {"", "one of --sparsity, --macs, --size, --ms", std::to_string(given.size())});
    }
    return given.front();
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

/// What every plan starts from.
struct Planned {
    const PlanBudget budget;
    const ImageData data;
    const Variant variant;
    const ImageList images;
    const SweepOptions sweep;
    const SweepResult swept;
    const GraphCost cost;
};

/// Before all is measured, not after.
void requireReachable(const Graph& graph, const GraphCost& cost, const PlanBudget& budget,
                      const SweepOptions& sweep, const PlanArguments& a) {
    const std::vector<SensitivityPoint> points = unmeasuredPoints(graph, sweep);
    if (sweep.kind != PerturbationKind::Channels) {
        planPruning(points, cost, budget);
    } else if (budget.kind != BudgetKind::Time) {
        planChannels(graph, cost, points, budget,
                     withGiven(ChannelPlanLimits(), channelPlanSettings(), a.limits));
    }
}

Planned sweepFor(Session& session, const PlanArguments& a) {
    PlanBudget budget = budgetOf(a);
    if (!a.out.empty()) {
        requireDestination(session, a.out);
    }
    ImageData data = openData(session);
    const Variant variant = openVariant(session, &data);
    ImageList images = drawnImages(data, a.split, session.common.limit, session.common.seed);
    const SweepOptions sweep = sweepOptionsOf(session, a.given);
    GraphCost cost = variantCost(openStudy(session), variant.id, &data);
    if (budget.kind == BudgetKind::Macs && budget.target <= 1.0) {
        budget.target *= static_cast<double>(cost.macs);
    }
    requireReachable(loadFloatVariant(openStudy(session), variant.id), cost, budget, sweep, a);
    SweepResult swept = sweepVariant(stageOf(session, data), variant.id, images, sweep);
    return {budget, std::move(data),  variant,        std::move(images),
            sweep,  std::move(swept), std::move(cost)};
}

void writeResult(Session& session, const PlanArguments& a, const Planned& p, const Variant& made) {
    session.output["split"] = enumName(a.split);
    session.output["count"] = p.images.indices.size();
    if (!a.out.empty()) {
        session.output["out"] = a.out;
        session.output["bytes"] = writeVariant(session, made, a.out);
    }
}

/// Measures the planned network beside what was predicted, and writes it.
void measure(Session& session, const PlanArguments& a, const Planned& p, const Variant& made,
             const std::map<std::string, double>& ratios) {
    Study& study = openStudy(session);
    const DropPredictor predictor(groupCurves(p.swept.points, &p.cost, {}),
                                  static_cast<int64_t>(p.data.classNames.size()),
                                  measuredPlans(listVariants(study), listEvaluations(study),
                                                p.variant.id, p.swept.baseline.images));
    const StoredEvaluation measured = evaluateVariant(stageOf(session, p.data), made.id, p.images);
    showDrops(session, predictor.predict(ratios).value(),
              dropBetween(p.swept.baseline.result, measured.result),
              p.sweep.adaptive.toleranceShare);
    writeResult(session, a, p, made);
}

void planWeights(Session& session, const PlanArguments& a, const Planned& p) {
    const PruningPlan found = planPruning(p.swept.points, p.cost, p.budget);
    PruneRecipe recipe;
    recipe.criterion = p.sweep.criterion;
    recipe.rankingImages = p.sweep.rankingImages;
    recipe.seed = p.sweep.seed;
    recipe.scope = PruneScope::Plan;
    recipe.plan = found.ratios;
    const Variant pruned = pruneVariant(stageOf(session, p.data), p.variant.id, recipe);
    showPlan(session, found, pruned);
    sayRemarks(session, pruned);
    measure(session, a, p, pruned, found.ratios);
}

void showChannels(Session& session, const ChannelPlan& plan, const SlimResult& slim) {
    for (const SlimmedGroup& group : slim.groups) {
        if (group.widthAfter < group.group.width) {
            session.print(fmt::format("{:<28} {:>5} -> {:>5}", group.group.name, group.group.width,
                                      group.widthAfter));
        }
    }
    const auto share = [](int64_t kept, int64_t all) {
        return 100.0 * static_cast<double>(kept) / static_cast<double>(all);
    };
    session.print(
        fmt::format("{}: {} of {} multiply-adds left ({:.1f} %), {} of {} parameters ({:.1f} %)",
                    slim.variant.name, slim.after.macs, slim.before.macs,
                    share(slim.after.macs, slim.before.macs), slim.after.parameters,
                    slim.before.parameters, share(slim.after.parameters, slim.before.parameters)));
    session.output = {{"variant", slim.variant.id},
                      {"ratios", plan.ratios},
                      {"macs", slim.before.macs},
                      {"macs_kept", slim.after.macs},
                      {"parameters", slim.before.parameters},
                      {"parameters_kept", slim.after.parameters},
                      {"summed_drop", plan.summedDrop}};
}

void showTimes(Session& session, const PlannedWidths& planned, double target) {
    const double before = planned.timeBefore.seconds;
    const double after = planned.timeAfter.seconds;
    session.print(fmt::format(
        "{:.3f} ms an image on one core, {:.3f} before ({:.2f} times as fast), at most {:.3f} "
        "asked; the layers' shares say {:.3f}{}",
        1e3 * after, 1e3 * before, before / after, 1e3 * target, 1e3 * planned.plan.secondsKept,
        after > target ? "; more than asked" : ""));
    session.output["ms_before"] = 1e3 * before;
    session.output["ms"] = 1e3 * after;
    session.output["ms_predicted"] = 1e3 * planned.plan.secondsKept;
    session.output["ms_spread"] = planned.timeAfter.spread;
}

void planChannelWidths(Session& session, const PlanArguments& a, const Planned& p) {
    const PlannedWidths planned =
        planWidths(stageOf(session, p.data), p.variant.id, p.images, p.swept,
                   {p.budget, withGiven(ChannelPlanLimits(), channelPlanSettings(), a.limits),
                    p.sweep, withGiven(ChannelRecipe(), channelSettings(), a.cut).reconstruct});
    showChannels(session, planned.plan, planned.slim);
    sayRemarks(session, planned.slim.variant);
    if (planned.made.id != planned.slim.variant.id) {
        session.print(fmt::format("{}: {}", planned.made.name, planned.made.note));
        session.output["recalibrated"] = planned.made.id;
    }
    nlohmann::ordered_json calibrating = nlohmann::ordered_json::array();
    for (const CalibratingPlan& other : planned.calibrating) {
        session.print(fmt::format(
            "calibrating plan: {:.1f} % of the multiply-adds, drop {}",
            100.0 * static_cast<double>(other.plan.macsKept) / static_cast<double>(other.plan.macs),
            dropText(other.drop)));
        calibrating.push_back({{"macs_kept", other.plan.macsKept}, {"drop", other.drop.drop}});
    }
    session.output["calibrating_plans"] = calibrating;
    if (p.budget.kind == BudgetKind::Time) {
        showTimes(session, planned, p.budget.target);
    }
    showDrops(session, planned.predicted, planned.measured, p.sweep.adaptive.toleranceShare);
    writeResult(session, a, p, planned.made);
}

void plan(Session& session, const PlanArguments& a) {
    const Planned planned = sweepFor(session, a);
    planned.sweep.kind == PerturbationKind::Channels ? planChannelWidths(session, a, planned)
                                                     : planWeights(session, a, planned);
}

}  // namespace

void addPlan(Commands& commands) {
    const auto [command, a] = commands.add<PlanArguments>(
        "plan",
        "pruning ratios of layers, or with --kind channels (and with --recalibrate) widths of "
        "channel groups, for a budget, from the sensitivity curves (swept if they are not in the "
        "study), then measured as one network",
        plan);
    addCommonOptions(*command, commands.common);
    command->add_option("--sparsity", a->sparsity, "at least this share of the weights zero")
        ->check(CLI::Range(0.0, 0.9999));
    command
        ->add_option(
            "--macs", a->macs,
            "at most so many multiply-adds an image, or such a share of the network's (up to 1)")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--size", a->size, "at most so many bytes of weights, stored sparse")
        ->check(CLI::NonNegativeNumber);
    command
        ->add_option("--ms", a->milliseconds,
                     "channels: at most so many milliseconds an image on one core, by the layers' "
                     "times that profile measures")
        ->check(CLI::PositiveNumber);
    addSettingOptions(*command, sweepSettings(), {}, a->given,
                      {"kind", "levels", "criterion", "ranking_images", "layers", "recalibrate",
                       "adaptive", "tolerance"});
    addSettingOptions(*command, channelPlanSettings(), {}, a->limits);
    addSettingOptions(*command, channelSettings(), {}, a->cut, {"reconstruct"});
    for (const char* of : {"--round-to", "--min-width", "--reconstruct"}) {
        command->get_option(of)->group("With --kind channels");
    }
    addChoice(*command, "--split", a->split, "held-out (a part of train) or test",
              {Split::HeldOut, Split::Test});
    command->add_option("--out", a->out, "safetensors file of the result (dense)");
}

}  // namespace secateur::cli
