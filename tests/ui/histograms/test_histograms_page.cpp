#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QUndoStack>
#include <algorithm>
#include <cmath>

#include "tests/support/settle.h"
#include "tests/support/ui_catch.h"
#include "tests/ui/histograms/sample_layers.h"
#include "ui/base/export_writer.h"
#include "ui/histograms/histogram_plot.h"
#include "ui/histograms/histograms_page.h"

using namespace secateur;

namespace {

struct Page {
    Page() : page(std::make_unique<HistogramsPage>(&selection, &undo)) {
        page->resize(1200, 700);
        page->show();
        QObject::connect(
            page.get(), &HistogramsPage::clipChanged, page.get(),
            [this](const QString& layer, ClipTarget target, const std::optional<ClipRange>& range) {
                stored.push_back({layer.toStdString(), target, range});
            });
    }
    template <class Widget>
    Widget* find(const char* name) const {
        auto* found = page->findChild<Widget*>(name);
        REQUIRE(found != nullptr);
        return found;
    }
    HistogramPlot* plot() const { return find<HistogramPlot>("histogramPlot"); }
    bool showsHistogram() const { return plot()->isVisible(); }
    QString emptyText() const { return find<QLabel>("emptyText")->text(); }
    QString cell(int row, int column) const {
        return find<QTableView>("rangeTable")->model()->index(row, column).data().toString();
    }
    int rangeRows() const { return find<QTableView>("rangeTable")->model()->rowCount(); }
    /// Until the methods' ranges have come from the other thread.
    void waitForRanges(int rows) {
        REQUIRE(QTest::qWaitFor([&] { return rangeRows() == rows; }, 5000));
        settle();
    }
    /// conv1 (ReLU6) has 100 zeros, 90 ones, 9 twos and a four; the others small normal values.
    void showActivations(int bits) {
        auto ranges = std::make_shared<NetworkRanges>();
        ranges->network = "baseline";
        ranges->images = 512;
        for (const char* name : {"conv1", "conv2", "add", "pool", "linear"}) {
            NodeHistogram histogram;
            histogram.name = name;
            histogram.relu6 = histogram.name == "conv1";
            std::vector<float> values = normalValues(500, 1.0, 3);
            if (histogram.relu6) {
                values.assign(100, 0.0F);
                values.insert(values.end(), 90, 1.0F);
                values.insert(values.end(), 9, 2.0F);
                values.push_back(4.0F);
            }
            histogram.values = histogramOf(values);
            const ClipRange extremes{histogram.values.minimum(), histogram.values.maximum()};
            const bool fixed = histogram.relu6 && bits == 8;
            ranges->choices.push_back(outputChoice(name, fixed ? ClipRange{0.0, 6.0} : extremes,
                                                   histogram.name == "linear" ? 8 : bits,
                                                   fixed ? "ReLU6, fixed" : "min-max"));
            ranges->choices.back().sqnrDb =
                clipEffect(histogram.values, ranges->choices.back().params).sqnrDb;
            ranges->activations[name] = std::move(histogram);
        }
        page->setNetwork(sampleNetwork());
        find<QComboBox>("targetChooser")->setCurrentIndex(1);
        page->setRanges(ranges);
        selection.select("stem", "conv1");
    }

    struct Stored {
        std::string layer;
        ClipTarget target;
        std::optional<ClipRange> range;
    };
    Selection selection;
    QUndoStack undo;
    std::unique_ptr<HistogramsPage> page;
    std::vector<Stored> stored;
};

constexpr int kLow = 1, kHigh = 2, kClipped = 3, kScale = 4, kZeroPoint = 5;

}  // namespace

TEST_CASE("empty states say what to do next") {
    Page p;
    CHECK(p.emptyText().startsWith("Open a network"));
    p.page->setNetwork(sampleNetwork());
    CHECK(p.emptyText().startsWith("Select a layer"));
    QSignalSpy wanted(p.page.get(), &HistogramsPage::weightHistogramWanted);
    p.selection.select("stem", "conv1");
    CHECK(p.emptyText().startsWith("Reading the weights of conv1"));
    REQUIRE(wanted.count() == 1);
    CHECK(wanted[0][0].toString() == "conv1");
    p.page->setWeightHistogram(
        std::make_shared<WeightHistogram>(weightsOf("conv1", {{0.0F, 0.0F}})));
    CHECK(p.emptyText().startsWith("All weights of conv1 are zero"));
    CHECK_FALSE(p.showsHistogram());

    p.find<QComboBox>("targetChooser")->setCurrentIndex(1);
    CHECK(p.emptyText().startsWith("The ranges of activations are not known yet"));
    QSignalSpy collect(p.page.get(), &HistogramsPage::activationHistogramsWanted);
    QTest::mouseClick(p.find<QPushButton>("collectActivations"), Qt::LeftButton);
    CHECK(collect.count() == 1);
    p.page->setCollecting(true);
    CHECK_FALSE(p.find<QPushButton>("collectActivations")->isEnabled());
    for (Exportable* drawing : p.page->exportables()) {
        CHECK(drawing->csv().isEmpty());
    }
}

TEST_CASE("weights are asked for when they can be seen, and once") {
    Page p;
    p.page->setNetwork(sampleNetwork());
    p.page->hide();
    QSignalSpy wanted(p.page.get(), &HistogramsPage::weightHistogramWanted);
    p.selection.select("stem", "bn1");  // folded into conv1
    CHECK(wanted.count() == 0);
    p.page->show();
    p.selection.select("stem", "relu1");
    REQUIRE(wanted.count() == 1);
    CHECK(wanted[0][0].toString() == "conv1");
    p.page->setWeightHistogram(
        std::make_shared<WeightHistogram>(weightsOf("conv2", {{1.0F, -1.0F}})));
    CHECK_FALSE(p.showsHistogram());  // it came too late
    p.page->setWeightHistogram(
        std::make_shared<WeightHistogram>(weightsOf("conv1", {{1.0F, -1.0F}})));
    CHECK(p.showsHistogram());
    CHECK(wanted.count() == 1);
}

TEST_CASE("dragging a handle shows what it does, is stored once, undone and redone") {
    Page p;
    p.showActivations(7);
    p.waitForRanges(6);  // min-max, percentile, MSE, entropy, ReLU6, the current one
    CHECK(p.cell(0, 0) == "min-max (automatic)");
    CHECK(p.cell(5, kHigh) == "4");
    HistogramPlot* plot = p.plot();
    const QPointF from(plot->pixelOf(RangeEnd::High), plot->height() / 2.0);
    const QPointF to(plot->xAxis->coordToPixel(2.0), from.y());
    sendMouse(*plot, QEvent::MouseButtonPress, from);
    sendMouse(*plot, QEvent::MouseMove, to);
    // Bins are 1/256 wide (a half of that would reach to just under 4), so the drag ends near 2.
    CHECK(plot->range().high == Approx(2.0).margin(0.02));
    const double high = plot->range().high;
    // One value of 200, the four, is clipped; the nines of two are within half a step (1/127).
    CHECK(p.cell(5, kClipped) == "0.50 %");
    CHECK(p.cell(5, kScale) == QString::number(high / 127.0, 'g', 4));
    CHECK(p.cell(5, kZeroPoint) == "0");
    CHECK(p.stored.empty());
    sendMouse(*plot, QEvent::MouseButtonRelease, to);
    REQUIRE(p.stored.size() == 1);
    CHECK(p.stored[0].layer == "conv1");
    CHECK(p.stored[0].target == ClipTarget::Activations);
    CHECK(p.stored[0].range == ClipRange{0.0, high});
    CHECK(p.undo.undoText().startsWith("clip conv1 activations to [0, "));
    CHECK(p.find<QTableView>("rangeLayerList")
              ->model()
              ->index(0, 1)
              .data()
              .toString()
              .contains("by hand"));

    p.undo.undo();
    CHECK(p.stored.back().range == std::nullopt);
    CHECK(plot->range() == ClipRange{0.0, 4.0});
    p.undo.redo();
    CHECK(p.stored.back().range == ClipRange{0.0, high});
    CHECK(plot->range() == ClipRange{0.0, high});
}

TEST_CASE("a candidate is taken with a click, on its lane or its button") {
    Page p;
    p.showActivations(8);
    p.waitForRanges(6);
    CHECK(p.cell(4, 0) == "ReLU6 (automatic)");  // 8 bits: [0, 6] is fixed
    CHECK(p.plot()->range() == ClipRange{0.0, 6.0});
    CHECK(p.cell(4, kScale) == QString::number(6.0 / 255.0, 'g', 4));
    sendMouse(*p.plot(), QEvent::MouseButtonPress, p.plot()->candidateLane(0).center());
    REQUIRE(p.stored.size() == 1);
    CHECK(p.stored[0].range == ClipRange{0.0, 4.0});
    QTest::mouseClick(p.find<QPushButton>("use_relu6"), Qt::LeftButton);
    CHECK(p.stored.back().range == ClipRange{0.0, 6.0});
    CHECK(p.undo.count() == 2);
    QTest::mouseClick(p.find<QPushButton>("automaticClip"), Qt::LeftButton);
    CHECK(p.stored.back().range == std::nullopt);
    CHECK_FALSE(p.find<QPushButton>("automaticClip")->isEnabled());
}

TEST_CASE("a typed range is shown at once and stored when applied") {
    Page p;
    p.showActivations(7);
    p.waitForRanges(6);
    auto* high = p.find<QDoubleSpinBox>("clipHigh");
    high->setFocus();
    high->selectAll();
    QTest::keyClicks(high, QLocale().toString(1.5));
    CHECK(p.plot()->range() == ClipRange{0.0, 1.5});
    CHECK(p.cell(5, kClipped) == "5.00 %");  // nine twos and the four, of 200
    CHECK(p.stored.empty());
    QTest::keyClick(high, Qt::Key_Return);
    REQUIRE(p.stored.size() == 1);
    CHECK(p.stored[0].range == ClipRange{0.0, 1.5});
    CHECK_FALSE(p.find<QPushButton>("applyClip")->isEnabled());
}

TEST_CASE("keyboard steps on one handle are one command") {
    Page p;
    p.showActivations(7);
    p.waitForRanges(6);
    p.page->activateWindow();
    p.plot()->setFocus(Qt::BacktabFocusReason);
    REQUIRE(p.plot()->hasFocus());
    QTest::keyClick(p.plot(), Qt::Key_Left);
    QTest::keyClick(p.plot(), Qt::Key_Left, Qt::ShiftModifier);
    CHECK(p.plot()->range().high == 4.0 - 11.0 / 256.0);
    CHECK(p.undo.count() == 1);
    p.undo.undo();
    CHECK(p.plot()->range() == ClipRange{0.0, 4.0});
}

TEST_CASE("the percentile is searched again when it changes") {
    Page p;
    p.showActivations(7);
    p.waitForRanges(6);
    // All values have one sign: numpy.percentile of 200 values at 90 % is rank 179.1, a one.
    p.find<QDoubleSpinBox>("percentile")->setValue(90.0);
    REQUIRE(QTest::qWaitFor([&] { return p.cell(1, 0) == "percentile 90"; }, 5000));
    CHECK(p.cell(1, kLow) == "0");
    CHECK(p.cell(1, kHigh).toDouble() == Approx(1.0).margin(1.0 / 256.0));
}

TEST_CASE("the selection is shared with other views") {
    Page p;
    p.showActivations(8);
    auto* chooser = p.find<QComboBox>("layerChooser");
    // Pooling has the scale of its input; the input was not measured here.
    CHECK(chooser->count() == 4);
    CHECK(chooser->currentText() == "conv1");
    p.selection.select("head", "pool");
    CHECK(chooser->currentText() == "add");
    auto* list = p.find<QTableView>("rangeLayerList");
    list->setCurrentIndex(list->model()->index(1, 0));
    CHECK(p.selection.layer() == "conv2");
    CHECK(p.selection.block() == "block1");
    CHECK(chooser->currentText() == "conv2");
}

TEST_CASE("the output has 8 bits even where activations have 7") {
    Page p;
    p.showActivations(7);
    CHECK(p.find<QLabel>("scheme")->text() ==
          "conv1, activations: 7 bits, affine: integers 0 to 127");
    p.selection.select("head", "linear");
    CHECK(p.find<QLabel>("scheme")->text() ==
          "linear, activations: 8 bits, affine: integers 0 to 255");
}

TEST_CASE("the list has the SQNR of the range that a layer has now") {
    Page p;
    p.showActivations(7);
    auto* rows = p.find<QTableView>("rangeLayerList")->model();
    REQUIRE(QTest::qWaitFor(
        [&] { return rows->index(3, 2).data().toString() != QString(QChar(0x2013)); }, 5000));
    const QString automatic = rows->index(3, 2).data().toString();
    p.page->setClips({{"linear", ClipTarget::Activations, {-0.5, 0.5}}});
    CHECK(rows->index(3, 1).data().toString().contains("by hand"));
    REQUIRE(QTest::qWaitFor(
        [&] {
            const QString now = rows->index(3, 2).data().toString();
            return now != QString(QChar(0x2013)) && now != automatic;
        },
        5000));
    CHECK(rows->index(3, 2).data().toString().split(' ')[0].toDouble() <
          automatic.split(' ')[0].toDouble());

    auto ranges = std::make_shared<NetworkRanges>();
    ranges->choices = {weightChoice("conv2", {0.01, 0.02}, true)};
    ranges->choices[0].sqnrDb = 41.0;
    p.find<QComboBox>("targetChooser")->setCurrentIndex(0);
    p.page->setRanges(ranges);
    CHECK(rows->index(1, 2).data().toString() == "41.00 dB");
    CHECK(rows->index(1, 1).data().toString() == "min-max");
    CHECK(rows->index(0, 2).data().toString() == QString(QChar(0x2013)));
}

TEST_CASE("an INT8 network is shown as it is stored, and nothing of it can be changed") {
    Page p;
    auto ranges = std::make_shared<NetworkRanges>();
    ranges->stored = true;
    ranges->network = "baseline";
    ranges->images = 512;
    RangeChoice choice = outputChoice("conv1", {-0.5, 1.5}, 8, "mse");
    choice.rule = RangeRule::Stored;
    choice.params = {0.0079, 63, 0, 255};
    ranges->choices = {choice};
    p.page->setNetwork(sampleNetwork());
    p.find<QComboBox>("targetChooser")->setCurrentIndex(1);
    p.page->setRanges(ranges);
    p.selection.select("stem", "conv1");
    // Its values are not known, but what it holds is.
    CHECK(p.emptyText().startsWith("conv1: [-0.5, 1.5], scale 0.0079, zero point 63: mse."));
    auto seen = std::make_shared<NetworkRanges>(*ranges);
    seen->activations["conv1"] = {"conv1", histogramOf(normalValues(500, 1.0, 3)), {}, false};
    p.page->setRanges(seen);
    REQUIRE(p.rangeRows() == 1);
    CHECK(p.cell(0, 0) == "stored");
    CHECK(p.cell(0, kScale) == "0.0079");
    CHECK(p.cell(0, kZeroPoint) == "63");
    CHECK(p.find<QLabel>("clipState")->text() == "In the INT8 network: mse.");
    CHECK(p.find<QLabel>("source")->text() ==
          "ranges of the INT8 network, over the values of baseline, activations on 512 train "
          "images");
    for (const char* button : {"applyClip", "automaticClip"}) {
        CHECK_FALSE(p.find<QPushButton>(button)->isEnabled());
    }
    CHECK_FALSE(p.find<QDoubleSpinBox>("clipHigh")->isEnabled());
    CHECK_FALSE(p.plot()->isEnabled());
    CHECK_FALSE(p.find<QComboBox>("recipeChooser")->isEnabled());
}

TEST_CASE("a range that a group shares is marked, with its members") {
    Page p;
    auto ranges = std::make_shared<NetworkRanges>();
    RangeChoice choice =
        outputChoice("conv1", {-8.0, 9.0}, 7, "min-max, one range for a group of 2");
    choice.rule = RangeRule::Group;
    choice.group = {"conv1", "conv2"};
    ranges->choices = {choice};
    ranges->activations["conv1"] = {"conv1", histogramOf(normalValues(500, 1.0, 3)), {}, false};
    p.page->setNetwork(sampleNetwork());
    p.find<QComboBox>("targetChooser")->setCurrentIndex(1);
    p.page->setRanges(ranges);
    p.selection.select("stem", "conv1");
    p.waitForRanges(6);  // min-max, percentile, MSE, entropy, the group's, the current one
    CHECK(p.cell(4, 0) == "min-max, one range for a group of 2 (automatic)");
    CHECK(p.cell(4, kHigh) == "9");
    CHECK(p.cell(5, kScale) == QString::number(choice.params.scale, 'g', 4));
    CHECK(p.find<QTableView>("rangeLayerList")->model()->index(0, 1).data() == "group of 2");
    CHECK(p.find<QLabel>("clipState")->toolTip() == "One range for: conv1, conv2");
}

TEST_CASE("a page that is gone hears of no undo") {
    Page p;
    p.showActivations(8);
    p.waitForRanges(6);
    QTest::mouseClick(p.find<QPushButton>("use_min-max"), Qt::LeftButton);
    REQUIRE(p.undo.count() == 1);
    p.page.reset();
    p.undo.undo();
    CHECK(p.stored.size() == 1);
}

TEST_CASE("another network forgets what belonged to the former") {
    Page p;
    p.showActivations(8);
    p.page->setClips({{"conv1", ClipTarget::Activations, {0.0, 3.0}}});
    CHECK(p.plot()->range() == ClipRange{0.0, 3.0});
    p.page->setNetwork(sampleNetwork());
    CHECK_FALSE(p.showsHistogram());
    CHECK(p.emptyText().startsWith("The ranges of activations are not known yet"));
    p.page->setNetwork(nullptr);
    CHECK(p.emptyText().startsWith("Open a network"));
}
