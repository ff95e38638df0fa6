#include "core/stages/runtime_evaluation.h"

#include "core/base/error.h"
#include "core/exec/onnx_session.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/not_tested.h"
#include "tests/support/quadrants.h"

using namespace secateur;
using namespace secateur::test;

namespace {

const ImageList kTest{Split::Test, allIndices()};

/// Why there is no onnxruntime here; empty: there is one.
std::string missing() {
    try {
        requireOnnxruntime();
        return "";
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::Unsupported);
        return error.what();
    }
}

int64_t differing(const Evaluation& a, const Evaluation& b) {
    REQUIRE(a.labels == b.labels);
    int64_t count = 0;
    for (size_t i = 0; i < a.predictions.size(); ++i) {
        count += a.predictions[i] == b.predictions[i] ? 0 : 1;
    }
    return count;
}

}  // namespace

TEST_CASE("a program without onnxruntime says what it lacks", "[runtime]") {
    const std::string why = missing();
    if (why.empty()) {
        CHECK(OnnxSession::runtimeName().starts_with("onnxruntime 1."));
    } else {
        CHECK(why.find("onnxruntime") != std::string::npos);
        CHECK(why.find("expected") != std::string::npos);
        CHECK_THROWS_AS(OnnxSession({1, 2, 3}), Error);
    }
}

TEST_CASE("onnxruntime in this process answers as the network does", "[peer]") {
    if (const std::string why = missing(); !why.empty()) {
        notTested(why);
        return;
    }
    Study study;
    const ImageData data = quadrantImages();
    const StageContext stage{study, data, 2};
    const int64_t fp32 = importNetwork(study, tinyNetwork(), "tiny").id;
    const RuntimeEvaluation other = evaluateInOnnxruntime(stage, fp32, kTest);
    CHECK(other.runtime == OnnxSession::runtimeName());
    CHECK(other.result.count() == kImages);
    CHECK(differing(evaluateVariant(stage, fp32, kTest).result, other.result) == 0);
    CHECK(listEvaluations(study).size() == 1);  // the study's evaluations are its own engine's

    const int64_t int8 =
        quantizeVariant(stage, fp32, {Split::Train, {0, 1, 2, 3, 4, 5, 6, 7}}, {}).id;
    // Halves are rounded by each in its own way.
    CHECK(differing(evaluateVariant(stage, int8, kTest).result,
                    evaluateInOnnxruntime(stage, int8, kTest).result) <= 2);
}

TEST_CASE("onnxruntime's refusals are errors", "[peer]") {
    if (const std::string why = missing(); !why.empty()) {
        notTested(why);
        return;
    }
    CHECK_THROWS_WITH(OnnxSession({1, 2, 3}),
                      Catch::Matchers::ContainsSubstring("onnxruntime refuses the network"));
    Study study;
    const ImageData data = quadrantImages();
    Graph larger = tinyNetwork();
    const int64_t id = importNetwork(study, larger, "tiny").id;
    ImageData wide = data;
    wide.digest = "wide";
    wide.test = std::make_shared<MemoryDataset>(MemoryDataset::Shape{3, 16, 16},
                                                std::vector<uint8_t>(3 * 256 * 2, 7),
                                                std::vector<uint8_t>(2, 1));
    wide.train = wide.test;
    CHECK_THROWS_WITH(evaluateInOnnxruntime({study, wide, 1}, id, {Split::Test, {0, 1}}),
                      Catch::Matchers::ContainsSubstring("of another size") &&
                          Catch::Matchers::ContainsSubstring("expected 8x8, got 16x16"));
}
