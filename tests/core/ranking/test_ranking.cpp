#include "core/ranking/ranking_read.h"

#include <fmt/format.h>

#include <set>

#include "core/analysis/channel_plan.h"
#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/data/splits.h"
#include "core/io/model_file.h"
#include "core/prune/unstructured.h"
#include "core/ranking/cut_search.h"
#include "core/ranking/ranking_json.h"
#include "core/stages/channel_stage.h"
#include "core/stages/recalibrate_stage.h"
#include "core/stages/split_images.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"
#include "core/study/rows.h"
#include "core/study/study.h"
#include "core/study/variant.h"
#include "core/train/recalibration.h"
#include "core/train/trainer.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// Two networks in files, one of them trained, and how they are compared.
struct Bench {
    explicit Bench(const Graph& network = tinyNetwork()) {
        TrainOptions training;
        training.epochs = 6;
        training.batchSize = 16;
        training.microBatch = 8;
        training.learningRate = 0.05;
        training.workers = 1;
        trained = trainNetwork(network, data, allIndices(), training, {}, {}, {}, {});
        writeModel(folder / "trained", trained);
        writeModel(folder / "untrained", network);
        networks = {{"trained", {folder / "trained", ""}},
                    {"untrained", {folder / "untrained", ""}}};
        options.step = 0.125;
        options.recalibrationImages = 0;
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

/// Groups of more than the eight channels that a plan leaves.
Graph wideNetwork() {
    GraphBuilder b({"test", 3, 4, 8, 8, "relu"}, 2);
    NodeId x = b.conv("conv1", b.input(), 24, 3);
    x = b.activation("act1", b.batchNorm("bn1", x), ActivationKind::Relu);
    x = b.conv("conv2", x, 32, 3, 2);
    x = b.activation("act2", b.batchNorm("bn2", x), ActivationKind::Relu);
    b.linear("linear", b.flatten("flat", b.globalAvgPool("pool", x)), 4);
    return b.finish();
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

TEST_CASE("a ranking's sparsity is the largest that the held-out images allow", "[ranking]") {
    Bench bench;
    bench.options.tolerance = 10;
    bench.options.step = 0.01;
    Study study;
    const StoredRanking ranking = bench.compared(study);
    REQUIRE(ranking.networks.size() == 2);
    const RankedNetwork& network = ranking.networks[0];
    CHECK(network.name == "trained");
    CHECK(network.images == kImages);
    const auto shareOf = [&](const Graph& graph, const Dataset& images,
                             const std::vector<int64_t>& indices) {
        const auto answers = evaluate(graph, images, bench.data.normalisation, indices, {1, 8}, {});
        return static_cast<double>(answers.correct) / static_cast<double>(answers.count());
    };
    const std::vector<int64_t> heldOut = makeSplits(bench.data, 0).heldOut;
    REQUIRE(heldOut.size() > 4);
    const auto onTest = [&](const Graph& graph) {
        return shareOf(graph, *bench.data.test, allIndices());
    };
    const auto drop = [&](const Graph& graph) {
        return 100 * (shareOf(bench.trained, *bench.data.train, heldOut) -
                      shareOf(graph, *bench.data.train, heldOut));
    };
    CHECK(*network.top1 == Approx(onTest(bench.trained)));
    const auto pruned = [&](double amount) {
        return applyMasks(bench.trained, rankedMasks(bench.trained, amount));
    };
    REQUIRE(network.sparsity);
    REQUIRE(network.sparsity->amount > 0);
    REQUIRE(network.sparsity->amount < 0.985);
    CHECK(drop(pruned(network.sparsity->amount)) <= 10);
    CHECK(network.sparsity->top1 == Approx(onTest(pruned(network.sparsity->amount))));
    CHECK(drop(pruned(network.sparsity->amount + 0.01)) > 10);
    CHECK(network.channels);
    CHECK(network.perChannel);
    CHECK(network.perTensor);
    CHECK(*network.speedup > 0);
    CHECK(network.floatShare);
    CHECK_FALSE(network.sparsityTuned);
    CHECK(listVariants(study).empty());  // no weights are kept
}

TEST_CASE("cut networks are recalibrated before they are judged", "[ranking]") {
    Bench bench;
    bench.options.tolerance = 100;
    Study study;
    const RankedNetwork asCut = bench.compared(study).networks[0];
    bench.options.recalibrationImages = 32;
    const RankedNetwork network = bench.compared(study).networks[0];
    REQUIRE(network.sparsity);
    CHECK(network.sparsity->amount == asCut.sparsity->amount);
    const std::vector<int64_t> train =
        drawnImages(bench.data, Split::Train, 32, bench.options.seed).indices;
    const Graph cut = recalibrated(
        applyMasks(bench.trained, rankedMasks(bench.trained, network.sparsity->amount)),
        *bench.data.train, bench.data.normalisation, train, 32, 1, {});
    const Evaluation expected =
        evaluate(cut, *bench.data.test, bench.data.normalisation, allIndices(), {1, 8}, {});
    CHECK(network.sparsity->top1 ==
          Approx(static_cast<double>(expected.correct) / static_cast<double>(kImages)));
    CHECK(listRankings(study).size() == 2);
}

TEST_CASE("a ranking of an older version says that its test images chose", "[ranking]") {
    Bench bench;
    Study study;
    bench.options.channelRanking = PruneCriterion::L1;
    bench.compared(study);
    const auto change = [&](const char* table, const char* column) {
        study.transact([&](SQLite::Database& database) {
            database.exec(
                fmt::format("UPDATE {0} SET {1} = json_remove({1}, '$.held_out_images', "
                            "'$.recalibration_images', '$.channel_ranking', '$.curve_images', "
                            "'$.curve_levels')",
                            table, column));
        });
    };
    change("comparison", "settings");
    const StoredRanking older = listRankings(study).back();
    CHECK(older.options.heldOutImages == 0);
    CHECK(older.options.recalibrationImages == 0);
    CHECK(older.options.curveImages == 0);
    CHECK_FALSE(older.networks[0].planned);
    CHECK(older.options.channelRanking == PruneCriterion::L1);
    CHECK(older.networks[0].top1);
    CHECK_FALSE(older.networks[0].channels);  // its searches were not on the test images
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

TEST_CASE("widths are planned as a plan of channels does, within the tolerance", "[ranking]") {
    Bench bench(wideNetwork());
    RankingOptions& options = bench.options;
    options.tolerance = 10;
    options.recalibrationImages = 32;
    options.curveImages = 16;
    Study study;
    const RankedNetwork network = bench.compared(study).networks[0];
    REQUIRE(network.planned);
    REQUIRE(network.planned->amount > 0);

    // The same with the stages that plan and cut a network of a study.
    const StageContext stage{study, bench.data, 1};
    const int64_t whole = importNetwork(study, bench.trained, "trained").id;
    SweepOptions sweep;
    sweep.kind = PerturbationKind::Channels;
    sweep.scope = SweepScope::Layers;
    sweep.criterion = options.channelRanking;
    sweep.levels = options.curveLevels;
    sweep.recalibrate = 8;
    const auto points =
        sweepVariant(stage, whole, drawnImages(bench.data, Split::HeldOut, 16, 0), sweep).points;
    const GraphCost cost = variantCost(study, whole, &bench.data);
    const ImageList heldOut =
        drawnImages(bench.data, Split::HeldOut, options.heldOutImages, options.seed);
    const auto evaluated = [&](int64_t variant, const ImageList& images) {
        return evaluateVariant(stage, variant, images).result;
    };
    const auto planned = [&](double saved) {
        const PlanBudget budget{BudgetKind::Macs, (1 - saved) * static_cast<double>(cost.macs)};
        const ChannelPlan plan = planChannels(bench.trained, cost, points, budget, {});
        const SlimResult slim =
            slimVariant(stage, whole, widthsRecipe(plan, options.channelRanking, 1));
        RecalibrateOptions recalibration;
        recalibration.images = 32;
        return recalibrateVariant(stage, slim.variant.id, recalibration, 0).id;
    };
    const auto drop = [&](int64_t variant) {
        return 100 * dropBetween(evaluated(whole, heldOut), evaluated(variant, heldOut)).drop;
    };
    const int64_t safe = planned(network.planned->amount);
    CHECK(drop(safe) <= 10);
    CHECK(network.planned->macs == variantCost(study, safe, &bench.data).macs);
    CHECK(static_cast<double>(network.planned->macs) <=
          (1 - network.planned->amount) * static_cast<double>(network.macs));
    CHECK(network.planned->top1 ==
          Approx(evaluated(safe, spreadImages(bench.data, Split::Test, 0, 0)).accuracy()));
    // One step further either loses more or is beyond what the curves measured.
    const double next = network.planned->amount + options.step;
    const CostRange reach =
        costRange(bench.trained, cost, points, {BudgetKind::Macs}, ChannelPlanLimits());
    if ((1 - next) * reach.whole >= reach.least) {
        CHECK(drop(planned(next)) > 10);
    }
}

TEST_CASE("a plan goes no further than its curves", "[ranking]") {
    Bench bench(wideNetwork());
    bench.options.tolerance = 100;
    bench.options.curveImages = 8;
    bench.options.curveLevels = {0.25};
    Study study;
    const RankedNetwork network = bench.compared(study).networks[0];
    // A quarter of both groups: 7/16 of the second convolution, a quarter of the first.
    REQUIRE(network.planned);
    CHECK(network.planned->amount == 0.375);
    CHECK(network.channels->amount == 0.875);
    bench.options.curveImages = 0;
    CHECK_FALSE(bench.compared(study).networks[0].planned);
}

TEST_CASE("curves are read as they were written, and damaged ones are not", "[ranking]") {
    RankingResult curves;
    curves.count = 10;
    curves.correct = 8;
    curves.groups = {{"features.0", {3, 1}}, {"features.4", {0, 2}}};
    nlohmann::json json = toJson(RankingMeasure::Curves, curves);
    const RankingResult read = rankingResultOf(RankingMeasure::Curves, json, "here");
    CHECK(read.count == 10);
    CHECK(read.correct == 8);
    REQUIRE(read.groups.size() == 2);
    CHECK(read.groups.at("features.0").lost == 3);
    CHECK(read.groups.at("features.4").gained == 2);
    const auto codeOf = [&] {
        try {
            rankingResultOf(RankingMeasure::Curves, json, "here");
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::Internal;
    };
    json["groups"]["features.0"] = {3, 11};
    CHECK(codeOf() == ErrorCode::CorruptData);
    json["groups"]["features.0"] = 3;
    CHECK(codeOf() == ErrorCode::CorruptData);
    json.erase("groups");
    CHECK(codeOf() == ErrorCode::CorruptData);
}

TEST_CASE("a ranking that was stopped goes on and ends with the same figures", "[ranking]") {
    Bench bench(wideNetwork());
    bench.options.finetuneImages = 32;
    bench.options.curveImages = 8;
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
        checkSameCut(a.networks[n].planned, b.networks[n].planned);
        checkSameCut(a.networks[n].plannedTuned, b.networks[n].plannedTuned);
        CHECK(a.networks[n].plannedTuned->amount >= a.networks[n].planned->amount);
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
    bench.options.curveLevels = {0.5, 1.0};
    CHECK(codeOf() == ErrorCode::InvalidArgument);
    bench.options.curveLevels.clear();
    CHECK(codeOf() == ErrorCode::InvalidArgument);
    bench.options = good.options;
    bench.data.train = nullptr;
    CHECK(codeOf() == ErrorCode::NotFound);
    CHECK(listRankings(study).empty());
}
