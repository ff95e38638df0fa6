#include <fmt/format.h>

#include <memory>

#include "app/cli/command.h"
#include "core/graph/cost.h"
#include "core/io/file.h"
#include "core/io/model_file.h"
#include "core/prune/unstructured.h"

namespace secateur::cli {

namespace {

struct PruneArguments {
    double amount = 0.7;
    std::string scope = "global";
    std::vector<std::string> layers;
    std::string out;
};

void prune(Session& session, const PruneArguments& a) {
    const Graph network = openNetwork(session.common, nullptr, false);
    const Masks masks = a.scope == "global" ? globalL1Masks(network, a.amount, a.layers)
                                            : layerL1Masks(network, a.amount, a.layers);
    const Graph pruned = applyMasks(network, masks);
    const int64_t bytes = writeModel(a.out, pruned);
    const std::vector<uint8_t> dense = serializeModel(pruned);
    const std::vector<uint8_t> sparse = serializeSparseModel(pruned);
    const GraphCost cost = computeCost(pruned);
    session.output = {{"out", a.out},
                      {"sparsity", cost.sparsity()},
                      {"zeros", cost.zeros},
                      {"weights", cost.weights},
                      {"bytes", bytes},
                      {"gzip_bytes", gzipSize(dense.data(), dense.size())},
                      {"sparse_bytes", static_cast<int64_t>(sparse.size())},
                      {"sparse_gzip_bytes", gzipSize(sparse.data(), sparse.size())}};
    session.print(
        fmt::format("{}: {} of {} weights are zero ({:.2f} %)\ndense {} bytes ({} gzipped), sparse "
                    "{} bytes ({} "
                    "gzipped)",
                    a.out, cost.zeros, cost.weights, 100 * cost.sparsity(), bytes,
                    session.output["gzip_bytes"].get<int64_t>(), sparse.size(),
                    session.output["sparse_gzip_bytes"].get<int64_t>()));
}

}  // namespace

void addPrune(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<PruneArguments>();
    CLI::App* command = app.add_subcommand("prune", "L1 unstructured pruning, global or per layer");
    addCommonOptions(*command, common);
    command->add_option("--amount", a->amount, "share of weights to prune, in [0, 1)")
        ->capture_default_str();
    command->add_option("--scope", a->scope, "global or layer")
        ->check(CLI::IsMember({"global", "layer"}))
        ->capture_default_str();
    command->add_option("--layers", a->layers, "only these layers")->delimiter(',');
    command->add_option("--out", a->out, "safetensors file of the result")->required();
    command->callback([a, &selected] { selected = [a](Session& session) { prune(session, *a); }; });
}

}  // namespace secateur::cli
