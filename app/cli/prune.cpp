#include <fmt/format.h>

#include <charconv>
#include <memory>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/io/model_file.h"
#include "core/stages/channel_stage.h"
#include "core/stages/stages.h"

namespace secateur::cli {

namespace {

struct PruneArguments {
    bool channels = false;
    std::optional<double> amount;
    std::optional<PruneScope> scope;
    std::optional<ChannelCriterion> criterion;
    std::vector<std::string> layers;
    std::vector<std::string> plan;
    ChannelRecipe whole;
    std::string out;
};

/// "name=share", each.
std::map<std::string, double> planOf(const std::vector<std::string>& entries) {
    std::map<std::string, double> plan;
    for (const std::string& entry : entries) {
        const size_t sign = entry.rfind('=');
        double share = 0.0;
        const char* end = entry.data() + entry.size();
        const bool read = sign != std::string::npos && sign > 0 &&
                          std::from_chars(entry.data() + sign + 1, end, share).ptr == end &&
                          sign + 1 < entry.size();
        if (!read) {
            throw Error(ErrorCode::InvalidArgument, "not an entry of a plan",
                        {"--plan", "GROUP=SHARE", "'" + entry + "'"});
        }
        plan[entry.substr(0, sign)] = share;
    }
    return plan;
}

/// Scopes differ, and so do options that only one of the two ways of pruning has.
void checkTogether(const PruneArguments& a) {
    const auto refuse = [](const std::string& option, const std::string& expected) {
        throw Error(ErrorCode::InvalidArgument, "these options do not go together",
                    {option, expected, ""});
    };
    if (a.channels) {
        if (!a.layers.empty()) {
            refuse("--layers", "--groups or --role with --channels");
        }
        if ((a.scope == PruneScope::Plan) == a.plan.empty()) {
            refuse("--plan", "exactly with --scope plan");
        }
        return;
    }
    if (!a.plan.empty() || !a.whole.groups.empty() || !a.whole.roles.empty() ||
        a.whole.roundTo != 1 || a.criterion) {
        refuse("--plan, --groups, --role, --round-to, --criterion", "--channels");
    }
    if (a.scope == PruneScope::Plan) {
        refuse("--scope plan", "--channels");
    }
}

void pruneWeights(Session& session, const PruneArguments& a) {
    const Variant parent = openVariant(session, nullptr);
    PruneRecipe recipe;
    recipe.amount = a.amount.value_or(recipe.amount);
    recipe.scope = a.scope.value_or(recipe.scope);
    recipe.layers = a.layers;
    const Variant pruned = pruneVariant(openStudy(session), parent.id, recipe);
    const Graph network = loadVariant(openStudy(session), pruned.id);
    const std::vector<uint8_t> dense = serializeModel(network);
    const std::vector<uint8_t> sparse = serializeSparseModel(network);
    if (!a.out.empty()) {
        writeFile(a.out, dense.data(), dense.size());
    }
    session.output = {{"out", a.out},
                      {"variant", pruned.id},
                      {"sparsity", pruned.sparsity()},
                      {"zeros", pruned.zeros},
                      {"weights", pruned.weights},
                      {"bytes", dense.size()},
                      {"gzip_bytes", gzipSize(dense.data(), dense.size())},
                      {"sparse_bytes", sparse.size()},
                      {"sparse_gzip_bytes", gzipSize(sparse.data(), sparse.size())}};
    session.print(fmt::format(
        "{}: {} of {} weights are zero ({:.2f} %)\n"
        "dense {} bytes ({} gzipped), sparse {} bytes ({} gzipped)",
        a.out.empty() ? pruned.name : a.out, pruned.zeros, pruned.weights, 100 * pruned.sparsity(),
        dense.size(), session.output["gzip_bytes"].get<int64_t>(), sparse.size(),
        session.output["sparse_gzip_bytes"].get<int64_t>()));
    sayRemarks(session, pruned);
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

void pruneChannels(Session& session, PruneArguments a) {
    a.whole.amount = a.amount.value_or(a.whole.amount);
    a.whole.scope = a.scope.value_or(a.whole.scope);
    a.whole.plan = planOf(a.plan);
    a.whole.criterion = a.criterion.value_or(a.whole.criterion);
    const Variant parent = openVariant(session, nullptr);
    const SlimResult slim = slimVariant(openStudy(session), parent.id, a.whole);
    session.output = {{"out", a.out}, {"variant", slim.variant.id}};
    showGroups(session, slim);
    session.output["before"] = sizeJson(slim.before);
    session.output["after"] = sizeJson(slim.after);
    if (!a.out.empty()) {
        writeVariant(session, slim.variant, a.out);
    }
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
}

void prune(Session& session, const PruneArguments& a) {
    checkTogether(a);
    requireDestination(session, a.out);
    a.channels ? pruneChannels(session, a) : pruneWeights(session, a);
}

void addChannelOptions(CLI::App& command, PruneArguments& a) {
    command.add_flag("--channels", a.channels,
                     "cut whole channels: the network becomes physically smaller");
    addChoice(command, "--criterion", a.criterion,
              "--channels: rank by l1 (default), l2 of the filters, or bn-scale (|gamma|)");
    command
        .add_option("--groups", a.whole.groups,
                    "--channels: only these groups, each called after the layer that makes it")
        ->delimiter(',');
    command
        .add_option("--role", a.whole.roles,
                    "--channels: only what layers of these roles make, for example expand")
        ->delimiter(',');
    command
        .add_option("--plan", a.plan, "--channels --scope plan: GROUP=SHARE, each at its own share")
        ->delimiter(',');
    command
        .add_option("--round-to", a.whole.roundTo,
                    "--channels: round widths up to multiples of this")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
}

}  // namespace

void addPrune(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<PruneArguments>();
    CLI::App* command = app.add_subcommand(
        "prune", "single weights (L1 unstructured), or whole channels with --channels");
    addCommonOptions(*command, common);
    command->add_option("--amount", a->amount,
                        "share to prune, in [0, 1) (default: 0.7 of weights, 0.5 of channels)");
    addChoice(*command, "--scope", a->scope,
              "weights: global (default) or layer, each by the same share; channels: global "
              "(default, one ranking over the groups, as in sweep --kind channels), layer (each "
              "group by the same share) or plan");
    command->add_option("--layers", a->layers, "weights: only these layers")->delimiter(',');
    addChannelOptions(*command, *a);
    command->add_option("--out", a->out, "safetensors file of the result (dense)");
    command->callback([a, &selected] { selected = [a](Session& session) { prune(session, *a); }; });
}

}  // namespace secateur::cli
