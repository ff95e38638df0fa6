#include "core/analysis/given_masks.h"

#include "core/analysis/perturbation.h"
#include "core/base/error.h"
#include "core/io/safetensors.h"
#include "core/passes/fold_batchnorm.h"
#include "tests/support/catch.h"
#include "tests/support/random_graph.h"
#include "tests/support/scratch.h"

namespace secateur::test {

namespace {

std::string written(const Scratch& folder, const StateDict& state) {
    const std::string path = folder / "masks.safetensors";
    writeSafetensors(path, state);
    return path;
}

ErrorCode codeOf(const std::string& path, const Graph& graph) {
    try {
        readMasks(path, graph);
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

}  // namespace

TEST_CASE("masks are read by their weights' names, or as torch's pruning names them", "[masks]") {
    const Scratch folder;
    const Graph graph = randomGraph(4);
    const Masks ranked = rankedMasks(graph, 0.4);
    StateDict plain;
    StateDict torchs;
    for (const auto& [name, mask] : ranked) {
        plain.tensors.emplace_back(name, mask.to(at::kBool));
        torchs.tensors.emplace_back(name + "_mask", mask);
        torchs.tensors.emplace_back(name + "_orig", at::ones_like(mask));
    }
    const GivenMasks given = readMasks(written(folder, plain), graph);
    REQUIRE(given.masks.size() == ranked.size());
    for (const auto& [name, mask] : ranked) {
        CHECK(given.masks.at(name).equal(mask));
    }
    CHECK(given.digest == readMasks(written(folder, torchs), graph).digest);
    CHECK(given.digest != readMasks(written(folder, {{plain.tensors.front()}, {}}), graph).digest);
    CHECK(prunedShare(given.masks) == Approx(0.4).margin(0.01));
}

TEST_CASE("given masks make one point a group, at the share that they prune", "[masks]") {
    const Graph graph = randomGraph(4);
    const Graph folded = foldBatchNorm(graph);
    const std::string first = graph.node(graph.weightedNodes().front()).name;
    const std::string last = graph.node(graph.weightedNodes().back()).name;
    GivenMasks given;
    for (const auto& [layer, amount] : std::map<std::string, double>{{first, 0.5}, {last, 0.25}}) {
        given.masks.merge(layerMasks(graph, amount, {layer}));
    }
    SweepOptions options;
    options.masks = std::make_shared<const GivenMasks>(given);
    const auto groups = perturbationGroups(graph, options);
    REQUIRE(groups.size() == 3);  // global and the two that have a mask
    const PerturbationMaker maker(graph, folded, options);
    const auto levels = maker.levels(groups[1]);
    REQUIRE(levels.size() == 1);
    const int64_t weights = graph.node(graph.require(first)).parameter("weight").numel();
    CHECK(levels.front().number == Approx(0.5).margin(1.0 / static_cast<double>(weights)));
    const Perturbation made = maker.make(groups[1], levels.front());
    CHECK(made.point.target.text() == first);
    REQUIRE(made.changes.size() == 1);
    SweepOptions ranked;
    ranked.layers = {first};
    const PerturbationMaker ranking(graph, folded, ranked);
    CHECK(made.changes[0].node.node().parameter("weight").equal(
        ranking.make(groups[1], {0.5}).changes[0].node.node().parameter("weight")));
    CHECK(maker.make(groups[0], maker.levels(groups[0]).front()).changes.size() == 2);
    options.layers = {graph.node(graph.weightedNodes()[1]).name};
    CHECK_THROWS_AS(perturbationGroups(graph, options), Error);
}

TEST_CASE("what is no mask is refused by name", "[masks]") {
    const Scratch folder;
    const Graph graph = randomGraph(4);
    const std::string layer = graph.node(graph.weightedNodes().front()).name;
    CHECK(codeOf(written(folder, {{{"nowhere.weight", at::ones({1})}}, {}}), graph) ==
          ErrorCode::NotFound);
    CHECK(codeOf(written(folder, {{{layer + ".weight", at::ones({3})}}, {}}), graph) ==
          ErrorCode::Mismatch);
    CHECK(codeOf(written(folder, {{{layer + ".bias", at::ones({3})}}, {}}), graph) ==
          ErrorCode::InvalidArgument);
    CHECK(codeOf(written(folder, {}), graph) == ErrorCode::Mismatch);
}

}  // namespace secateur::test
