#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/int8_comparison.h"
#include "core/analysis/drop_text.h"
#include "core/base/figure_text.h"
#include "core/stages/recalibrate_stage.h"

namespace secateur::cli {

namespace {

struct RecalibrateArguments {
    GivenSettings given;
    std::string out;
};

void recalibrate(Session& session, const RecalibrateArguments& a) {
    requireDestination(session, a.out);
    const RecalibrateOptions options =
        withGiven(RecalibrateOptions(), recalibrateSettings(), a.given);
    const ImageData data = openData(session);
    const Variant parent = openVariant(session, &data);
    const Variant made =
        recalibrateVariant(stageOf(session, data), parent.id, options, session.common.seed);
    if (!a.out.empty()) {
        writeVariant(session, made, a.out);
    }
    const Evaluation before = testEvaluation(session, parent, data);
    const Evaluation after = testEvaluation(session, made, data);
    const PairedDrop drop = dropBetween(before, after);
    session.print(fmt::format("{}: {}\n{} {}, recalibrated {}; drop {} points",
                              a.out.empty() ? made.name : a.out, made.note, parent.name,
                              text::percent(before.accuracy()), text::percent(after.accuracy()),
                              dropText(drop)));
    session.output = {{"out", a.out},
                      {"variant", made.id},
                      {"note", made.note},
                      {"count", before.count()},
                      {"correct_before", before.correct},
                      {"correct", after.correct},
                      {"drop", drop.drop},
                      {"drop_low", drop.low},
                      {"drop_high", drop.high}};
}

}  // namespace

void addRecalibrate(Commands& commands) {
    const auto [command, a] = commands.add<RecalibrateArguments>(
        "recalibrate",
        "estimate the statistics of the batch normalisations anew, after a cut: no training",
        recalibrate);
    addCommonOptions(*command, commands.common);
    addSettingOptions(*command, recalibrateSettings(), {}, a->given);
    command->add_option("--out", a->out, "safetensors file of the result");
}

}  // namespace secateur::cli
