#include "core/report/profile_view.h"

#include "core/report/profile_text.h"
#include "tests/support/catch.h"

namespace secateur::test {

namespace {

ProfileRun::Entry timed(int64_t variant, const std::string& name,
                        const std::vector<std::pair<std::string, double>>& layers, bool integers) {
    ProfileRun::Entry entry;
    entry.variant = variant;
    entry.profile.name = name;
    for (const auto& [layer, seconds] : layers) {
        StepTime step;
        step.layer = layer;
        step.kind = "3x3";
        step.implementation = "jit";
        step.integers = integers;
        step.macs = 1;
        step.seconds = seconds;
        entry.profile.steps.push_back(step);
        entry.profile.seconds += seconds;
    }
    return entry;
}

/// 1 baseline, 2 pruned from 1, 3 INT8 of 2, 4 INT8 of a network that was not timed (5).
StudySnapshot study() {
    StudySnapshot study;
    const auto add = [&](int64_t id, std::optional<int64_t> parent, bool int8) {
        Variant variant;
        variant.id = id;
        variant.parent = parent;
        variant.name = "n" + std::to_string(id);
        variant.kind = int8 ? VariantKind::Int8 : VariantKind::Pruned;
        variant.encoding = int8 ? Encoding::Int8 : Encoding::Fp32;
        study.variants.push_back(variant);
    };
    add(1, {}, false);
    add(2, 1, false);
    add(3, 2, true);
    add(5, {}, false);
    add(4, 5, true);
    study.profile = ProfileRun{};
    study.profile->networks = {timed(1, "n1", {{"a", 0.003}, {"b", 0.001}}, false),
                               timed(2, "n2", {{"a", 0.002}, {"b", 0.002}}, false),
                               timed(3, "n3", {{"a", 0.0005}, {"b", 0.004}, {"c", 0.0005}}, true),
                               timed(4, "n4", {{"a", 0.001}, {"b", 0.001}}, true)};
    return study;
}

}  // namespace

TEST_CASE("an INT8 network is held against the FP32 network that it was made from", "[profile]") {
    const StudySnapshot s = study();
    CHECK(counterpart(s, 3)->variant == 2);
    CHECK(counterpart(s, 4)->variant == 1);  // its own was not timed: the first
    CHECK(counterpart(s, 2)->variant == 3);
    CHECK(counterpart(s, 1)->variant == 4);
    StudySnapshot none = s;
    none.profile.reset();
    CHECK(counterpart(none, 3) == nullptr);
    CHECK(layerTimes(none, 3).empty());
    CHECK(speedAnswers(none).empty());
}

TEST_CASE("a layer's time, its share, and what INT8 gains there", "[profile]") {
    const StudySnapshot s = study();
    const auto int8 = layerTimes(s, 3);
    REQUIRE(int8.size() == 3);
    CHECK(int8.at("a").seconds == Approx(0.0005));
    CHECK(int8.at("a").share == Approx(0.1));
    CHECK(*int8.at("a").speedUp == Approx(4.0));
    CHECK(*int8.at("b").speedUp == Approx(0.5));  // slower
    CHECK(*int8.at("b").int8() == Approx(0.004));
    CHECK(*int8.at("b").fp32() == Approx(0.002));
    CHECK_FALSE(int8.at("c").fp32());
    CHECK_FALSE(int8.at("c").speedUp);  // no such step in FP32
    const auto fp32 = layerTimes(s, 2);
    CHECK(*fp32.at("b").speedUp == Approx(0.5));  // the same ratio seen from the other side
    CHECK(fp32.at("b").share == Approx(0.5));
    CHECK(*fp32.at("b").fp32() == Approx(0.002));
    CHECK(*fp32.at("b").int8() == Approx(0.004));
    CHECK(layerTimes(s, 5).empty());  // it was not timed
}

TEST_CASE("every INT8 network of a profile gets its answer", "[profile]") {
    const auto answers = speedAnswers(study());
    REQUIRE(answers.size() == 2);
    CHECK(answers[0].sentence ==
          "n3 is 0.80 times as fast as n2; 80 % of its time is in layers that gain less than 1.5 "
          "times: 80 % kernel far from its peak.");
    REQUIRE(answers[0].slower.size() == 1);
    CHECK(answers[0].slower[0].find("b (3x3): 4.000 ms in INT8, 2.000 in FP32") == 0);
    CHECK(answers[1].sentence.find("n4 is 2.00 times as fast as n1; ") == 0);
    CHECK(answers[1].slower.empty());
}

}  // namespace secateur::test
