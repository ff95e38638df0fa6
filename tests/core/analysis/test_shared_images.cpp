#include "core/analysis/shared_images.h"

#include <atomic>
#include <limits>

#include "core/analysis/evaluator.h"
#include "core/analysis/perturbation_engine.h"
#include "core/analysis/perturbation_repair.h"
#include "core/analysis/sensitivity.h"
#include "core/data/loader.h"
#include "core/exec/float_executor.h"
#include "core/models/mobilenet_v2.h"
#include "core/train/batch_averages.h"
#include "tests/support/local_cluster.h"
#include "tests/support/noise_images.h"
#include "tests/support/random_norms.h"

namespace secateur::test {

namespace {

const Normalisation kNormalisation{{0.5, 0.5, 0.5}, {0.25, 0.25, 0.25}};
constexpr int64_t kImages = 48;

/// A network, its images, and two processes more.
struct Fixture {
    Fixture() : cluster(3), images(noiseImages(kImages, 3, 8)), indices(firstIndices(kImages)) {
        graph = buildMobileNetV2({"mobilenet_v2_cifar", 3, 4, 8, 8, "relu6"}, 3);
        randomiseNorms(graph, loadBatch(images, kNormalisation, firstIndices(8)).images, 5);
        const auto shared = std::make_shared<const MemoryDataset>(images);
        const FindImages find = [shared](const Graph&, Split) {
            return FittedImages{shared, kNormalisation};
        };
        for (const int rank : {1, 2}) {  // each with what it remembers
            cluster.start(rank,
                          {{{kEvaluationService, counted(evaluationService(find), evaluated)},
                            {kPerturbationService, counted(perturbationService(find), perturbed)},
                            {kRepairService, counted(repairService(find), repaired)}}});
        }
    }

    static ClusterService counted(ClusterService service, std::atomic<int64_t>& count) {
        return [service = std::move(service), &count](const std::string& request,
                                                      const Attachments& attachments, int workers) {
            return [compute = service(request, attachments, workers), &count](int worker,
                                                                              int64_t piece) {
                ++count;
                return compute(worker, piece);
            };
        };
    }

    Sharing sharing() const { return {cluster.rankZero.get(), Split::Test}; }

    Evaluation evaluation(const Graph& network, const Sharing& with) const {
        return evaluate(network, images, kNormalisation, indices,
                        {.workers = 1, .batchSize = 4, .sharing = with}, {});
    }

    /// Until others have computed something, the same every time.
    Evaluation sharedEvaluation(const Graph& network) {
        evaluated = 0;
        Evaluation result = evaluation(network, sharing());
        for (int i = 0; i < 500 && evaluated < 5; ++i) {
            const Evaluation again = evaluation(network, sharing());
            CHECK(again.predictions == result.predictions);
            CHECK(again.labels == result.labels);
        }
        CHECK(evaluated >= 5);
        return result;
    }

    std::vector<SensitivityPoint> sweep(SweepOptions options, const Sharing& with,
                                        const Evaluation& baseline) const {
        options.workers = 1;
        options.batchSize = 4;
        options.sharing = with;
        std::vector<SensitivityPoint> points;
        SweepHooks hooks;
        hooks.measured = [&](const SensitivityPoint& point) { points.push_back(point); };
        hooks.roundDone = [&](const std::vector<AdaptivePoint>& round) {
            for (const AdaptivePoint& point : round) {
                points.push_back(point.point);
            }
        };
        sweepPerturbations(graph, images, kNormalisation, indices, baseline, options, hooks, {});
        return points;
    }

    void checkSweep(const SweepOptions& options, const std::atomic<int64_t>& others) {
        const Evaluation baseline = evaluation(graph, {});
        const auto alone = sweep(options, {}, baseline);
        const int64_t before = others;
        for (int i = 0; i < 20 && (i == 0 || others == before); ++i) {
            const auto together = sweep(options, sharing(), baseline);
            REQUIRE(together.size() == alone.size());
            for (size_t p = 0; p < alone.size(); ++p) {
                INFO(alone[p].target.text() << " at " << alone[p].level.number);
                CHECK(together[p].target == alone[p].target);
                CHECK(together[p].count == alone[p].count);
                CHECK(together[p].correct == alone[p].correct);
                CHECK(together[p].lost == alone[p].lost);
                CHECK(together[p].gained == alone[p].gained);
                CHECK(together[p].settled == alone[p].settled);
            }
        }
        CHECK(others > before);
    }

    std::atomic<int64_t> evaluated{0};
    std::atomic<int64_t> perturbed{0};
    std::atomic<int64_t> repaired{0};
    LocalCluster cluster;
    MemoryDataset images;
    std::vector<int64_t> indices;
    Graph graph;
};

}  // namespace

TEST_CASE("several processes evaluate as one does") {
    Fixture f;
    const Evaluation alone = f.evaluation(f.graph, {});
    const Evaluation together = f.sharedEvaluation(f.graph);
    CHECK(together.predictions == alone.predictions);
    CHECK(together.labels == alone.labels);
    CHECK(together.confidences == alone.confidences);
    CHECK(together.correct == alone.correct);
}

TEST_CASE("an evaluation keeps what the softmax gives each answer") {
    Fixture f;
    const Evaluation found = f.evaluation(f.graph, {});
    const at::Tensor logits =
        FloatExecutor(f.graph).run(loadBatch(f.images, kNormalisation, f.indices).images);
    REQUIRE(found.confidences.size() == kImages);
    for (int64_t i = 0; i < kImages; ++i) {
        const at::Tensor row = logits[i].to(at::kDouble);
        const at::Tensor shares = (row - row.max()).exp();
        CHECK(found.confidence(static_cast<size_t>(i)).value() ==
              Approx((shares.max() / shares.sum()).item<double>()).margin(1e-4));
    }
    CHECK_FALSE(found.confidence(kImages));
    Evaluation diverged = found;
    diverged.confidences[3] = std::numeric_limits<float>::quiet_NaN();
    CHECK_FALSE(diverged.confidence(3));
}

TEST_CASE("several processes sweep as one does") {
    Fixture f;
    f.sharedEvaluation(f.graph);
    SweepOptions options;
    options.layers = {"conv1", "layers.3.conv2", "layers.10.conv1", "linear"};
    SECTION("pruning") {
        options.levels = {0.3, 0.8};
        f.checkSweep(options, f.perturbed);
    }
    SECTION("bits of weights") {
        options.kind = PerturbationKind::WeightBits;
        options.levels = {3, 6};
        f.checkSweep(options, f.perturbed);
    }
    SECTION("bits of activations") {
        options.kind = PerturbationKind::ActivationBits;
        options.levels = {2, 4};
        f.checkSweep(options, f.perturbed);
    }
    SECTION("clipping") {
        options.kind = PerturbationKind::Clip;
        options.levels = {0.3, 0.6};
        f.checkSweep(options, f.perturbed);
    }
    SECTION("channels") {
        options.kind = PerturbationKind::Channels;
        options.layers = {"layers.1.conv1", "layers.10.conv1"};
        options.levels = {0.5};
        f.checkSweep(options, f.perturbed);
    }
    SECTION("adaptive") {
        options.levels = {0.3, 0.8};
        options.adaptive.on = true;
        options.adaptive.firstRound = 20;
        f.checkSweep(options, f.perturbed);
    }
    SECTION("channels, repaired") {
        options.kind = PerturbationKind::Channels;
        options.layers = {"layers.1.conv1", "layers.10.conv1"};
        options.levels = {0.5};
        options.scope = SweepScope::Layers;
        options.recalibrate = 24;
        options.calibration = std::make_shared<const CalibrationImages>(
            CalibrationImages{&f.images, kNormalisation, firstIndices(24), 6});
        f.checkSweep(options, f.repaired);
    }
}

}  // namespace secateur::test
