#include <fmt/format.h>

#include <memory>

#include "app/cli/command.h"
#include "core/io/file.h"
#include "core/io/model_file.h"
#include "core/study/stages.h"

namespace secateur::cli {

namespace {

struct PruneArguments {
    PruneRecipe recipe;
    std::string out;
};

void prune(Session& session, const PruneArguments& a) {
    requireDestination(session, a.out);
    const Variant parent = openVariant(session, nullptr);
    const Variant pruned = pruneVariant(openStudy(session), parent.id, a.recipe);
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
}

}  // namespace

void addPrune(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<PruneArguments>();
    CLI::App* command = app.add_subcommand("prune", "L1 unstructured pruning, global or per layer");
    addCommonOptions(*command, common);
    command->add_option("--amount", a->recipe.amount, "share of weights to prune, in [0, 1)")
        ->capture_default_str();
    command->add_option("--scope", a->recipe.scope, "global or layer")
        ->check(CLI::IsMember({"global", "layer"}))
        ->capture_default_str();
    command->add_option("--layers", a->recipe.layers, "only these layers")->delimiter(',');
    command->add_option("--out", a->out, "safetensors file of the result (dense)");
    command->callback([a, &selected] { selected = [a](Session& session) { prune(session, *a); }; });
}

}  // namespace secateur::cli
