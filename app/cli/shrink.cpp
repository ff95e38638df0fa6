#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/base/setting.h"
#include "core/report/pareto.h"
#include "core/stages/shrink_stage.h"
#include "core/stages/stages.h"

namespace secateur::cli {

namespace {

struct ShrinkArguments {
    GivenSettings given;
    std::string out;
};

nlohmann::ordered_json jsonOf(const ShrinkCandidate& candidate) {
    return {{"variant", candidate.variant.id}, {"name", candidate.variant.name},
            {"what", candidate.what},          {"bytes", candidate.variant.sizeBytes},
            {"macs", candidate.macs},          {"drop", candidate.drop.drop},
            {"drop_low", candidate.drop.low},  {"drop_high", candidate.drop.high},
            {"images", candidate.images},      {"within", candidate.within}};
}

/// Test images, which chose nothing: once, of what is within the tolerance.
void measureOnTest(Session& session, const ImageData& data, const ShrinkResult& result) {
    const ImageList test =
        spreadImages(data, Split::Test, session.common.limit, session.common.seed);
    const std::vector<int64_t> kept = measureWithin(stageOf(session, data), result, test);
    const int64_t images = evaluateVariant(stageOf(session, data), kept.front(), test).images;
    const auto snapshot = readSnapshot(openStudy(session));
    const Comparison comparison = compareVariants(snapshot, images, kept, kept.front());
    for (const CostKind kind : {CostKind::Bytes, CostKind::Macs}) {
        const Table front = paretoTable(
            paretoPoints(comparison, kind, macsOf(openStudy(session), comparison)), kind);
        session.print(fmt::format("\nfront on {} test images, over {}\n{}", test.indices.size(),
                                  enumName(kind), terminalOf(front)));
        session.output[std::string("front_") + enumName(kind)] = secateur::jsonOf(front);
    }
}

void shrink(Session& session, const ShrinkArguments& a) {
    requireDestination(session, a.out);
    ShrinkOptions options = withGiven(ShrinkOptions(), shrinkSettings(), a.given);
    const ImageData data = openData(session);
    const Variant parent = openVariant(session, &data);
    options.seed = session.common.seed;
    const ShrinkResult result =
        shrinkVariant(stageOf(session, data), parent.id, options,
                      [&](const ShrinkCandidate& candidate) { session.print(lineOf(candidate)); });
    session.output["candidates"] = nlohmann::ordered_json::array();
    for (const ShrinkCandidate& candidate : result.candidates) {
        session.output["candidates"].push_back(jsonOf(candidate));
    }
    measureOnTest(session, data, result);
    const ShrinkCandidate& smallest = result.candidates[result.smallest];
    const auto before = static_cast<double>(result.candidates.front().variant.sizeBytes);
    session.print(
        fmt::format("smallest whose drop is within {:g} points of held-out images: {}, {} bytes "
                    "({:.1f} % of {:.0f})",
                    100 * options.toleranceShare, smallest.variant.name, smallest.variant.sizeBytes,
                    100 * static_cast<double>(smallest.variant.sizeBytes) / before, before));
    if (!session.common.study.empty()) {
        session.print(fmt::format("to use it: export --study {} --variant {} --out FILE",
                                  session.common.study, smallest.variant.id));
    }
    session.output["smallest"] = smallest.variant.id;
    if (!a.out.empty()) {
        session.output["out"] = a.out;
        session.output["bytes"] = writeVariant(session, smallest.variant, a.out);
    }
}

}  // namespace

void addShrink(Commands& commands) {
    const auto [command, a] = commands.add<ShrinkArguments>(
        "shrink",
        "the smallest network within a tolerance, by default without training: channels by "
        "recalibrated curves, zeros, INT8; ends with the Pareto front",
        shrink);
    addCommonOptions(*command, commands.common);
    addSettingOptions(*command, shrinkSettings(), {}, a->given);
    command->add_option("--out", a->out, "safetensors file of the smallest network");
}

}  // namespace secateur::cli
