#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/cli/setting_options.h"
#include "core/analysis/sweep_options.h"
#include "core/base/device.h"
#include "core/base/enum_names.h"
#include "core/base/run_context.h"
#include "core/cluster/place.h"
#include "core/cluster/work_sharing.h"
#include "core/data/image_cache.h"
#include "core/graph/graph.h"
#include "core/stages/split_images.h"
#include "core/stages/stage_context.h"
#include "core/study/study.h"
#include "core/study/variant.h"

namespace secateur::cli {

/// The options that every subcommand has.
struct CommonOptions {
    std::string model;
    std::string checkpoint;
    std::string study;
    std::string variant;
    std::string data;  ///< empty: the study's, else "fashion-mnist"
    int64_t limit = 0;
    uint64_t seed = 0;
    bool seedGiven = false;  ///< else the study's, if it has one (openStudy)
    int threads = 0;
    GivenSettings images;  ///< of imageFolderSettings()
    ImageCacheLimits cache;
    GivenSettings form;           ///< of networkFormSettings()
    Device device = Device::Cpu;  ///< see addDeviceOption
    bool verbose = false;
    bool json = false;
    bool allowNonFinite = false;  ///< see NetworkSource; `inspect` only
};

/// What a subcommand gets to work with.
struct Session {
    CommonOptions common;
    RunContext context;
    /// Fields of the one JSON object that `--json` prints when the command has succeeded.
    nlohmann::ordered_json output;
    int exitStatus = 0;  ///< of a command that has succeeded, but ran another that may not have
    std::unique_ptr<Study> study;          ///< see openStudy
    std::optional<ClusterPlace> place;     ///< among the processes that a launcher started
    std::unique_ptr<WorkSharing> cluster;  ///< see stageOf
    /// Text for a person: standard output, or standard error under `--json`.
    void print(const std::string& text) const;
};

/// The program's subcommands.
struct Commands {
    CLI::App& app;
    CommonOptions& common;
    /// What to run: that of the subcommand which the user chose.
    std::function<void(Session&)> selected = {};
    std::string name = {};  ///< of it

    /// A subcommand, and its own arguments, which `run` gets.
    template <class Arguments>
    std::pair<CLI::App*, Arguments*> add(const std::string& name, const std::string& help,
                                         const std::function<void(Session&, const Arguments&)>& run,
                                         Arguments start = {}) {
        const auto arguments = std::make_shared<Arguments>(std::move(start));
        CLI::App* command = app.add_subcommand(name, help);
        command->callback([this, arguments, run, name] {
            this->name = name;
            selected = [arguments, run](Session& session) { run(session, *arguments); };
        });
        return {command, arguments.get()};
    }
};

void addCommonOptions(CLI::App& command, CommonOptions& common);
/// Those of them that do not name a network.
void addDataOptions(CLI::App& command, CommonOptions& common);

/// `--device`, of the commands that compute FP32 networks.
void addDeviceOption(CLI::App& command, CommonOptions& common);

void addInspect(Commands& commands);
void addEvaluate(Commands& commands);
void addTrain(Commands& commands);
void addRecalibrate(Commands& commands);
void addResume(Commands& commands);
void addFinetune(Commands& commands);
void addGradual(Commands& commands);
void addSweep(Commands& commands);
void addPrune(Commands& commands);
void addPlan(Commands& commands);
void addShrink(Commands& commands);
void addQuantize(Commands& commands);
void addQuantErrors(Commands& commands);
void addQat(Commands& commands);
void addPipeline(Commands& commands);
void addDemo(Commands& commands);
void addSpeed(Commands& commands);
void addProfile(Commands& commands);
void addReport(Commands& commands);
void addCompare(Commands& commands);
void addCheck(Commands& commands);
void addCompareNetworks(Commands& commands);
void addExport(Commands& commands);
void addCluster(Commands& commands);

/// What another rank than 0 does in place of the command: computes what rank 0 shares, or nothing
/// where the command shares nothing. Errors: those of serveStages.
void serve(Session& session, const std::string& command);

/// An option whose values are the texts of an enum, or only `among` of them.
template <class E>
CLI::Option* addChoice(CLI::App& command, const std::string& flag, E& value,
                       const std::string& help, const std::vector<E>& among = {}) {
    std::vector<std::string> texts = among.empty() ? enumTexts<E>() : std::vector<std::string>();
    for (const E choice : among) {
        texts.emplace_back(enumName(choice));
    }
    return command
        .add_option_function<std::string>(
            flag, [&value](const std::string& text) { value = enumFromName<E>(text); }, help)
        ->check(CLI::IsMember(texts))
        ->default_str(enumName(value));
}

/// The same without a default.
template <class E>
CLI::Option* addChoice(CLI::App& command, const std::string& flag, std::optional<E>& value,
                       const std::string& help) {
    return command
        .add_option_function<std::string>(
            flag, [&value](const std::string& text) { value = enumFromName<E>(text); }, help)
        ->check(CLI::IsMember(enumTexts<E>()));
}

/// Opens `--data`, else the images that the study keeps, with the options that are given in place
/// of theirs.
ImageData openData(Session& session);
/// Opens `--study`, else `otherwise` (empty: a study in memory), once.
Study& openStudy(Session& session, const std::string& otherwise = {});
/// Errors: InvalidArgument without `--study`, NotFound if there is no such file.
void requireStudy(const Session& session);
/// The network of `--checkpoint` (built from the file's own graph, or from `--model` with channels
/// and classes read from the shapes), else of `--variant` of the study, else random parameters if
/// `allowRandom`, else Error(InvalidArgument).
Graph openNetwork(Session& session, const ImageData* data, bool allowRandom);
/// The same as a variant of the study: `--checkpoint` is imported; without it `--variant`, or the
/// study's only variant.
Variant openVariant(Session& session, const ImageData* data);
/// Of a sweep with the session's seed; channels where points are repaired and no kind is given.
SweepOptions sweepOptionsOf(const Session& session, const GivenSettings& given);
/// What the stages of a command on these images are given; with other processes, where a launcher
/// has started some.
StageContext stageOf(Session& session, const ImageData& data);
/// Error(InvalidArgument) where a command has neither `--out` nor `--study` to leave its result in.
void requireDestination(Session& session, const std::string& out);
/// One line a remark on the network that was made, and `remarks` in the JSON object.
void sayRemarks(Session& session, const Variant& variant);
/// Writes the variant's network as a dense safetensors file. Gives its bytes.
int64_t writeVariant(Session& session, const Variant& variant, const std::string& path);

}  // namespace secateur::cli
