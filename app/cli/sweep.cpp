#include <fmt/format.h>

#include <memory>

#include "app/cli/command.h"
#include "core/io/file.h"
#include "core/report/csv.h"
#include "core/study/stages.h"

namespace secateur::cli {

namespace {

struct SweepArguments {
    SweepOptions options;
    std::string scope = "both";
    std::string split = "held-out";
    std::string out;
    double tolerance = 2.0;
};

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
    const Variant variant = openVariant(session, &data);
    const ImageList images = drawnImages(data, a.split, session.common.limit, session.common.seed);
    a.options.workers = session.common.threads;
    a.options.perLayer = a.scope != "global";
    a.options.global = a.scope != "layers";
    const auto writeCsv = [&a](const std::vector<SensitivityPoint>& points) {
        if (!a.out.empty()) {
            const std::string text = sensitivityCsv(points);
            writeFile(a.out, text.data(), text.size());
        }
    };
    const SweepResult result = sweepVariant(openStudy(session), variant.id, data, images, a.options,
                                            writeCsv, session.context);
    writeCsv(result.points);
    const Evaluation& baseline = result.baseline.result;
    session.print(fmt::format("baseline: {} of {} {} images; {} points, {} of them known before",
                              baseline.correct, baseline.count(), a.split, result.points.size(),
                              result.knownBefore));
    printSafeRatios(session, result.points, a.tolerance);
    session.output["points"] = result.points.size();
    session.output["known_before"] = result.knownBefore;
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
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--out", a->out, "CSV file, rewritten after every point");
    command->callback([a, &selected] { selected = [a](Session& session) { sweep(session, *a); }; });
}

}  // namespace secateur::cli
