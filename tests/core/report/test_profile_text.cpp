#include "core/report/profile_text.h"

#include "tests/support/catch.h"

namespace secateur::test {

namespace {

StepTime step(const std::string& layer, const std::string& role, double seconds, int64_t macs,
              bool integers) {
    StepTime time;
    time.layer = layer;
    time.kind = "1x1";
    time.role = role;
    time.implementation = "brgconv";
    time.integers = integers;
    time.macs = macs;
    time.bytes = 1;
    time.seconds = seconds;
    return time;
}

/// a 4 ms, b 2 ms, c 1 ms; in integers 1, 2 and 1 ms, and a sum of 1 ms.
std::vector<NetworkProfile> two() {
    NetworkProfile fp32{"fp32", 1, {}, 0.007, 0.01};
    fp32.steps = {step("a", "expand", 0.004, 400, false), step("b", "depthwise", 0.002, 40, false),
                  step("c", "expand", 0.001, 100, false)};
    NetworkProfile int8{"int8", 1, {}, 0.005, 0.01};
    int8.steps = {step("a", "expand", 0.001, 400, true), step("b", "depthwise", 0.0025, 40, true),
                  step("c", "expand", 0.0005, 100, true), step("d", "add", 0.001, 0, true)};
    int8.steps[1].depthwise = true;
    return {fp32, int8};
}

}  // namespace

TEST_CASE("a profile's table has every layer of every network", "[profile]") {
    const MachinePeak peak{1e6, 4e6};
    const Table table = profileTable(two(), peak);
    REQUIRE(table.rows.size() == 4);
    CHECK(table.rows[3].key == "d");
    CHECK(table.rows[3].cells[0].place == 3.0);  // sorted in the network's order
    const auto figure = [&](size_t row, const std::string& column) {
        return std::get<double>(table.rows[row].cells[table.column(column)].figure);
    };
    CHECK(figure(0, "fp32_ms") == Approx(4.0));
    CHECK(figure(0, "fp32_share") == Approx(4.0 / 7.0));
    CHECK(figure(0, "fp32_peak") == Approx(0.1));  // 400 MACs in 4 ms of 10^6 a second
    CHECK(figure(0, "int8_peak") == Approx(0.1));  // in 1 ms of 4 * 10^6
    CHECK(std::holds_alternative<std::monostate>(
        table.rows[3].cells[table.column("fp32_ms")].figure));
    CHECK(csvOf(table).substr(0, 34) == "layer,kind,role,macs,fp32_ms,fp32_");

    const Table roles = roleTable(two(), peak);
    CHECK(roles.rows[0].key == "expand");
    CHECK(std::get<double>(roles.rows[0].cells[roles.column("fp32_ms")].figure) == Approx(5.0));
    CHECK(std::get<double>(roles.rows[0].cells[roles.column("int8_ms")].figure) == Approx(1.5));
}

TEST_CASE("why INT8 is not faster is said in one sentence", "[profile]") {
    const auto profiles = two();
    CHECK(gainText(profiles[0], profiles[1]) ==
          "int8 is 1.40 times as fast as fp32; 50 % of its time is in layers that gain less than "
          "1.5 times: 50 % depthwise, which has no dot products over channels.");
    const auto slower = slowerLayers(profiles[0], profiles[1]);
    REQUIRE(slower.size() == 1);
    CHECK(slower[0] ==
          "b (1x1): 2.500 ms in INT8, 2.000 in FP32: depthwise, which has no dot products over "
          "channels");
    auto more = profiles;
    more[0].steps.push_back(step("e", "", 1e-6, 0, false));
    more[1].steps.push_back(step("e", "", 1e-6, 0, true));  // 0.02 % of the time: no reason
    CHECK(gainText(more[0], more[1]).find("too small") == std::string::npos);
    NetworkProfile faster = profiles[1];
    faster.steps[1].seconds = 0.001;
    faster.seconds = 0.0035;
    CHECK(gainText(profiles[0], faster) ==
          "int8 is 2.00 times as fast as fp32; every layer gains at least 1.5 times.");
}

TEST_CASE("a layer gains little for a reason", "[profile]") {
    StepTime time = step("a", "", 0.001, 100, true);
    CHECK(slownessReason(time, 1) == "kernel far from its peak");
    time.seconds = 1e-6;
    CHECK(slownessReason(time, 1) == "too small for its call");
    CHECK(slownessReason(time, 16) == "kernel far from its peak");
    time.macs = 0;
    CHECK(slownessReason(time, 16) == "memory bound");
    time.integers = false;
    CHECK(slownessReason(time, 16) == "kept in FP32");
    time.implementation = "LibTorch";
    CHECK(slownessReason(time, 16) == "no INT8 kernel");
}

TEST_CASE("the best point of a curve stays within the latency", "[profile]") {
    const std::vector<CurvePoint> curve{
        {1, 1, 100, 0.008, 0.010}, {8, 1, 300, 0.020, 0.030}, {1, 2, 180, 0.009, 0.012}};
    CHECK(bestWithin(curve, 0.012) == &curve[2]);
    CHECK(bestWithin(curve, 1.0) == &curve[1]);
    CHECK(bestWithin(curve, 0.001) == nullptr);
    CHECK(csvOf(curveTable({{"a", curve}, {"b", {curve[0]}}})) ==
          "network,batch,workers,images_per_second,median_ms,tail_ms\na,1,1,100,8,10\n"
          "a,8,1,300,20,30\na,1,2,180,9,12\nb,1,1,100,8,10\n");
    CHECK(bestText({"a", curve}, 0.012) ==
          "a is fastest within 12 ms at batch 1 on 2 cores: 180 images/s, 99 % of batches within "
          "12.00 ms.");
    CHECK(bestText({"a", curve}, 0.0) ==
          "a is fastest at batch 8 on 1 core: 300 images/s, 99 % of batches within 30.00 ms.");
    CHECK(bestText({"a", curve}, 0.001) == "a: no point stays within 1 ms.");
}

}  // namespace secateur::test
