#include "core/ranking/ranking_read.h"

#include <set>

#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/io/model_file.h"
#include "core/prune/unstructured.h"
#include "core/ranking/cut_search.h"
#include "core/study/study.h"
#include "core/study/variant.h"
#include "core/train/trainer.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// Two networks in files, one of them trained, and how they are compared.
struct Bench {
    Bench() {
        TrainOptions training;
        training.epochs = 6;
        training.batchSize = 16;
        training.microBatch = 8;
        training.learningRate = 0.05;
        training.workers = 1;
        trained = trainNetwork(tinyNetwork(), data, allIndices(), training, {}, {}, {}, {});
        writeModel(folder / "trained", trained);
        writeModel(folder / "untrained", tinyNetwork());
        networks = {{"trained", {folder / "trained", ""}},
                    {"untrained", {folder / "untrained", ""}}};
        options.step = 0.125;
        options.calibrationImages = 16;
        options.speedImages = 8;
    }

    StoredRanking compared(Study& study, const RunContext& context = {}) const {
        const int64_t id = measureRanking({study, data, 1, context}, networks, options);
        const std::vector<StoredRanking> all = listRankings(study);
        REQUIRE(all.back().id == id);
        return all.back();
    }

    Scratch folder;
    ImageData data = quadrantImages();
    Graph trained;
    std::vector<RankedSource> networks;
    RankingOptions options;
};

void checkSameCut(const std::optional<SafeCut>& a, const std::optional<SafeCut>& b) {
    REQUIRE(a.has_value());
    REQUIRE(b.has_value());
    CHECK(a->amount == b->amount);
    CHECK(a->top1 == b->top1);
    CHECK(a->parameters == b->parameters);
    CHECK(a->macs == b->macs);
}

/// Calls back when a result is in the study.
RunContext whenStored(std::function<void()> stored) {
    RunContext context;
    context.onEvent = [stored = std::move(stored)](const Event& event) {
        if (std::holds_alternative<Stored>(event)) {
            stored();
        }
    };
    return context;
}

}  // namespace

TEST_CASE("bisection finds the last safe cut", "[ranking]") {
    for (const int64_t steps : {0, 1, 2, 7, 39}) {
        for (int64_t last = 0; last <= steps; ++last) {
            for (int64_t from = 0; from <= last; ++from) {
                std::set<int64_t> asked;
                CHECK(largestSafeCut(from, steps, [&](int64_t cut) {
                          CHECK(cut > from);
                          CHECK(cut <= steps);
                          CHECK(asked.insert(cut).second);
                          return cut <= last;
                      }) == last);
                CHECK(asked.size() <= 6);
            }
        }
    }
}

TEST_CASE("a ranking's sparsity is the largest that looking at every image allows", "[ranking]") {
    const Bench bench;
    Study study;
    const StoredRanking ranking = bench.compared(study);
    REQUIRE(ranking.networks.size() == 2);
    const RankedNetwork& network = ranking.networks[0];
    CHECK(network.name == "trained");
    CHECK(network.images == kImages);
    const auto correctOf = [&](const Graph& graph) {
        return evaluate(graph, *bench.data.test, bench.data.normalisation, allIndices(), {1, 8}, {})
            .correct;
    };
    const int64_t whole = correctOf(bench.trained);
    CHECK(*network.top1 == Approx(static_cast<double>(whole) / kImages));
    REQUIRE(network.sparsity);
    // 2 points of 64 images are 1.28 images.
    const auto pruned = [&](double amount) {
        return correctOf(applyMasks(bench.trained, rankedMasks(bench.trained, amount)));
    };
    if (network.sparsity->amount > 0) {
        const int64_t left = pruned(network.sparsity->amount);
        CHECK(whole - left <= 1);
        CHECK(network.sparsity->top1 == Approx(static_cast<double>(left) / kImages));
    }
    if (network.sparsity->amount < 0.875) {
        CHECK(whole - pruned(network.sparsity->amount + 0.125) > 1);
    }
    CHECK(network.channels);
    CHECK(network.perChannel);
    CHECK(network.perTensor);
    CHECK(*network.speedup > 0);
    CHECK(network.floatShare);
    CHECK_FALSE(network.sparsityTuned);
    CHECK(listVariants(study).empty());  // no weights are kept
}

TEST_CASE("a channel cut reports the smaller network", "[ranking]") {
    const Bench bench;
    Study study;
    RankingOptions all = bench.options;
    all.tolerance = 100;
    measureRanking({study, bench.data, 1}, bench.networks, all);
    const RankedNetwork network = listRankings(study).back().networks[0];
    REQUIRE(network.channels);
    CHECK(network.channels->amount == 0.875);  // everything is tolerated
    CHECK(network.channels->parameters < network.parameters / 2);
    CHECK(network.channels->macs < network.macs / 2);
    CHECK(network.sparsity->amount == 0.875);
}

TEST_CASE("a ranking that was stopped goes on and ends with the same figures", "[ranking]") {
    Bench bench;
    bench.options.finetuneImages = 32;
    Study whole;
    int64_t measured = 0;
    measureRanking({whole, bench.data, 1, whenStored([&] { ++measured; })}, bench.networks,
                   bench.options);

    Study stopped;
    int64_t before = 0;
    std::stop_source source;
    RunContext context = whenStored([&] {
        if (++before == 7) {
            source.request_stop();
        }
    });
    context.stop = source.get_token();
    CHECK_THROWS_AS(
        measureRanking({stopped, bench.data, 1, context}, bench.networks, bench.options),
        Cancelled);
    CHECK(before == 7);
    const StoredRanking partial = listRankings(stopped).back();
    REQUIRE(partial.networks.size() == 2);
    CHECK(partial.networks[0].top1);
    CHECK(partial.networks[0].perTensor);
    CHECK_FALSE(partial.networks[1].top1);

    int64_t after = 0;
    measureRanking({stopped, bench.data, 1, whenStored([&] { ++after; })}, bench.networks,
                   bench.options);
    CHECK(before + after == measured);
    const StoredRanking a = listRankings(whole).back();
    const StoredRanking b = listRankings(stopped).back();
    for (size_t n = 0; n < 2; ++n) {
        INFO(a.networks[n].name);
        CHECK(a.networks[n].top1 == b.networks[n].top1);
        CHECK(a.networks[n].perChannel->drop.drop == b.networks[n].perChannel->drop.drop);
        checkSameCut(a.networks[n].sparsity, b.networks[n].sparsity);
        checkSameCut(a.networks[n].sparsityTuned, b.networks[n].sparsityTuned);
        checkSameCut(a.networks[n].channels, b.networks[n].channels);
        checkSameCut(a.networks[n].channelsTuned, b.networks[n].channelsTuned);
        CHECK(a.networks[n].sparsityTuned->amount >= a.networks[n].sparsity->amount);
    }

    // Given again, nothing is measured; another budget shares what does not depend on it.
    measureRanking({whole, bench.data, 1, whenStored([] { FAIL("measured"); })}, bench.networks,
                   bench.options);
    bench.options.finetuneImages = 0;
    measureRanking({whole, bench.data, 1, whenStored([] { FAIL("measured"); })}, bench.networks,
                   bench.options);
    CHECK(listRankings(whole).size() == 2);
}

TEST_CASE("what cannot be compared is refused before anything is measured", "[ranking]") {
    Bench bench;
    Study study;
    const auto codeOf = [&] {
        try {
            measureRanking({study, bench.data, 1, whenStored([] { FAIL("measured"); })},
                           bench.networks, bench.options);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::Internal;
    };
    const Bench good;
    bench.networks[1].name = "trained";
    CHECK(codeOf() == ErrorCode::InvalidArgument);
    bench.networks[1] = {"missing", {bench.folder / "missing", ""}};
    CHECK(codeOf() == ErrorCode::NotFound);
    bench.networks.clear();
    CHECK(codeOf() == ErrorCode::InvalidArgument);
    bench.networks = good.networks;
    bench.options.step = 1.0;
    CHECK(codeOf() == ErrorCode::InvalidArgument);
    bench.options.step = 0.5;
    bench.data.train = nullptr;
    CHECK(codeOf() == ErrorCode::NotFound);
    CHECK(listRankings(study).empty());
}
