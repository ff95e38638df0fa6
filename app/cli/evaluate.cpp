#include <fmt/format.h>

#include <memory>

#include "app/cli/command.h"
#include "core/analysis/evaluator.h"
#include "core/base/error.h"

namespace secateur::cli {

namespace {

struct EvaluateArguments {
    std::string split = "test";
    int64_t batchSize = 8;
};

void evaluateCommand(Session& session, const EvaluateArguments& a) {
    const ImageData data = openData(session.common);
    const Graph network = openNetwork(session.common, &data, false);
    const Splits splits = makeSplits(data, session.common.seed);
    const bool test = a.split == "test";
    const std::vector<int64_t>& all =
        test ? splits.test : (a.split == "held-out" ? splits.heldOut : splits.train);
    if (all.empty()) {
        throw Error(ErrorCode::NotFound, "the data set has no such split",
                    {data.location, a.split, ""});
    }
    const Evaluation result = evaluate(network, test ? *data.test : *data.train, data.normalisation,
                                       spreadSubset(all, session.common.limit),
                                       {session.common.threads, a.batchSize}, session.context);
    const std::string precision = network.quantized() ? "int8" : "fp32";
    session.print(fmt::format("top-1 {:.2f} % ({} of {} {} images), {:.1f} images/s, {}",
                              100 * result.accuracy(), result.correct, result.count(), a.split,
                              result.imagesPerSecond(), precision));
    session.output = {{"correct", result.correct},
                      {"count", result.count()},
                      {"accuracy", result.accuracy()},
                      {"seconds", result.seconds},
                      {"images_per_second", result.imagesPerSecond()},
                      {"precision", precision},
                      {"split", a.split},
                      {"data", data.name},
                      {"data_digest", data.digest}};
}

}  // namespace

void addEvaluate(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<EvaluateArguments>();
    CLI::App* command = app.add_subcommand("evaluate", "top-1 accuracy and speed of a network");
    addCommonOptions(*command, common);
    command->add_option("--split", a->split, "test, held-out or train")
        ->check(CLI::IsMember({"test", "held-out", "train"}))
        ->capture_default_str();
    command->add_option("--batch-size", a->batchSize, "images a worker computes at once")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->callback(
        [a, &selected] { selected = [a](Session& session) { evaluateCommand(session, *a); }; });
}

}  // namespace secateur::cli
