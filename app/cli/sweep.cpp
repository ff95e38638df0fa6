#include <fmt/format.h>

#include <memory>

#include "app/cli/command.h"
#include "core/analysis/evaluator.h"
#include "core/analysis/sensitivity.h"
#include "core/base/error.h"
#include "core/io/file.h"
#include "core/report/pipeline_report.h"

namespace secateur::cli {

namespace {

struct SweepArguments {
    SweepOptions options;
    std::string scope = "both";
    std::string split = "held-out";
    std::string out;
    double tolerance = 2.0;
};

void writeCsv(const std::string& path, const std::vector<SensitivityPoint>& points) {
    const std::string text = sensitivityCsv(points);
    writeFile(path, text.data(), text.size());
}

void printSafeRatios(Session& session, const std::vector<SensitivityPoint>& points,
                     double tolerance) {
    nlohmann::ordered_json safe = nlohmann::ordered_json::object();
    for (const SensitivityPoint& p : points) {
        if (!safe.contains(p.layer)) {
            const double ratio = largestSafeRatio(points, p.layer, tolerance / 100.0);
            safe[p.layer] = ratio;
            session.print(fmt::format("{:<28} largest safe ratio {:g}", p.layer, ratio));
        }
    }
    session.output["safe_ratios"] = safe;
}

void sweep(Session& session, SweepArguments a) {
    const ImageData data = openData(session.common);
    const Graph network = openNetwork(session.common, &data, false);
    const Splits splits = makeSplits(data, session.common.seed);
    const bool test = a.split == "test";
    const std::vector<int64_t>& pool = test ? splits.test : splits.heldOut;
    if (pool.empty()) {
        throw Error(ErrorCode::NotFound, "the data set has no images for a held-out split",
                    {data.location, "a train folder, or --split test", ""});
    }
    const Dataset& images = test ? *data.test : *data.train;
    const std::vector<int64_t> indices =
        drawSubset(pool, session.common.limit, session.common.seed);
    a.options.workers = session.common.threads;
    a.options.perLayer = a.scope != "global";
    a.options.global = a.scope != "layers";
    const Evaluation baseline = evaluate(network, images, data.normalisation, indices,
                                         {session.common.threads, 8}, session.context);
    session.print(
        fmt::format("baseline: {} of {} {} images", baseline.correct, baseline.count(), a.split));
    std::vector<SensitivityPoint> points;
    SweepHooks hooks;
    hooks.measured = [&](const SensitivityPoint& point) {
        points.push_back(point);
        if (!a.out.empty()) {
            writeCsv(a.out, points);
        }
    };
    sweepPruning(network, images, data.normalisation, indices, baseline, a.options, hooks,
                 session.context);
    printSafeRatios(session, points, a.tolerance);
    session.output["points"] = points.size();
    session.output["baseline_correct"] = baseline.correct;
    session.output["count"] = baseline.count();
    session.output["split"] = a.split;
    session.output["out"] = a.out;
}

}  // namespace

void addSweep(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<SweepArguments>();
    CLI::App* command = app.add_subcommand(
        "sweep", "sensitivity: accuracy over the pruning ratio, per layer and global");
    addCommonOptions(*command, common);
    command->add_option("--ratios", a->options.ratios, "pruning ratios in [0, 1)")
        ->delimiter(',')
        ->capture_default_str();
    command->add_option("--layers", a->options.layers, "only these layers")->delimiter(',');
    command->add_option("--scope", a->scope, "both, global or layers")
        ->check(CLI::IsMember({"both", "global", "layers"}))
        ->capture_default_str();
    command->add_option("--split", a->split, "held-out (a part of train) or test")
        ->check(CLI::IsMember({"held-out", "test"}))
        ->capture_default_str();
    command->add_option("--tolerance", a->tolerance, "accuracy points that may be lost")
        ->capture_default_str();
    command->add_option("--out", a->out, "CSV file, rewritten after every point");
    command->callback([a, &selected] { selected = [a](Session& session) { sweep(session, *a); }; });
}

}  // namespace secateur::cli
