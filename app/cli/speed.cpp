#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/report/speed_text.h"
#include "core/stages/speed_stage.h"

namespace secateur::cli {

namespace {

struct SpeedArguments {
    std::vector<std::string> variants;
    GivenSettings given;
};

void speed(Session& session, const SpeedArguments& a) {
    requireStudy(session);
    const ImageData data = openData(session);
    Study& study = openStudy(session);
    std::vector<int64_t> variants;
    for (const std::string& name : a.variants) {
        variants.push_back(requireVariant(study, name).id);
    }
    SpeedOptions options = withGiven(SpeedOptions(), speedSettings(), a.given);
    if (session.common.limit > 0) {
        options.images = session.common.limit;
    }
    const SpeedRun run = measureSpeed(stageOf(session, data), variants, options);
    const std::vector<Variant> all = listVariants(study);
    session.print(terminalOf(speedTable(run, all)) + "\n" + speedNote(run));
    session.output = speedJson(run, all);
}

}  // namespace

void addSpeed(Commands& commands) {
    const auto [command, a] = commands.add<SpeedArguments>(
        "speed",
        "images a second of the study's networks, measured together, taking turns, on one core "
        "and on all",
        speed);
    addDataOptions(*command, commands.common);
    command->add_option("--variant", a->variants,
                        "a network to measure, by id or name, as often as wanted (default: all)");
    addSettingOptions(*command, speedSettings(), {}, a->given);
}

}  // namespace secateur::cli
