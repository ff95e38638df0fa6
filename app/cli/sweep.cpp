#include <fmt/format.h>

#include <memory>
#include <set>

#include "app/cli/command.h"
#include "core/base/file.h"
#include "core/report/tables.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"

namespace secateur::cli {

namespace {

struct SweepArguments {
    SweepOptions options;
    std::string criterion = "l1";
    std::string group = "layer";
    std::string scope = "both";
    Split split = Split::HeldOut;
    std::string masks;
    std::string out;
    double tolerancePoints = 2.0;
    double width = 0.5;
    double confidence = 95.0;
    bool levelsGiven = false;
};

/// Everything about the options that has to be read together.
SweepOptions completed(const SweepArguments& a, const CommonOptions& common) {
    SweepOptions options = a.options;
    options.workers = common.threads;
    if (options.kind == PerturbationKind::Channels) {
        options.channelCriterion = enumFromName<ChannelCriterion>(a.criterion);
    } else {
        options.criterion = enumFromName<PruneCriterion>(a.criterion);
    }
    options.seed = common.seed;
    options.grouping = a.group == "global" ? Grouping::Layer : enumFromName<Grouping>(a.group);
    options.perLayer = a.scope != "global" && a.group != "global";
    options.global = a.scope != "layers" || a.group == "global";
    if (!a.levelsGiven) {
        options.levels = defaultLevels(options.kind);
    }
    options.adaptive.toleranceShare = a.tolerancePoints / 100.0;
    options.adaptive.width = a.width / 100.0;
    options.adaptive.confidence = a.confidence / 100.0;
    options.adaptive.seed = common.seed;
    return options;
}

void printSafeLevels(Session& session, const std::vector<SensitivityPoint>& points,
                     const SweepOptions& options, double tolerancePoints) {
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
        const auto level = safeLevel(points, p.target, tolerancePoints / 100.0);
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
    const ImageData data = openData(session.common);
    const Variant variant = openVariant(session, &data);
    const ImageList images = drawnImages(data, a.split, session.common.limit, session.common.seed);
    SweepOptions options = completed(a, session.common);
    if (!a.masks.empty()) {
        options.masks = readMasksOf(openStudy(session), variant.id, a.masks);
    }
    const auto writeCsv = [&a](const std::vector<SensitivityPoint>& points) {
        if (!a.out.empty()) {
            const std::string text = csvOf(sweepTable(points));
            writeFile(a.out, text.data(), text.size());
        }
    };
    const SweepResult result = sweepVariant(openStudy(session), variant.id, data, images, options,
                                            writeCsv, session.context);
    writeCsv(result.points);
    int64_t seen = 0;
    for (const SensitivityPoint& point : result.points) {
        seen += point.unchanged ? 0 : point.count;
    }
    const Evaluation& baseline = result.baseline.result;
    session.print(fmt::format(
        "baseline: {} of {} {} images; {} points, {} of them known before; {} images seen",
        baseline.correct, baseline.count(), enumName(a.split), result.points.size(),
        result.knownBefore, seen));
    printSafeLevels(session, result.points, options, a.tolerancePoints);
    if (options.kind == PerturbationKind::Prune && options.grouping == Grouping::Layer) {
        printSafePlan(session, result, data, variant.id, a.tolerancePoints / 100.0);
    }
    session.output["points"] = result.points.size();
    session.output["known_before"] = result.knownBefore;
    session.output["baseline_correct"] = baseline.correct;
    session.output["count"] = baseline.count();
    session.output["images_seen"] = seen;
    session.output["split"] = enumName(a.split);
    session.output["out"] = a.out;
}

void addWhat(CLI::App& command, SweepArguments& a) {
    addChoice(command, "--kind", a.options.kind,
              "prune: weights set to zero; weight-bits: weights at so many bits; activation-bits: "
              "the output at so many bits; clip: a share of the output's range cut off; channels: "
              "whole channels taken out, by channel group, those of several groups together by one "
              "ranking, as prune --channels does it");
    command
        .add_option("--ratios,--levels", a.options.levels,
                    "shares in [0, 1), or numbers of bits from 2 to 8 (default for bits: "
                    "8,6,5,4,3,2; for clip: 0.1,0.2,0.3,0.5,0.7)")
        ->delimiter(',')
        ->each([&a](const std::string&) { a.levelsGiven = true; })
        ->capture_default_str();
    command
        .add_option("--criterion", a.criterion,
                    "what prune ranks weights by: l1 (|w|), l2 (w*w, the same order), random "
                    "(seeded by --seed); what channels are ranked by: l1, l2, bn-scale")
        ->check(CLI::IsMember({"l1", "l2", "random", "bn-scale"}))
        ->capture_default_str();
    command.add_option(
        "--masks", a.masks,
        "prune: masks instead of a ranking, one point a group; a safetensors file or a "
        "checkpoint with tensors named like the weights, or NAME.weight_mask as "
        "torch.nn.utils.prune leaves them");
    command
        .add_option("--group", a.group,
                    "layers that are changed together: each layer, each block, each role "
                    "(expand, depthwise, ...), or global: all at once and nothing else")
        ->check(CLI::IsMember({"layer", "block", "role", "global"}))
        ->capture_default_str();
    command
        .add_option("--layers", a.options.layers,
                    "only these layers; of channels: only these groups")
        ->delimiter(',');
    command.add_option("--scope", a.scope, "both, global or layers")
        ->check(CLI::IsMember({"both", "global", "layers"}))
        ->capture_default_str();
}

void addHow(CLI::App& command, SweepArguments& a) {
    addChoice(command, "--split", a.split, "held-out (a part of train) or test",
              {Split::HeldOut, Split::Test});
    command.add_option("--tolerance", a.tolerancePoints, "accuracy points that may be lost")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command.add_flag("--adaptive", a.options.adaptive.on,
                     "look at no more images than each point's verdict needs");
    command
        .add_option("--width", a.width,
                    "adaptive: points; a point whose interval is no wider needs no more images")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command
        .add_option("--confidence", a.confidence,
                    "adaptive: per cent; that all intervals of the sweep hold at all times")
        ->check(CLI::Range(50.0, 99.9999))
        ->capture_default_str();
    command.add_option("--batch", a.options.batchSize, "images that a worker takes at once")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command.add_option("--out", a.out, "CSV file, rewritten after every point or round");
}

}  // namespace

void addSweep(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<SweepArguments>();
    CLI::App* command = app.add_subcommand(
        "sweep",
        "sensitivity: accuracy over the pruning ratio, bits or clipping, per layer, block, "
        "role and global");
    addCommonOptions(*command, common);
    addWhat(*command, *a);
    addHow(*command, *a);
    command->callback([a, &selected] { selected = [a](Session& session) { sweep(session, *a); }; });
}

}  // namespace secateur::cli
