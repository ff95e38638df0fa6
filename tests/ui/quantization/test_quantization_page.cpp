#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include "tests/support/settle.h"
#include "tests/support/ui_catch.h"
#include "ui/base/export_writer.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/models/figure_table.h"
#include "ui/quantization/check_headings.h"
#include "ui/quantization/qat_plot.h"
#include "ui/quantization/quantization_page.h"

using namespace secateur;

namespace {

std::shared_ptr<const GraphCost> network() {
    auto cost = std::make_shared<GraphCost>();
    for (const char* name : {"conv1", "dw", "linear"}) {
        LayerCost layer;
        layer.name = name;
        layer.block = std::string("block of ") + name;
        layer.weights = 10;
        cost->layers.push_back(layer);
    }
    return cost;
}

QuantErrorPoint point(const std::string& layer, QuantErrorMode mode, int64_t lost) {
    return {layer, mode, 1000, 900 - lost, lost, 0};
}

/// dw costs 5 points alone and wins 4.5 of 6 back; linear is not measured yet.
QuantErrors errors() {
    QuantErrors e;
    e.noises = {{"conv1", "Conv2d", 38.0, 40.5},
                {"dw", "Conv2d", 21.5, 30.0},
                {"linear", "Linear", std::nullopt, 44.0}};
    e.points = {point("all layers", QuantErrorMode::All, 60),
                point("conv1", QuantErrorMode::Only, 2), point("conv1", QuantErrorMode::AllBut, 58),
                point("dw", QuantErrorMode::Only, 50), point("dw", QuantErrorMode::AllBut, 15)};
    e.baselineCorrect = 900;
    e.count = 1000;
    return e;
}

ParityReport parity() {
    ParityReport report;
    report.engine = "onednn";
    report.instructionSet = "AVX2";
    report.saturating = true;
    report.images = 16;
    report.layers = {{"conv1", "Conv2d", 100, {1, 3}, {60, 9}, 500, 7, false},
                     {"linear", "Linear", 10, {}, {}, 0, 0, true}};
    report.total = {"", "", 110, {1, 3}, {60, 9}, 500, 7, false};
    report.sameClassSimulated = 16;
    report.sameClassKernels = 12;
    return report;
}

StoredTraining training() {
    StoredTraining stored;
    stored.id = 3;
    stored.kind = TrainingKind::Qat;
    for (int64_t epoch = 1; epoch <= 3; ++epoch) {
        EpochRecord record;
        record.epoch = epoch;
        record.loss = 0.5 / static_cast<double>(epoch);
        record.trainAccuracy = 0.9;
        record.accuracy = epoch == 2 ? 0.925 : 0.91;
        record.quantization = QuantEpoch{
            0.93, epoch > 1, epoch > 2, {{"conv1", 0.1 * static_cast<double>(epoch), 5, 0.01}}};
        stored.epochs.push_back(record);
    }
    return stored;
}

struct Page {
    Selection selection;
    QuantizationPage page{&selection};

    Page() {
        page.resize(1280, 720);
        page.show();
        page.setNetwork(network(), false);
        settle();
    }
    template <class Widget>
    Widget& find(const char* name) {
        auto* widget = page.findChild<Widget*>(QLatin1String(name));
        INFO(name);
        REQUIRE(widget != nullptr);
        return *widget;
    }
    QStringList column(const char* table, int column) {
        const auto* model = find<QTableView>(table).model();
        QStringList texts;
        for (int row = 0; row < model->rowCount(); ++row) {
            texts << model->index(row, column).data().toString();
        }
        return texts;
    }
};

}  // namespace

TEST_CASE("layers are ranked by what their quantization costs, and select each other") {
    Page p;
    CHECK(p.find<QLabel>("layerErrorsEmpty").text().startsWith("Nothing measured yet"));
    const QSignalSpy asked(&p.page, &QuantizationPage::errorsRequested);
    QTest::mouseClick(&p.find<QPushButton>("layerErrorsRun"), Qt::LeftButton);
    CHECK(asked.count() == 1);
    p.page.setErrors(std::make_shared<const QuantErrors>(errors()));
    CHECK(p.column("layerErrors", 1) == QStringList{"dw", "conv1", "linear"});
    CHECK(p.column("layerErrors", 3) == QStringList{"21.5", "38.0", QChar(0x2013)});
    CHECK(p.column("layerErrors", 5)[0].startsWith("5.00 ["));
    CHECK(p.column("layerErrors", 6)[0] == "85.00 %");
    CHECK(p.column("layerErrors", 7)[0].startsWith("1.50 ["));
    CHECK(p.column("layerErrors", 8)[2] == QChar(0x2026));
    const QString heading = p.find<QLabel>("layerErrorsHeading").text();
    CHECK(heading.startsWith("All layers quantized: drop 6.00 ["));
    CHECK(heading.contains("] points on " + countText(1000) + " images"));
    CHECK(heading.endsWith("2 of 7 figures to come"));

    auto& table = p.find<QTableView>("layerErrors");
    table.setCurrentIndex(table.model()->index(0, 0));
    CHECK(p.selection.layer() == "dw");
    CHECK(p.selection.block() == "block of dw");
    p.selection.select({}, "linear");
    CHECK(table.currentIndex().row() == 2);
    table.sortByColumn(1, Qt::AscendingOrder);
    CHECK(p.column("layerErrors", 1) == QStringList{"conv1", "dw", "linear"});
    p.page.setErrors(std::make_shared<const QuantErrors>(errors()));  // the order stays
    CHECK(p.column("layerErrors", 1) == QStringList{"conv1", "dw", "linear"});
    CHECK(p.selection.layer() == "linear");
}

TEST_CASE("a ranking begins at its top, wherever the selected layer stands") {
    Page p;
    p.page.resize(900, 240);
    QuantErrors many;
    for (int i = 0; i < 60; ++i) {
        many.noises.push_back({"conv" + std::to_string(i), "Conv2d", 40.0, 20.0 + i});
    }
    p.selection.select({}, "conv59");
    p.page.setErrors(std::make_shared<const QuantErrors>(many));
    settle();
    auto& table = p.find<QTableView>("layerErrors");
    CHECK(table.currentIndex().row() == 59);
    CHECK(table.rowAt(1) == 0);
    p.selection.select({}, "conv40");
    CHECK(table.rowAt(1) > 0);  // a layer that is chosen is brought into view
}

TEST_CASE("layer errors as CSV: the figures, not the texts") {
    const QuantErrors made = errors();
    FigureTableModel model(quantErrorTable(rankedErrors(made.noises, made.points)));
    const QList<QByteArray> lines = model.csv().split('\n');
    REQUIRE(lines.size() == 5);
    CHECK(lines[0] ==
          "rank,layer,kind,weight_sqnr_db,activation_sqnr_db,count,only_correct,only_drop,"
          "only_drop_low,only_drop_high,all_but_correct,all_but_drop,all_but_drop_low,"
          "all_but_drop_high");
    CHECK(lines[1].startsWith("1,dw,Conv2d,21.5,30,"));
    CHECK(lines[1].split(',')[7] == "0.05");
    CHECK(lines[1].split(',')[11] == "0.015");
    CHECK(lines[3] == "3,linear,Linear,,44,0,,,,,,,,");
    const QImage image = exportImage(model, model.exportSize(), 1.0);
    CHECK(image.pixelColor(1, 1) == Qt::white);
}

TEST_CASE("what can be run follows from the network") {
    Page p;
    CHECK(p.find<QPushButton>("layerErrorsRun").isEnabled());
    CHECK_FALSE(p.find<QPushButton>("parityRun").isEnabled());
    CHECK(p.find<QLabel>("parityEmpty").text().contains("Quantize this one"));
    p.page.setQuantized(true);
    CHECK_FALSE(p.find<QPushButton>("layerErrorsRun").isEnabled());
    CHECK(p.find<QPushButton>("parityRun").isEnabled());
    p.page.setVerifying(true);
    CHECK_FALSE(p.find<QPushButton>("parityRun").isEnabled());
    p.page.setNetwork(nullptr, false);
    for (const char* button : {"layerErrorsRun", "parityRun", "runQat"}) {
        CHECK_FALSE(p.find<QPushButton>(button).isEnabled());
    }
    CHECK(p.find<QLabel>("qatEmpty").text().startsWith("No network is open"));
}

TEST_CASE("parity names the engine and counts what saturates") {
    Page p;
    p.page.setNetwork(network(), true);
    p.find<QTabWidget>("quantizationTabs").setCurrentIndex(1);
    QSignalSpy asked(&p.page, &QuantizationPage::parityRequested);
    p.find<QSpinBox>("parityImages").setValue(24);
    QTest::mouseClick(&p.find<QPushButton>("parityRun"), Qt::LeftButton);
    REQUIRE(asked.count() == 1);
    CHECK(asked.front().front().toLongLong() == 24);
    p.page.setParity(std::make_shared<const ParityReport>(parity()));
    const QString heading = p.find<QLabel>("parityHeading").text();
    CHECK(heading.startsWith("Engine onednn on AVX2: it saturates"));
    CHECK(heading.contains("kernels at most 60 steps off in 9 outputs; 7 sums saturate"));
    CHECK(heading.endsWith("simulation 16, kernels 12 of 16 images"));
    ParityReport other = parity();
    other.saturating = false;
    other.total.kernels = {1, 9};
    other.total.simulated = {};
    CHECK(parityHeading(other).contains(
        "simulation equal everywhere, kernels at most 1 step off in 9 outputs; 7 sums would "
        "saturate in 16 bits (no VNNI)"));
    other.total.saturated = 0;
    CHECK(parityHeading(other).contains("no sum would saturate in 16 bits"));
    CHECK(p.column("parity", 1) == QStringList{"Conv2d", "Linear (FP32)"});
    FigureTableModel model(parityTable(parity()));
    CHECK(model.csv().contains("\nconv1,Conv2d,0,100,1,3,60,9,500,7\n"));
    auto& table = p.find<QTableView>("parity");
    table.setCurrentIndex(table.model()->index(1, 0));
    CHECK(p.selection.layer() == "linear");
}

TEST_CASE("a QAT run: the curves' numbers, the selected layer's scales, the best epoch") {
    Page p;
    auto& plot = p.find<QatPlot>("qatPlot");
    CHECK(plot.csv().isEmpty());
    p.find<QTabWidget>("quantizationTabs").setCurrentIndex(2);
    p.page.setTrainings({{"int8-qat", std::make_shared<const StoredTraining>(training())}});
    CHECK(plot.isVisible());
    CHECK(p.find<QLabel>("qatHeading").text() ==
          "Best epoch 2 of 3: converted INT8 92.50 %, simulated 93.00 %, loss 0.2500");
    CHECK(plot.shownLayer().isEmpty());
    p.selection.select({}, "conv1");
    CHECK(plot.shownLayer() == "conv1");
    const QList<QByteArray> lines = plot.csv().split('\n');
    REQUIRE(lines.size() == 5);
    CHECK(lines[0].startsWith("epoch,loss,train_accuracy,simulated_accuracy,converted_accuracy,"));
    CHECK(lines[2] == "2,0.25,0.9,0.93,0.925,1,0,conv1,0.2,5,0.01");
    StoredTraining more = training();
    more.id = 4;
    more.epochs.resize(1);
    p.page.setTrainings({{"int8-qat", std::make_shared<const StoredTraining>(training())},
                         {"unfinished", std::make_shared<const StoredTraining>(more)}});
    auto& runs = p.find<QComboBox>("qatRuns");
    CHECK(runs.currentText() == "unfinished");  // what has just begun
    CHECK(plot.epochs().size() == 1);
    runs.setCurrentIndex(0);
    CHECK(plot.epochs().size() == 3);
    more.epochs = training().epochs;
    p.page.setTrainings({{"int8-qat", std::make_shared<const StoredTraining>(training())},
                         {"unfinished", std::make_shared<const StoredTraining>(more)}});
    CHECK(runs.currentIndex() == 0);
}

TEST_CASE("drawings of the checks are light in a dark window") {
    Page p;
    p.page.setPalette(darkPalette());
    p.page.setErrors(std::make_shared<const QuantErrors>(errors()));
    p.page.setTrainings({{"int8-qat", std::make_shared<const StoredTraining>(training())}});
    p.find<QTabWidget>("quantizationTabs").setCurrentIndex(2);
    settle();
    for (Exportable* drawing : p.page.exportables()) {
        const QImage image = exportImage(*drawing, drawing->exportSize(), 1.0);
        CHECK(image.pixelColor(1, image.height() - 2).lightness() > 240);
    }
    settle();
    CHECK(p.find<QatPlot>("qatPlot").grab().toImage().pixelColor(3, 3).lightness() < 80);
}
