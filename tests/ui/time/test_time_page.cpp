#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include "tests/support/settle.h"
#include "tests/support/ui_catch.h"
#include "ui/base/export_writer.h"
#include "ui/time/throughput_plot.h"
#include "ui/time/time_page.h"

using namespace secateur;

namespace {

StepTime step(const std::string& layer, double seconds, bool integers) {
    return {layer, "1x1", "expand", "brgconv", integers, false, 1'000'000, 10, seconds};
}

ProfileRun::Entry entry(int64_t variant, const std::string& name, double a, double b,
                        bool integers) {
    ProfileRun::Entry entry;
    entry.variant = variant;
    entry.profile = {name, 8, {step("a", a, integers), step("b", b, integers)}, a + b, 0.04};
    entry.curve = {{1, 1, 100, 0.009, 0.010}, {8, 1, 300, 0.025, 0.030}, {8, 2, 500, 0.028, 0.040}};
    return entry;
}

std::shared_ptr<const StudySnapshot> study() {
    auto study = std::make_shared<StudySnapshot>();
    for (const int64_t id : {1, 2}) {
        Variant variant;
        variant.id = id;
        variant.parent = id == 2 ? std::optional<int64_t>(1) : std::nullopt;
        variant.name = id == 2 ? "int8" : "fp32";
        variant.kind = id == 2 ? VariantKind::Int8 : VariantKind::Baseline;
        variant.encoding = id == 2 ? Encoding::Int8 : Encoding::Fp32;
        study->variants.push_back(variant);
    }
    study->profile = ProfileRun{1, "a processor", {2e9, 8e9}, "2026-11-28T16:00:00Z", {}};
    study->profile->networks = {entry(1, "fp32", 0.002, 0.002, false),
                                entry(2, "int8", 0.0005, 0.0025, true)};
    return study;
}

std::shared_ptr<const GraphCost> network() {
    auto cost = std::make_shared<GraphCost>();
    for (const char* name : {"a", "b"}) {
        LayerCost layer;
        layer.name = name;
        layer.block = "block 1";
        cost->layers.push_back(layer);
    }
    return cost;
}

struct Page {
    Selection selection;
    TimePage page{&selection};

    Page() {
        page.resize(1100, 640);
        page.show();
        page.setNetwork(network());
        page.setStudy(study());
        settle();
    }
    template <class Widget>
    Widget& find(const char* name) {
        auto* widget = page.findChild<Widget*>(QLatin1String(name));
        INFO(name);
        REQUIRE(widget != nullptr);
        return *widget;
    }
    QString cell(const char* table, int row, const QString& heading) {
        const QAbstractItemModel& model = *find<QTableView>(table).model();
        for (int column = 0; column < model.columnCount(); ++column) {
            if (model.headerData(column, Qt::Horizontal).toString() == heading) {
                return model.index(row, column).data().toString();
            }
        }
        return QStringLiteral("no such column");
    }
};

}  // namespace

TEST_CASE("time: networks side by side, and why INT8 is not faster") {
    Page p;
    CHECK(p.find<QLabel>("timeAnswer").text() ==
          "int8 is 1.33 times as fast as fp32; 83 % of its time is in layers that gain less than "
          "1.5 times: 83 % kernel far from its peak.");
    CHECK(p.find<QLabel>("timeAnswer")
              .toolTip()
              .startsWith("b (1x1): 2.500 ms in INT8, 2.000 in FP32"));
    const QString heading = p.find<QLabel>("timeHeading").text();
    CHECK(heading.startsWith("On one core of a processor, "));
    CHECK(heading.contains("at most 2 GMAC/s in FP32, 8 in INT8"));
    CHECK(heading.contains("int8 3.000 ms an image (batches of 8, spread 4 %)"));
    CHECK(p.cell("layerTimes", 1, "Layer") == "b");
    CHECK(p.cell("layerTimes", 1, "fp32: ms") == "2.000");
    CHECK(p.cell("layerTimes", 1, "int8: ms") == "2.500");
    CHECK(p.cell("roleTimes", 0, "int8: ms") == "3.000");
}

TEST_CASE("time: a layer is selected on every page") {
    Page p;
    auto& table = p.find<QTableView>("layerTimes");
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                      table.visualRect(table.model()->index(1, 0)).center());
    CHECK(p.selection.layer() == "b");
    CHECK(p.selection.block() == "block 1");
    p.selection.select("block 1", "a");
    CHECK(table.currentIndex().row() == 0);
}

TEST_CASE("time: the best batch under a latency limit") {
    Page p;
    p.find<QTabWidget>("timeTabs").setCurrentIndex(2);
    auto& best = p.find<QLabel>("curveBest");
    CHECK(best.text().startsWith(
        "fp32 is fastest at batch 8 on 2 cores: 500 images/s, 99 % of batches within 40.00 ms."));
    p.find<QDoubleSpinBox>("latencyLimit").setValue(30.0);
    CHECK(
        best.text().startsWith("fp32 is fastest within 30 ms at batch 8 on 1 core: 300 images/s"));
    p.find<QDoubleSpinBox>("latencyLimit").setValue(5.0);
    CHECK(best.text() == "fp32: no point stays within 5 ms.\nint8: no point stays within 5 ms.");
    auto& plot = p.find<ThroughputPlot>("throughputPlot");
    CHECK(plot.graphCount() == 12);  // a line a network, cores and figure, and two rings a network
    CHECK(
        plot.csv().startsWith("network,batch,workers,images_per_second,median_ms,tail_ms\n"
                              "fp32,1,1,100,9,10\n"));
    CHECK_FALSE(exportImage(plot, plot.exportSize(), 1.0).isNull());
}

TEST_CASE("time: what is not there yet can be measured from here") {
    Page p;
    QSignalSpy asked(&p.page, &TimePage::measureRequested);
    p.page.setStudy(std::make_shared<const StudySnapshot>());
    CHECK(p.find<QLabel>("timeAnswer").isHidden());
    CHECK(p.find<QLabel>("layerTimesEmpty").isVisible());
    CHECK(p.find<QLabel>("layerTimesEmpty").text().startsWith("Nothing timed yet."));
    auto& button = p.find<QPushButton>("layerTimesRun");
    button.click();
    CHECK(asked.count() == 1);
    p.page.setMeasuring(true);
    CHECK_FALSE(button.isEnabled());
    p.page.setMeasuring(false);
    CHECK(button.isEnabled());
    p.page.setNetwork(nullptr);
    CHECK_FALSE(button.isEnabled());
    CHECK(p.find<QLabel>("layerTimesEmpty").text().contains("Ctrl+O"));
}
