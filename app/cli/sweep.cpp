#include <fmt/format.h>

#include <set>

#include "app/cli/command.h"
#include "core/base/file.h"
#include "core/report/tables.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"

namespace secateur::cli {

namespace {

struct SweepArguments {
    GivenSettings given;
    Split split = Split::HeldOut;
    std::string masks;
    std::string out;
};

void printSafeLevels(Session& session, const std::vector<SensitivityPoint>& points,
                     const SweepOptions& options) {
    nlohmann::ordered_json safe = nlohmann::ordered_json::object();
    nlohmann::ordered_json hardestTried = nlohmann::ordered_json::array();
    nlohmann::ordered_json untested = nlohmann::ordered_json::array();
    std::set<Target> done;
    const char* what = harderDownwards(options.kind) ? "fewest safe bits" : "largest safe ratio";
    for (const SensitivityPoint& p : points) {
        if (!done.insert(p.target).second) {
            continue;
        }
        const std::string name = p.target.text();
        const auto level = safeLevel(points, p.target, options.adaptive.toleranceShare);
        if (!level) {
            untested.push_back(name);
            session.print(fmt::format("{:<28} nothing pruned: nothing was tested", name));
            continue;
        }
        safe[name] = level->level.number;
        if (level->hardestTried) {
            hardestTried.push_back(name);
        }
        session.print(fmt::format("{:<28} {} {}", name, what, safeText(*level)));
    }
    session.output["safe_ratios"] = safe;
    session.output["hardest_tried"] = hardestTried;
    session.output["nothing_tested"] = untested;
}

/// What to expect of all layers at their safe ratios at once: each keeps the tolerance alone.
void printSafePlan(Session& session, const SweepResult& result, const ImageData& data,
                   int64_t variant, double toleranceShare) {
    const CurveList curves = groupCurves(result.points, nullptr, {});
    std::map<std::string, double> ratios;
    for (const auto& [layer, safe] : safeLevels(curves, toleranceShare)) {
        if (!safe.none()) {
            ratios[layer] = safe.level.number;
        }
    }
    Study& study = openStudy(session);
    const auto predicted = DropPredictor(curves, static_cast<int64_t>(data.classNames.size()),
                                         measuredPlans(listVariants(study), listEvaluations(study),
                                                       variant, result.baseline.images))
                               .predict(ratios);
    if (predicted && !ratios.empty()) {
        session.print("all of these at once: predicted drop " +
                      predictionText(*predicted, toleranceShare));
        session.output["safe_plan_drop"] = {predicted->drop.low, predicted->drop.drop,
                                            predicted->drop.high};
    }
}

void sweep(Session& session, const SweepArguments& a) {
    const ImageData data = openData(session);
    const Variant variant = openVariant(session, &data);
    const ImageList images = drawnImages(data, a.split, session.common.limit, session.common.seed);
    SweepOptions options = sweepOptionsOf(session, a.given);
    if (!a.masks.empty()) {
        options.masks = readMasksOf(openStudy(session), variant.id, a.masks);
    }
    const auto writeCsv = [&a](const std::vector<SensitivityPoint>& points) {
        if (!a.out.empty()) {
            const std::string text = csvOf(sweepTable(points));
            writeFile(a.out, text.data(), text.size());
        }
    };
    const SweepResult result =
        sweepVariant(stageOf(session, data), variant.id, images, options, writeCsv);
    writeCsv(result.points);
    int64_t seen = 0;
    for (const SensitivityPoint& point : result.points) {
        seen += point.unchanged ? 0 : point.count;
    }
    const Evaluation& baseline = result.baseline.result;
    session.print(fmt::format(
        "baseline: {} of {} {} images; {} points{}, {} of them known before; {} images seen",
        baseline.correct, baseline.count(), enumName(a.split), result.points.size(),
        options.recalibrate > 0
            ? fmt::format(", recalibrated on {} training images each", options.recalibrate)
            : "",
        result.knownBefore, seen));
    printSafeLevels(session, result.points, options);
    if (options.kind == PerturbationKind::Prune && options.grouping == Grouping::Layer &&
        options.recalibrate == 0) {
        printSafePlan(session, result, data, variant.id, options.adaptive.toleranceShare);
    }
    session.output["kind"] = enumName(options.kind);
    session.output["recalibrated_images"] = options.recalibrate;
    session.output["points"] = result.points.size();
    session.output["known_before"] = result.knownBefore;
    session.output["baseline_correct"] = baseline.correct;
    session.output["count"] = baseline.count();
    session.output["images_seen"] = seen;
    session.output["split"] = enumName(a.split);
    session.output["out"] = a.out;
}

}  // namespace

void addSweep(Commands& commands) {
    const auto [command, a] = commands.add<SweepArguments>(
        "sweep",
        "sensitivity: accuracy over the pruning ratio, bits or clipping, per layer, block, "
        "role and global",
        sweep);
    addCommonOptions(*command, commands.common);
    addDeviceOption(*command, commands.common);
    addSettingOptions(*command, sweepSettings(), {}, a->given);
    command->add_option(
        "--masks", a->masks,
        "prune: masks instead of a ranking, one point a group; a safetensors file or a "
        "checkpoint with tensors named like the weights, or NAME.weight_mask as "
        "torch.nn.utils.prune leaves them");
    addChoice(*command, "--split", a->split, "held-out (a part of train) or test",
              {Split::HeldOut, Split::Test});
    command->add_option("--out", a->out, "CSV file, rewritten after every point or round");
}

}  // namespace secateur::cli
