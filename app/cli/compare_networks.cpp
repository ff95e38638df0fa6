#include <fmt/format.h>

#include <memory>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/report/ranking_tables.h"

namespace secateur::cli {

namespace {

struct RankArguments {
    std::vector<std::string> checkpoints;
    RankingOptions options;
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

void rank(Session& session, RankArguments a) {
    std::vector<RankedSource> networks;
    for (const std::string& checkpoint : a.checkpoints) {
        networks.push_back(sourceOf(checkpoint));
    }
    a.options.testImages = session.common.limit;
    a.options.seed = session.common.seed;
    const ImageData data = openData(session.common);
    Study& study = openStudy(session);
    const int64_t id = measureRanking(stageOf(session, data), networks, a.options);
    const StoredRanking ranking = rankingOf(study, id);
    session.print(rankingMarkdown(ranking));
    session.output = rankingJson(ranking);
}

}  // namespace

void addCompareNetworks(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<RankArguments>();
    CLI::App* command = app.add_subcommand(
        "compare-networks",
        "which networks prune and quantize well: largest safe sparsity and channel cut, INT8 drop "
        "and speed of each, and the rank that follows");
    addDataOptions(*command, common);
    command
        ->add_option(
            "--checkpoint", a->checkpoints,
            "NAME=FILE, as often as there are networks; for a file that does not say what "
            "network it is of, NAME is the one to build, as --model has it, with or without "
            "\"_cifar\"")
        ->required()
        ->take_all();
    RankingOptions& o = a->options;
    command->add_option("--tolerance", o.tolerance, "points of top-1 that a cut may cost")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--step", o.step, "cuts are multiples of this share, in (0, 1)")
        ->capture_default_str();
    command
        ->add_option("--finetune-images", o.finetuneImages,
                     "training images of the equal fine-tuning after each cut (0: none)")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--finetune-epochs", o.finetuneEpochs, "epochs of it")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--finetune-rate", o.finetuneRate, "its learning rate")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--calibration", o.calibrationImages, "training images to calibrate PTQ on")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--speed-images", o.speedImages, "images that FP32 and INT8 take turns on")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->callback([a, &selected] { selected = [a](Session& session) { rank(session, *a); }; });
}

}  // namespace secateur::cli
