#include "core/report/study_path.h"

#include "core/report/study_snapshot.h"
#include "core/stages/work_order.h"
#include "tests/support/catch.h"
#include "tests/support/sizes_in.h"

using namespace secateur;

namespace {

using State = PathStep::State;

Variant network(int64_t id, std::optional<int64_t> parent, const std::string& name,
                VariantKind kind, int64_t bytes) {
    Variant v;
    v.id = id;
    v.parent = parent;
    v.name = name;
    v.kind = kind;
    v.encoding = kind == VariantKind::Int8 ? Encoding::Int8 : Encoding::Fp32;
    v.sizeBytes = bytes;
    return v;
}

StageRow measured(int64_t variant, int64_t images, int64_t correct, int64_t count,
                  std::optional<PairedDrop> drop) {
    StageRow row;
    row.variant = variant;
    row.images = images;
    row.correct = correct;
    row.count = count;
    row.drop = drop;
    row.reference = variant == 1;
    return row;
}

StudySnapshot baselineOnly() {
    StudySnapshot study;
    study.variants = {network(1, {}, "baseline", VariantKind::Baseline, 9'000'000)};
    return study;
}

/// A letter a step: open, next, done.
std::string states(const std::vector<PathStep>& path) {
    std::string all;
    for (const PathStep& step : path) {
        all += step.state == State::Done ? 'd' : step.state == State::Next ? 'n' : 'o';
    }
    return all;
}

}  // namespace

TEST_CASE("a sweep that is under way, or was interrupted, is no step that is done", "[report]") {
    StudySnapshot study = baselineOnly();
    study.rows = {measured(1, 4, 430, 500, PairedDrop{})};
    StoredSweep sweep;
    sweep.variant = 1;
    sweep.points.resize(1);
    study.sweeps = {sweep};
    CHECK(states(studyPath(study, 1)) == "ddnooo");
    CHECK(studyPath(study, 1)[1].result == "1 curve");
    study.settings[orderKey()] = orderText({"Sweep", "sweep", 1, nlohmann::json::object()});
    CHECK(states(studyPath(study, 1)) == "dnoooo");
    CHECK(studyPath(study, 1)[1].result == "1 curve so far");
    study.settings = {{orderKey(), orderText({"Sweep", "sweep", 7, nlohmann::json::object()})}};
    CHECK(states(studyPath(study, 1)) == "ddnooo");  // of another network
}

TEST_CASE("a path begins with measuring the baseline", "[report]") {
    StudySnapshot study = baselineOnly();
    CHECK(studyPath(study, 7).empty());
    CHECK(resultSentence(study, 7).empty());
    std::vector<PathStep> path = studyPath(study, 1);
    CHECK(states(path) == "nooooo");
    CHECK(path[0].result.empty());
    CHECK(resultSentence(study, 1) == "baseline: not measured yet; 9.00 MB.");

    study.rows = {measured(1, 4, 430, 500, PairedDrop{})};
    path = studyPath(study, 1);
    CHECK(states(path) == "dnoooo");
    CHECK(path[0].result == "86.00 % of 500");
    CHECK(path[2].variant == 1);
    CHECK(path[5].result.empty());
    CHECK(resultSentence(study, 1) == "baseline: 86.00 % of 500 test images; 9.00 MB.");
}

TEST_CASE("the path is of the line that a network lies on", "[report]") {
    StudySnapshot study = baselineOnly();
    study.variants.push_back(network(2, 1, "pruned", VariantKind::Pruned, 9'000'000));
    study.variants.push_back(network(3, 1, "int8", VariantKind::Int8, 2'500'000));
    study.variants.push_back(network(4, 2, "fine-tuned", VariantKind::FineTuned, 4'500'000));
    study.rows = {measured(1, 4, 430, 500, PairedDrop{}),
                  measured(2, 4, 400, 500, PairedDrop{0.06, 0.04, 0.081}),
                  measured(4, 5, 80, 100, {})};
    StoredSweep sweep;
    sweep.variant = 1;
    sweep.points = {{Target::global(), {0.5}},
                    {{Target::Kind::Layer, "conv1"}, {0.5}},
                    {{Target::Kind::Layer, "conv1"}, {0.7}}};
    study.sweeps = {sweep};

    // From the pruned one: on to the fine-tuned one, never to its sister int8.
    std::vector<PathStep> path = studyPath(study, 2);
    CHECK(states(path) == "ddddno");
    CHECK(path[1].result == "2 curves");
    CHECK(path[2].result == "6.00 [4.00, 8.10] lost");
    CHECK(path[2].variant == 2);
    CHECK(path[3].result == "80.00 % of 100 others");  // not of the images that all are shown of
    CHECK(path[4].variant == 4);                       // what quantizing starts from

    REQUIRE(path[4].branches.size() == 1);  // made at this step, on another line
    CHECK(path[4].branches[0].variant == 3);
    CHECK(path[4].branches[0].name == "int8");
    CHECK(path[4].branches[0].result == "not measured");
    CHECK(path[2].branches.empty());

    // From the INT8 one: what was skipped stays open, and the report is due.
    path = studyPath(study, 3);
    CHECK(states(path) == "ddoodn");
    CHECK(path[4].result == "2.50 MB, 3.6 times smaller");
    CHECK(path[5].result == "not measured");
    REQUIRE(path[2].branches.size() == 1);
    CHECK(path[2].branches[0].result == "6.00 [4.00, 8.10] lost");
    CHECK(path[4].branches.empty());
    // From the baseline: by the newest of its children.
    CHECK(studyPath(study, 1)[4].variant == 3);

    CHECK(resultSentence(study, 2) ==
          "pruned: 80.00 % of 500 test images, 6.00 [4.00, 8.10] points below baseline; 9.00 MB.");
    CHECK(resultSentence(study, 3) == "int8: not measured yet; 2.50 MB, 3.6 times smaller.");
    const test::SizesIn mebibytes(SizeUnit::Mebibyte);
    CHECK(studyPath(study, 3)[4].result == "2.38 MiB, 3.6 times smaller");  // 2.5e6 / 2^20: 2.3842
}

TEST_CASE("a network that gained is said to be above its baseline", "[report]") {
    StudySnapshot study = baselineOnly();
    study.variants.push_back(network(2, 1, "fine-tuned", VariantKind::FineTuned, 9'000'000));
    study.rows = {measured(1, 4, 430, 500, PairedDrop{}),
                  measured(2, 4, 440, 500, PairedDrop{-0.02, -0.03, 0.005})};
    CHECK(resultSentence(study, 2) ==
          "fine-tuned: 88.00 % of 500 test images, 2.00 [-0.50, 3.00] "
          "points above baseline; 9.00 MB.");
}
