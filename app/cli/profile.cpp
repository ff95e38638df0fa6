#include "core/analysis/profile.h"

#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/base/file.h"
#include "core/base/machine.h"
#include "core/base/parallel.h"
#include "core/graph/graph.h"
#include "core/report/profile_text.h"
#include "core/stages/stages.h"

namespace secateur::cli {

namespace {

struct ProfileArguments {
    std::vector<std::string> variants;
    GivenSettings given;
    bool curve = false;
    double latency = 0.0;  ///< milliseconds; 0: no limit
    std::string out;
};

void profileLayers(Session& session, const ProfileArguments& a, const std::string& name,
                   const std::vector<ProfileSubject>& subjects) {
    const auto profiles = profileNetworks(
        subjects, withGiven(ProfileOptions(), profileSettings(), a.given), session.context);
    requireQuiet(profiles);
    const MachinePeak peak = measurePeak();
    const Table table = profileTable(profiles, peak);
    session.print(fmt::format("On one core of {}, oneDNN; peak {:.0f} GMAC/s FP32, {:.0f} INT8.",
                              name, 1e-9 * peak.fp32, 1e-9 * peak.int8));
    session.print(terminalOf(table));
    session.print(terminalOf(roleTable(profiles, peak)));
    nlohmann::ordered_json networks = nlohmann::ordered_json::array();
    for (const NetworkProfile& profile : profiles) {
        session.print(fmt::format("{}: {:.3f} ms an image in batches of {}, spread {:.0f} %",
                                  profile.name, 1e3 * profile.seconds, profile.batch,
                                  100 * profile.spread));
        networks.push_back({{"name", profile.name},
                            {"batch", profile.batch},
                            {"seconds_per_image", profile.seconds},
                            {"spread", profile.spread}});
    }
    session.output = {{"processor", name},
                      {"peak_fp32", peak.fp32},
                      {"peak_int8", peak.int8},
                      {"networks", networks},
                      {"layers", jsonOf(table)}};
    const bool first32 = !subjects.front().graph->quantized();
    for (size_t i = 1; first32 && i < profiles.size(); ++i) {
        if (subjects[i].graph->quantized()) {
            session.output["answers"].push_back(gainText(profiles[0], profiles[i]));
            session.print(gainText(profiles[0], profiles[i]));
            for (const std::string& line : slowerLayers(profiles[0], profiles[i])) {
                session.print("  slower: " + line);
            }
        }
    }
    if (!a.out.empty()) {
        const std::string text = csvOf(table);
        writeFile(a.out, text.data(), text.size());
    }
}

void profileThroughput(Session& session, const ProfileArguments& a, const std::string& name,
                       const std::vector<ProfileSubject>& subjects) {
    constexpr double kSeconds = 0.5;
    std::vector<NetworkCurve> curves;
    for (const ProfileSubject& subject : subjects) {
        curves.push_back(
            {subject.name, profileCurve(*subject.graph, curveBatches(),
                                        curveWorkers(workerCount(session.common.threads)), kSeconds,
                                        session.context)});
        const Table table = curveTable({curves.back()});
        session.print(fmt::format("{} on {}:", subject.name, name));
        session.print(terminalOf(table));
        session.print(bestText(curves.back(), 1e-3 * a.latency));
        session.output["curves"].push_back({{"name", subject.name}, {"points", jsonOf(table)}});
    }
    if (!a.out.empty()) {
        const std::string text = csvOf(curveTable(curves));
        writeFile(a.out, text.data(), text.size());
    }
}

void profile(Session& session, ProfileArguments a) {
    std::vector<Graph> graphs;
    std::vector<std::string> names;
    if (a.variants.empty()) {
        graphs.push_back(openNetwork(session, nullptr, false));
        names.push_back(graphs.back().spec.name);
    }
    for (const std::string& name : a.variants) {
        requireStudy(session);
        Study& study = openStudy(session);
        const Variant variant = requireVariant(study, name);
        graphs.push_back(loadVariant(study, variant.id));
        names.push_back(variant.name);
    }
    std::vector<ProfileSubject> subjects;
    for (size_t i = 0; i < graphs.size(); ++i) {
        subjects.push_back({names[i], &graphs[i]});
    }
    (a.curve ? profileThroughput : profileLayers)(session, a, processorName(), subjects);
}

}  // namespace

void addProfile(Commands& commands) {
    const auto [command, a] = commands.add<ProfileArguments>(
        "profile",
        "where a network's time goes: milliseconds, speed and kernel of every layer on one core, "
        "of "
        "several variants side by side; with --curve images a second and latency over batch sizes",
        profile);
    addCommonOptions(*command, commands.common);
    command->add_option("--compare", a->variants,
                        "networks of the study, by id or name, side by side: FP32 first, then what "
                        "is to be compared with it (default: --checkpoint or --variant alone)");
    addSettingOptions(*command, profileSettings(), {}, a->given);
    command->add_flag("--curve", a->curve,
                      "images a second and latency (median, 99 %) over batch sizes and workers");
    command
        ->add_option("--latency", a->latency,
                     "with --curve: the best point within so many milliseconds a batch")
        ->check(CLI::PositiveNumber);
    command->add_option("--out", a->out, "also write the table as CSV");
}

}  // namespace secateur::cli
