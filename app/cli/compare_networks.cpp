#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/report/ranking_tables.h"

namespace secateur::cli {

namespace {

struct RankArguments {
    std::vector<std::string> checkpoints;
    GivenSettings given;
};

/// "NAME=FILE"
RankedSource sourceOf(const std::string& text) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
        throw Error(ErrorCode::InvalidArgument, "which network is this?",
                    {"--checkpoint", "NAME=FILE", text});
    }
    return rankedSource(text.substr(0, equals), text.substr(equals + 1));
}

StoredRanking rankingOf(Study& study, int64_t id) {
    for (StoredRanking& ranking : listRankings(study)) {
        if (ranking.id == id) {
            return ranking;
        }
    }
    throw Error(ErrorCode::Internal, "the ranking is not in the study");
}

void rank(Session& session, const RankArguments& a) {
    std::vector<RankedSource> networks;
    for (const std::string& checkpoint : a.checkpoints) {
        networks.push_back(sourceOf(checkpoint));
    }
    RankingOptions options = withGiven(RankingOptions(), rankingOptionSettings(), a.given);
    options.testImages = session.common.limit;
    const ImageData data = openData(session);
    Study& study = openStudy(session);
    options.seed = session.common.seed;
    const int64_t id = measureRanking(stageOf(session, data), networks, options);
    const StoredRanking ranking = rankingOf(study, id);
    session.print(rankingMarkdown(ranking));
    session.output = rankingJson(ranking);
}

}  // namespace

void addCompareNetworks(Commands& commands) {
    const auto [command, a] = commands.add<RankArguments>(
        "compare-networks",
        "which networks prune and quantize well: largest safe sparsity and channel cut, INT8 drop "
        "and speed of each, and the rank that follows",
        rank);
    addDataOptions(*command, commands.common);
    command
        ->add_option(
            "--checkpoint", a->checkpoints,
            "NAME=FILE, as often as there are networks; for a file that does not say what "
            "network it is of, NAME is the one to build, as --model has it, with or without "
            "\"_cifar\"")
        ->required()
        ->take_all();
    addSettingOptions(*command, rankingOptionSettings(), {}, a->given);
}

}  // namespace secateur::cli
