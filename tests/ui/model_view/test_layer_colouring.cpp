#include <QStringList>
#include <limits>

#include "tests/support/ui_catch.h"
#include "tests/ui/model_view/sample_networks.h"
#include "ui/model_view/layer_colouring.h"

using namespace secateur;

namespace {

/// Layers: 0 input, 1 conv of 10 weights, 2 norm, 3 conv of 1000 weights, 4 relu.
GraphCost smallNetwork() {
    GraphCost cost;
    for (const char* name : {"input", "a", "norm", "b", "relu"}) {
        LayerCost layer;
        layer.name = name;
        cost.layers.push_back(layer);
    }
    cost.layers[1].weights = cost.layers[1].parameters = 10;
    cost.layers[1].zeros = 4;
    cost.layers[1].macs = 100;
    cost.layers[2].parameters = 100;
    cost.layers[3].weights = cost.layers[3].parameters = 1000;
    cost.layers[3].macs = 1000000;
    return cost;
}

QStringList labels(const LayerColouring& colouring) {
    QStringList result;
    for (const LegendTick& tick : colouring.legend().ticks) {
        result << tick.label;
    }
    return result;
}

}  // namespace

TEST_CASE("parameters on a logarithmic scale") {
    const LayerColouring colouring(smallNetwork(), ColourBy::Parameters, {});
    CHECK_FALSE(colouring.value(0));
    CHECK(colouring.value(1) == 10.0);
    CHECK(*colouring.position(1) == Approx(0.0).margin(1e-12));
    CHECK(*colouring.position(2) == Approx(0.5));  // 100 between 10 and 1000
    CHECK(*colouring.position(3) == Approx(1.0));
    CHECK_FALSE(colouring.position(4));
    CHECK_FALSE(colouring.legend().notMeasured);
    CHECK(labels(colouring) == QStringList{"10", "100", "1 k"});
    CHECK(colouring.legend().ticks[1].position == Approx(0.5));
}

TEST_CASE("MACs: of layers with weights only") {
    const LayerColouring colouring(smallNetwork(), ColourBy::Macs, {});
    CHECK_FALSE(colouring.value(2));
    CHECK(colouring.value(3) == 1e6);
    CHECK(labels(colouring) == QStringList{"100", "1 k", "10 k", "100 k", "1 M"});
}

TEST_CASE("sparsity keeps 0 to 100 %") {
    const LayerColouring colouring(smallNetwork(), ColourBy::Sparsity, {});
    CHECK(*colouring.value(1) == Approx(0.4));
    CHECK(*colouring.position(1) == Approx(0.4));
    CHECK(*colouring.position(3) == 0.0);
    CHECK_FALSE(colouring.value(2));
    CHECK_FALSE(colouring.notMeasured(2));
    CHECK(labels(colouring) == QStringList{"0 %", "25 %", "50 %", "75 %", "100 %"});
}

TEST_CASE("what was not measured has no colour, and the legend says so") {
    LayerValues values;
    values.safeRatio["a"] = 0.7;
    const LayerColouring colouring(smallNetwork(), ColourBy::Sensitivity, values);
    CHECK(*colouring.position(1) == Approx(0.7));
    CHECK_FALSE(colouring.position(3));
    CHECK(colouring.notMeasured(3));
    CHECK_FALSE(colouring.notMeasured(4));  // nothing to measure there
    CHECK(colouring.legend().notMeasured);
    CHECK(colouring.legend().note.contains("more robust"));

    const LayerColouring none(smallNetwork(), ColourBy::Sensitivity, {});
    CHECK(none.legend().ticks.empty());
    CHECK(none.notMeasured(1));

    values.safeRatio["b"] = std::numeric_limits<double>::quiet_NaN();
    CHECK(LayerColouring(smallNetwork(), ColourBy::Sensitivity, values).notMeasured(3));
}

TEST_CASE("quantization error between the least and the largest ratio measured") {
    LayerValues values;
    values.quantizationSqnrDb = {{"a", 20.0}, {"b", 40.0}};
    const LayerColouring colouring(smallNetwork(), ColourBy::QuantizationError, values);
    CHECK(*colouring.position(1) == 0.0);
    CHECK(*colouring.position(3) == 1.0);
    CHECK(labels(colouring) == QStringList{"20", "25", "30", "35", "40"});

    values.quantizationSqnrDb["b"] = std::numeric_limits<double>::infinity();
    const LayerColouring exact(smallNetwork(), ColourBy::QuantizationError, values);
    CHECK(*exact.position(3) == 1.0);
    CHECK(*exact.position(1) == 0.5);  // one finite value: the middle
    CHECK(labels(exact) == QStringList{"20"});
}

TEST_CASE("times and what INT8 gains are coloured on logarithmic scales, joins included") {
    LayerValues values;
    values.times = {{"a", {0.0001, 0.1, 0.5}}, {"b", {0.01, 0.8, 4.0}}, {"relu", {0.001, 0.1, {}}}};
    const LayerColouring time(smallNetwork(), ColourBy::Time, values);
    CHECK(*time.value(1) == Approx(0.1));
    CHECK(*time.position(1) == 0.0);
    CHECK(*time.position(4) == Approx(0.5));  // 1 ms between 0.1 and 10
    CHECK(*time.position(3) == Approx(1.0));
    CHECK_FALSE(time.notMeasured(2));
    CHECK(labels(time) == QStringList{"0.1", "1", "10"});
    const LayerColouring gain(smallNetwork(), ColourBy::Int8SpeedUp, values);
    CHECK(*gain.value(1) == 0.5);
    CHECK(*gain.position(3) == 1.0);
    CHECK_FALSE(gain.value(4));
    CHECK(labels(gain) == QString::fromUtf8("0.5×|1×|2×").split('|'));
    CHECK(LayerColouring(smallNetwork(), ColourBy::Time, {}).notMeasured(1));
}
