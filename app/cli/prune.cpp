#include <fmt/format.h>

#include <future>

#include "app/cli/cut_options.h"
#include "app/cli/int8_comparison.h"
#include "core/base/figure_text.h"
#include "core/base/file.h"
#include "core/io/model_file.h"
#include "core/stages/channel_stage.h"
#include "core/stages/recalibrate_stage.h"
#include "core/stages/stages.h"

namespace secateur::cli {

namespace {

struct PruneArguments {
    CutArguments cut;
    int64_t recalibrate = 0;
    std::string out;
};

/// Where they are needed, for a ranking or a repair.
std::optional<ImageData> imagesOf(Session& session, const PruneArguments& a,
                                  PruneCriterion criterion, bool reconstruct) {
    return a.recalibrate > 0 || reconstruct || criterionTraits(criterion).images
               ? std::optional(openData(session))
               : std::nullopt;
}

const ImageData* pointerTo(const std::optional<ImageData>& data) {
    return data ? &*data : nullptr;
}

/// A network of the way to the result, by its key in the answer.
using Step = std::pair<const char*, Variant>;

Variant recalibrated(Session& session, const PruneArguments& a, const Variant& cut,
                     const ImageData& data) {
    RecalibrateOptions options;
    options.images = a.recalibrate;
    return recalibrateVariant(stageOf(session, data), cut.id, options, session.common.seed);
}

/// The cut network itself and recalibrated, where that was asked for; the last one in its file.
std::vector<Step> repaired(Session& session, const PruneArguments& a, const Step& cut,
                           const char* recalibratedKey, const std::optional<ImageData>& data) {
    std::vector<Step> steps{cut};
    if (a.recalibrate > 0) {
        steps.emplace_back(recalibratedKey, recalibrated(session, a, cut.second, *data));
    }
    return steps;
}

Variant cutBy(const StageContext& stage, int64_t parent, const PruneRecipe& recipe) {
    return pruneVariant(stage, parent, recipe);
}

Variant cutBy(const StageContext& stage, int64_t parent, const ChannelRecipe& recipe) {
    return slimVariant(stage, parent, recipe).variant;
}

/// The cut as it is and recalibrated. Where one that is reconstructed is measured, the same without
/// that first, for comparison.
template <class Recipe>
std::vector<Step> stepsOf(Session& session, const PruneArguments& a, const Recipe& recipe,
                          const Variant& parent, const Variant& cut,
                          const std::optional<ImageData>& data) {
    if (recipe.reconstruct == 0 || a.recalibrate == 0) {
        return repaired(session, a, {"test_pruned", cut}, "test_recalibrated", data);
    }
    Recipe plain = recipe;
    plain.reconstruct = 0;
    const Variant alone = cutBy(stageOf(session, *data), parent.id, plain);
    std::vector<Step> steps =
        repaired(session, a, {"test_pruned", alone}, "test_recalibrated", data);
    for (Step& step : repaired(session, a, {"test_reconstructed", cut},
                               "test_reconstructed_recalibrated", data)) {
        steps.push_back(std::move(step));
    }
    return steps;
}

void writeLast(Session& session, const PruneArguments& a, const std::vector<Step>& steps) {
    if (!a.out.empty()) {
        writeVariant(session, steps.back().second, a.out);
    }
}

/// What repair did, if it was asked for: every step on the same test images.
void tellRepair(Session& session, const std::vector<Step>& steps,
                const std::optional<ImageData>& data) {
    if (steps.size() == 1) {
        return;
    }
    for (const auto& [key, variant] : steps) {
        if (variant.kind == VariantKind::Recalibrated) {
            session.output["recalibrated"] = variant.id;
        }
        session.print(fmt::format("{}: {}", variant.name, variant.note));
    }
    for (const auto& [key, variant] : steps) {
        const Evaluation result = testEvaluation(session, variant, *data);
        session.output[key] = {{"correct", result.correct}, {"count", result.count()}};
        session.print(fmt::format("{}: {} ({} of {})", variant.name,
                                  text::percent(result.accuracy()), result.correct,
                                  result.count()));
    }
}

void pruneWeights(Session& session, const PruneArguments& a) {
    PruneRecipe recipe = weightRecipe(a.cut);
    requireDestination(session, a.out);
    const std::optional<ImageData> data =
        imagesOf(session, a, recipe.criterion, recipe.reconstruct > 0);
    const Variant parent = openVariant(session, pointerTo(data));
    recipe.seed = session.common.seed;
    const Variant pruned = data ? pruneVariant(stageOf(session, *data), parent.id, recipe)
                                : pruneVariant(openStudy(session), parent.id, recipe);
    const std::vector<Step> steps = stepsOf(session, a, recipe, parent, pruned, data);
    writeLast(session, a, steps);
    const Graph network = loadVariant(openStudy(session), pruned.id);
    const std::vector<uint8_t> dense = serializeModel(network);
    const std::vector<uint8_t> sparse = serializeSparseModel(network);
    auto sparseGzip =
        std::async(std::launch::async, [&] { return gzipSize(sparse.data(), sparse.size()); });
    session.output = {{"out", a.out},
                      {"variant", pruned.id},
                      {"sparsity", pruned.sparsity()},
                      {"zeros", pruned.zeros},
                      {"weights", pruned.weights},
                      {"bytes", dense.size()},
                      {"gzip_bytes", gzipSize(dense.data(), dense.size())},
                      {"sparse_bytes", sparse.size()},
                      {"sparse_gzip_bytes", sparseGzip.get()}};
    session.print(fmt::format(
        "{}: {} of {} weights are zero ({:.2f} %)\n"
        "dense {} bytes ({} gzipped), sparse {} bytes ({} gzipped)",
        a.out.empty() ? pruned.name : a.out, pruned.zeros, pruned.weights, 100 * pruned.sparsity(),
        dense.size(), session.output["gzip_bytes"].get<int64_t>(), sparse.size(),
        session.output["sparse_gzip_bytes"].get<int64_t>()));
    sayRemarks(session, pruned);
    tellRepair(session, steps, data);
}

nlohmann::ordered_json sizeJson(const NetworkSize& size) {
    return {{"parameters", size.parameters}, {"macs", size.macs}, {"bytes", size.bytes}};
}

void showGroups(Session& session, const SlimResult& slim) {
    nlohmann::ordered_json cut = nlohmann::ordered_json::array();
    nlohmann::ordered_json whole = nlohmann::ordered_json::array();
    for (const SlimmedGroup& group : slim.groups) {
        const std::string& name = group.group.name;
        if (!group.reason.empty()) {
            whole.push_back(
                {{"name", name}, {"width", group.group.width}, {"reason", group.reason}});
            session.print(fmt::format("{:<28} {:>5}          cannot be cut: {}", name,
                                      group.group.width, group.reason));
            continue;
        }
        cut.push_back({{"name", name},
                       {"role", group.group.role},
                       {"before", group.group.width},
                       {"after", group.widthAfter}});
        session.print(
            fmt::format("{:<28} {:>5} -> {:>5}", name, group.group.width, group.widthAfter));
    }
    session.output["groups"] = cut;
    session.output["cannot_be_cut"] = whole;
}

void pruneChannels(Session& session, const PruneArguments& a) {
    ChannelRecipe recipe = channelRecipe(a.cut);
    requireDestination(session, a.out);
    const std::optional<ImageData> data =
        imagesOf(session, a, recipe.criterion, recipe.reconstruct > 0);
    const Variant parent = openVariant(session, pointerTo(data));
    recipe.seed = session.common.seed;
    const SlimResult slim = data ? slimVariant(stageOf(session, *data), parent.id, recipe)
                                 : slimVariant(openStudy(session), parent.id, recipe);
    const std::vector<Step> steps = stepsOf(session, a, recipe, parent, slim.variant, data);
    writeLast(session, a, steps);
    session.output = {{"out", a.out}, {"variant", slim.variant.id}};
    showGroups(session, slim);
    session.output["before"] = sizeJson(slim.before);
    session.output["after"] = sizeJson(slim.after);
    const auto share = [](int64_t after, int64_t before) {
        return 100.0 * static_cast<double>(after) / static_cast<double>(before);
    };
    session.print(fmt::format(
        "{}: {} of {} parameters ({:.1f} %), {} of {} MACs ({:.1f} %), {} of {} bytes ({:.1f} %)",
        a.out.empty() ? slim.variant.name : a.out, slim.after.parameters, slim.before.parameters,
        share(slim.after.parameters, slim.before.parameters), slim.after.macs, slim.before.macs,
        share(slim.after.macs, slim.before.macs), slim.after.bytes, slim.before.bytes,
        share(slim.after.bytes, slim.before.bytes)));
    sayRemarks(session, slim.variant);
    tellRepair(session, steps, data);
}

}  // namespace

void addPrune(Commands& commands) {
    const auto run = [](Session& session, const PruneArguments& a) {
        a.cut.channels ? pruneChannels(session, a) : pruneWeights(session, a);
    };
    const auto [command, a] = commands.add<PruneArguments>(
        "prune", "single weights (unstructured), or whole channels with --channels", run);
    addCommonOptions(*command, commands.common);
    addCutOptions(*command, a->cut);
    command
        ->add_option("--recalibrate", a->recalibrate,
                     "then estimate the statistics of the batch normalisations anew on so many "
                     "training images, and measure both; 0: not")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--out", a->out, "safetensors file of the result (dense)");
}

}  // namespace secateur::cli
