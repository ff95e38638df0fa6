#include "core/analysis/adaptive_sweep.h"

#include <map>
#include <numeric>
#include <set>

#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/catch.h"
#include "tests/support/random_graph.h"

namespace secateur::test {

namespace {

/// 400 images whose labels are what the network answers, but for one in ten: drops are real ones.
class AnsweredImages : public Dataset {
 public:
    AnsweredImages() {
        m_channels = 3;
        m_height = 12;
        m_width = 12;
    }
    int64_t size() const override { return 400; }
    int64_t label(int64_t index) const override {
        return labels.empty() ? 0 : labels[static_cast<size_t>(index)];
    }
    void read(int64_t index, uint8_t* out) const override {
        Random random = Random::derived(5, static_cast<uint64_t>(index));
        for (int64_t i = 0; i < imageBytes(); ++i) {
            out[i] = static_cast<uint8_t>(random.below(256));
        }
    }
    std::vector<int32_t> labels;
};

const Normalisation kNormalisation{{0.5, 0.5, 0.5}, {0.25, 0.25, 0.25}};

using Key = std::pair<std::string, double>;

struct Fixture {
    Fixture() {
        indices.resize(400);
        std::iota(indices.begin(), indices.end(), 0);
        baseline = evaluate(graph, images, kNormalisation, indices, {2, 16}, {});
        images.labels = baseline.predictions;
        for (size_t i = 0; i < images.labels.size(); i += 10) {
            images.labels[i] = (images.labels[i] + 1) % 4;
        }
        baseline = evaluate(graph, images, kNormalisation, indices, {2, 16}, {});
        options.levels = {0.0, 0.05, 0.3, 0.6, 0.9};
        options.batchSize = 16;
        options.workers = 2;
        options.adaptive.on = true;
        options.adaptive.firstRound = 20;
        options.adaptive.toleranceShare = 0.05;
        hooks.known = [this](const Target& target, Level level) -> std::optional<AdaptivePoint> {
            const auto found = table.find({target.text(), level.number});
            return found == table.end() ? std::nullopt : std::optional(found->second);
        };
        hooks.roundDone = [this](const std::vector<AdaptivePoint>& changed) {
            ++rounds;
            for (const AdaptivePoint& point : changed) {
                table[{point.point.target.text(), point.point.level.number}] = point;
            }
            if (rounds == stopAfter) {
                source.request_stop();
            }
        };
    }

    void sweep() {
        RunContext context;
        context.stop = source.get_token();
        sweepPerturbations(graph, images, kNormalisation, indices, baseline, options, hooks,
                           context);
    }

    Graph graph = randomGraph(12);
    AnsweredImages images;
    std::vector<int64_t> indices;
    Evaluation baseline;
    SweepOptions options;
    SweepHooks hooks;
    std::map<Key, AdaptivePoint> table;
    int rounds = 0;
    int stopAfter = 0;
    std::stop_source source;
};

std::vector<SensitivityPoint> exactPoints(Fixture& f) {
    std::vector<SensitivityPoint> points;
    SweepOptions options = f.options;
    options.adaptive.on = false;
    SweepHooks hooks;
    hooks.measured = [&](const SensitivityPoint& point) { points.push_back(point); };
    sweepPerturbations(f.graph, f.images, kNormalisation, f.indices, f.baseline, options, hooks,
                       {});
    return points;
}

}  // namespace

TEST_CASE("an adaptive sweep agrees with the exact one and looks at fewer images", "[adaptive]") {
    Fixture f;
    f.sweep();
    const std::vector<SensitivityPoint> exact = exactPoints(f);
    REQUIRE(f.table.size() == exact.size());
    int64_t seen = 0;
    int64_t decidedEarly = 0;
    for (const SensitivityPoint& truth : exact) {
        const SensitivityPoint& found = f.table.at({truth.target.text(), truth.level.number}).point;
        INFO(truth.target.text() << " at " << truth.level.number);
        CHECK(found.settled);
        REQUIRE(found.bounds);
        const double drop = static_cast<double>(truth.lost - truth.gained) / 400;
        CHECK(found.bounds->low <= drop + 1e-12);
        CHECK(drop <= found.bounds->high + 1e-12);
        CHECK(withinTolerance(found, 0.05) == withinTolerance(truth, 0.05));
        CHECK(found.prunedWeights == truth.prunedWeights);
        CHECK(found.unchanged == truth.unchanged);
        if (found.count == 400) {
            CHECK(found.correct == truth.correct);
            CHECK(found.lost == truth.lost);
            CHECK(found.gained == truth.gained);
        } else {
            ++decidedEarly;
        }
        if (found.unchanged) {
            CHECK(found.correct == f.baseline.correct);
            CHECK(found.count == 400);
        } else {
            seen += found.count;
        }
    }
    CHECK(decidedEarly > 3);
    CHECK(seen < 400 * static_cast<int64_t>(exact.size()));
}

TEST_CASE("an adaptive sweep cancelled anywhere goes on to the same table", "[adaptive]") {
    Fixture whole;
    whole.sweep();
    for (int stop = 1; stop <= whole.rounds; stop += 3) {
        Fixture f;
        f.stopAfter = stop;
        if (stop < whole.rounds) {
            CHECK_THROWS_AS(f.sweep(), Cancelled);
            CHECK_FALSE(f.table.empty());
        }
        f.stopAfter = 0;
        f.source = std::stop_source();
        f.sweep();
        REQUIRE(f.table.size() == whole.table.size());
        for (const auto& [key, expected] : whole.table) {
            const AdaptivePoint& found = f.table.at(key);
            INFO("stopped after " << stop << ", " << key.first << " at " << key.second);
            CHECK(found.flips == expected.flips);
            CHECK(found.point.count == expected.point.count);
            CHECK(found.point.correct == expected.point.correct);
            CHECK(found.point.settled == expected.point.settled);
            CHECK(found.point.bounds->low == expected.point.bounds->low);
            CHECK(found.point.bounds->high == expected.point.bounds->high);
        }
    }
}

TEST_CASE("what a version with other looks left goes on, no image twice", "[adaptive]") {
    Fixture f;
    const int64_t looks = f.options.adaptive.firstRound;
    f.options.adaptive.firstRound = 33;
    f.stopAfter = 2;
    CHECK_THROWS_AS(f.sweep(), Cancelled);
    f.options.adaptive.firstRound = looks;
    f.stopAfter = 0;
    f.source = std::stop_source();
    f.sweep();
    const std::vector<SensitivityPoint> exact = exactPoints(f);
    int whole = 0;
    for (const SensitivityPoint& truth : exact) {
        const AdaptivePoint& found = f.table.at({truth.target.text(), truth.level.number});
        INFO(truth.target.text() << " at " << truth.level.number);
        CHECK(found.point.settled);
        CHECK(std::set<int32_t>(found.flips.begin(), found.flips.end()).size() ==
              found.flips.size());
        if (found.point.count == 400) {
            CHECK(found.point.correct == truth.correct);
            ++whole;
        }
    }
    CHECK(whole > 3);
}

TEST_CASE("a finished adaptive sweep measures nothing again", "[adaptive]") {
    Fixture f;
    f.sweep();
    f.rounds = 0;
    f.sweep();
    CHECK(f.rounds == 0);
}

TEST_CASE("rounds reach a twelfth further each, in whole steps, to the last image", "[adaptive]") {
    AdaptiveOptions options;
    options.firstRound = 64;
    CHECK(roundEnds(160, options) == std::vector<int64_t>{64, 96, 128, 160});
    const std::vector<int64_t> far = roundEnds(1000, options);
    CHECK(std::vector<int64_t>(far.end() - 5, far.end()) ==
          std::vector<int64_t>{768, 832, 896, 960, 1000});
    CHECK(roundEnds(64, options) == std::vector<int64_t>{64});
    CHECK(roundEnds(5, options) == std::vector<int64_t>{5});
}

TEST_CASE("an open point is not called safe before its bounds say so", "[adaptive]") {
    SensitivityPoint point;
    point.target.name = "a";
    point.level.number = 0.5;
    point.count = 100;
    point.bounds = PairedDrop{0.0, -0.1, 0.1};
    point.settled = false;
    CHECK_FALSE(withinTolerance(point, 0.02));
    point.bounds = PairedDrop{0.0, -0.1, 0.02};
    CHECK(withinTolerance(point, 0.02));
    point.bounds = PairedDrop{0.019, 0.018, 0.0225};  // narrower than half a point
    CHECK(withinTolerance(point, 0.02));
    CHECK_FALSE(withinTolerance(point, 0.01));
}

TEST_CASE("of bits the fewest safe ones are found", "[adaptive]") {
    std::vector<SensitivityPoint> points;
    for (const auto& [bits, lost] : std::map<int, int>{{8, 0}, {6, 1}, {4, 2}, {3, 9}, {2, 1}}) {
        SensitivityPoint point;
        point.target.name = "a";
        point.kind = PerturbationKind::WeightBits;
        point.level = {static_cast<double>(bits), true};
        point.count = 100;
        point.lost = lost;
        points.push_back(point);
    }
    CHECK(safeLevel(points, {Target::Kind::Layer, "a"}, 0.02)->level.number == 4);
    CHECK(safeLevel(points, {Target::Kind::Layer, "a"}, 0.5)->level.number == 2);
    points[4].lost = 50;  // 8 bits
    CHECK(safeLevel(points, {Target::Kind::Layer, "a"}, 0.02)->level.number == 0);
}

}  // namespace secateur::test
