#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QImage>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>
#include <QWheelEvent>
#include <QtTest/QTest>
#include <cmath>

#include "tests/support/ui_catch.h"
#include "tests/ui/model_view/real_network.h"
#include "tests/ui/model_view/sample_networks.h"
#include "ui/base/export_writer.h"
#include "ui/model_view/layer_text.h"
#include "ui/model_view/model_page.h"
#include "ui/model_view/network_view.h"

using namespace secateur;

namespace {

struct Page {
    Selection selection;
    ModelPage page{&selection};
    NetworkView& view = *page.findChild<NetworkView*>("networkView");

    explicit Page(std::shared_ptr<const GraphCost> network = test::shippedNetwork(),
                  const QSize& size = {1280, 720}) {
        page.resize(size);
        page.setNetwork(std::move(network));
        page.show();
        page.activateWindow();
        REQUIRE(QTest::qWaitForWindowActive(&page));
        QApplication::processEvents();
        view.setFocus();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&view, key, modifiers);
    }
    /// In the viewport: the middle of a layer, or a point of its block's card beside all layers.
    QPoint pointOf(const QString& layer) const {
        const NetworkScene& scene = view.drawing();
        const NetworkScene::Place place = scene.placeOf({}, layer);
        const BlockItem& item = scene.item(place.block);
        return view.mapFromScene(item.layerRect(*place.layer).center() + item.pos());
    }
    QPoint titleOf(int block) const {
        const QRectF card = view.drawing().blockRect(block);
        return view.mapFromScene(card.topLeft() + QPointF(10.0, 10.0));
    }
    double zoom() const { return view.transform().m11(); }
    bool allVisible() const {
        const QRectF shown = view.mapToScene(view.viewport()->rect()).boundingRect();
        return shown.adjusted(-1, -1, 1, 1).contains(view.drawing().sceneRect());
    }
};

QColor at(const Page& page, const QPoint& point) {
    return page.view.viewport()->grab().toImage().pixelColor(point);
}

}  // namespace

TEST_CASE("a click on a layer, on a block, on nothing") {
    Page p;
    QSignalSpy changed(&p.selection, &Selection::changed);
    QTest::mouseClick(p.view.viewport(), Qt::LeftButton, {}, p.pointOf("layers.11.conv2"));
    CHECK(p.selection.layer() == "layers.11.conv2");
    CHECK(p.selection.block() == "block 12");
    QTest::mouseClick(p.view.viewport(), Qt::LeftButton, {}, p.titleOf(3));
    CHECK(p.selection.layer().isEmpty());
    CHECK(p.selection.block() == "block 3");
    CHECK(changed.count() == 2);
    const auto* table = p.page.findChild<QTableView*>("layerTable");
    CHECK(table->selectionModel()->selectedRows().size() ==
          3);  // 3 conv; 3 bn, 2 relu6 and add are folded
    p.page.findChild<QCheckBox*>("allLayers")->setChecked(true);
    CHECK(table->selectionModel()->selectedRows().size() == 9);
    QTest::mouseClick(p.view.viewport(), Qt::LeftButton, {}, QPoint(2, 2));
    CHECK(p.selection.block().isEmpty());
}

TEST_CASE("the drawing follows the selection") {
    Page p;
    p.selection.select("block 5", "layers.4.conv1");
    CHECK(p.view.drawing().selected().block == 5);
    CHECK(p.view.accessibleDescription().contains("block 5"));
    CHECK(p.view.accessibleDescription().contains("layers.4.conv1"));
    p.selection.select("", "no such layer");
    CHECK(p.view.drawing().selected().block == -1);
}

TEST_CASE("keyboard: blocks, layers, zoom to the block, clear") {
    Page p;
    p.press(Qt::Key_Right);
    CHECK(p.selection.block() == "stem");
    p.press(Qt::Key_Right);
    CHECK(p.selection.block() == "block 1");
    p.press(Qt::Key_Down);
    CHECK(p.selection.layer() == "layers.0.conv1");
    p.press(Qt::Key_Down);
    CHECK(p.selection.layer() == "layers.0.bn1");
    p.press(Qt::Key_Up);
    p.press(Qt::Key_Up);
    CHECK(p.selection.layer() == "layers.0.conv1");  // the first one
    p.press(Qt::Key_Left);
    p.press(Qt::Key_Left);
    CHECK(p.selection.block() == "stem");

    const double fitted = p.zoom();
    p.press(Qt::Key_Return);
    CHECK(p.zoom() > fitted * 1.5);
    CHECK_FALSE(p.allVisible());
    p.press(Qt::Key_Escape);
    CHECK(p.selection.block().isEmpty());
    p.press(Qt::Key_Left);
    CHECK(p.selection.block() == "head");  // from nothing: the last
}

TEST_CASE("zoom and fit") {
    Page p;
    const double fitted = p.zoom();
    CHECK(p.allVisible());
    p.press(Qt::Key_Plus, Qt::ControlModifier);
    CHECK(p.zoom() == Approx(fitted * 1.2));
    p.press(Qt::Key_Minus, Qt::ControlModifier);
    p.press(Qt::Key_Minus, Qt::ControlModifier);
    CHECK(p.zoom() == Approx(fitted / 1.2));
    p.press(Qt::Key_0, Qt::ControlModifier);
    CHECK(p.zoom() == Approx(fitted));
    QTest::mouseClick(p.page.findChild<QToolButton*>("zoomInButton"), Qt::LeftButton);
    CHECK(p.zoom() == Approx(fitted * 1.2));
    QTest::mouseClick(p.page.findChild<QToolButton*>("fitButton"), Qt::LeftButton);
    CHECK(p.zoom() == Approx(fitted));

    const QPointF middle = p.view.viewport()->rect().center();
    QWheelEvent turn(middle, p.view.viewport()->mapToGlobal(middle), {}, {0, 240}, Qt::NoButton,
                     Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(p.view.viewport(), &turn);
    CHECK(p.zoom() == Approx(fitted * 1.44));
}

TEST_CASE("a double click zooms to the block, dragging moves the drawing and selects nothing") {
    Page p;
    const double fitted = p.zoom();
    QTest::mouseDClick(p.view.viewport(), Qt::LeftButton, {}, p.titleOf(9));
    CHECK(p.zoom() > fitted * 1.5);
    const QString before = p.selection.block();
    const QPoint start = p.view.viewport()->rect().center();
    const QPointF scene = p.view.mapToScene(start);
    QTest::mousePress(p.view.viewport(), Qt::LeftButton, {}, start);
    QTest::mouseMove(p.view.viewport(), start + QPoint(20, -5));
    QTest::mouseMove(p.view.viewport(), start + QPoint(40, -10));
    QTest::mouseRelease(p.view.viewport(), Qt::LeftButton, {}, start + QPoint(40, -10));
    const QPointF moved = p.view.mapToScene(start + QPoint(40, -10)) - scene;
    CHECK(std::abs(moved.x()) < 2.0);
    CHECK(std::abs(moved.y()) < 2.0);
    CHECK(p.selection.block() == before);
}

TEST_CASE("the 19 blocks fit readably into 1280x720, in several rows") {
    Page p;
    CHECK(p.allVisible());
    CHECK(p.zoom() > 0.9);  // labels of 10 units: at least 9 pixels
    CHECK(p.view.drawing().blockRect(18).top() > p.view.drawing().blockRect(0).bottom());
    const double tall = p.view.drawing().item(18).geometry().below;
    p.page.resize(900, 430);  // lower bars rather than unreadable texts
    QApplication::processEvents();
    CHECK(p.allVisible());
    CHECK(p.view.drawing().item(18).geometry().below < tall);
    p.page.resize(1280, 720);
    QApplication::processEvents();
    CHECK(p.view.drawing().item(18).geometry().below == tall);
    p.page.resize(700, 1200);  // higher than wide: fewer blocks in a row
    QApplication::processEvents();
    CHECK(p.allVisible());
}

TEST_CASE("colours stand for values; the buttons, the setter and the legend agree") {
    Page p;
    const auto* bar = p.page.findChild<QToolBar*>("colourBy");
    const auto action = [&](const char* name) {
        return p.page.findChild<QAction*>(QLatin1String(name));
    };
    QTest::mouseClick(bar->widgetForAction(action("colour_safe_ratio")), Qt::LeftButton);
    CHECK(p.page.colouring() == ColourBy::Sensitivity);
    CHECK(p.view.drawing().style().colouring.legend().notMeasured);

    LayerValues values;
    values.safeRatio["layers.11.conv1"] = 1.0;
    p.page.setValues(values);
    const QPoint middle = p.pointOf("layers.11.conv1");
    CHECK(at(p, middle) == sequentialColour(1.0));
    values.safeRatio["layers.11.conv1"] = 0.0;
    p.page.setValues(values);
    CHECK(at(p, middle) == sequentialColour(0.0));
    p.page.setColouring(ColourBy::Parameters);
    CHECK(action("colour_parameters")->isChecked());
    CHECK_FALSE(action("colour_safe_ratio")->isChecked());
    values.times["layers.11.conv1"] = {0.002, 0.5, 2.0};
    p.page.setValues(values);
    QTest::mouseClick(bar->widgetForAction(action("colour_ms")), Qt::LeftButton);
    CHECK(at(p, middle) == sequentialColour(0.5));  // the only one
    CHECK(p.view.drawing().style().colouring.legend().title.contains("Milliseconds"));
    CHECK(p.view.findChild<QWidget*>("networkLegend")->isVisible());
}

TEST_CASE("the palette's change is followed at once") {
    Page p;
    const QColor light = at(p, QPoint(10, 10));
    QPalette dark = p.page.palette();
    dark.setColor(QPalette::Base, QColor(30, 30, 30));
    dark.setColor(QPalette::Text, Qt::white);
    p.page.setPalette(dark);
    QApplication::processEvents();
    CHECK(light == QPalette().color(QPalette::Base));
    CHECK(at(p, QPoint(10, 10)) == QColor(30, 30, 30));
}

TEST_CASE("another variant of the same network stays where it was") {
    Page p;
    QTest::mouseDClick(p.view.viewport(), Qt::LeftButton, {}, p.titleOf(9));
    const double zoomed = p.zoom();
    p.page.setNetwork(std::make_shared<const GraphCost>(*test::shippedNetwork()));
    CHECK(p.zoom() == Approx(zoomed));
    p.page.setNetwork(test::resnet18());
    CHECK(p.allVisible());
}

TEST_CASE("without a network the page says what to do") {
    Page p(nullptr);
    const auto* empty = p.page.findChild<QLabel*>("modelEmptyState");
    CHECK(empty->isVisible());
    CHECK(empty->text().contains("Ctrl+O"));
    CHECK(p.page.exportables().front()->csv().isEmpty());
    p.page.setNetwork(test::vgg16());
    CHECK_FALSE(empty->isVisible());
    p.page.setNetwork(nullptr);
    CHECK(empty->isVisible());
}

namespace {

/// A number and its unit stay on one line.
QString withPlainSpaces(QString text) {
    return text.replace("&nbsp;%", " %");
}

}  // namespace

TEST_CASE("a tooltip tells all about a layer, and what was not measured") {
    const auto cost = test::shippedNetwork();
    LayerValues values;
    values.safeRatio["layers.2.conv2"] = 0.6;
    size_t index = 0;
    while (cost->layers[index].name != "layers.2.conv2") {
        ++index;
    }
    const QString tip = withPlainSpaces(layerTip(*cost, index, values));
    for (const char* fact : {"layers.2.conv2", "3x3 dw conv2d", "block 3", "depthwise", "144x28x28",
                             "60.00 %", "not measured"}) {
        INFO(fact);
        CHECK(tip.contains(fact));
    }
}

namespace {

/// A stem of 16 channels, a wide layer of `wide`, and 8 again.
std::shared_ptr<const GraphCost> threeLayers(int64_t wide) {
    test::CostBuilder b(3, 16);
    const NodeId stem = b.conv("stem", 0, 16, 3);
    b.beginBlock("block 1");
    b.conv("out", b.conv("wide", stem, wide, 1), 8, 1);
    return b.finish();
}

}  // namespace

TEST_CASE("two networks side by side: selection, zoom, scale and old widths") {
    Page p(threeLayers(32));
    auto& other = *p.page.findChild<NetworkView*>("besideView");
    CHECK_FALSE(other.isVisible());
    QSignalSpy chosen(&p.page, &ModelPage::besideChosen);
    p.page.setNetworks({{1, "slim"}, {2, "baseline"}, {3, "int8"}}, 1);
    auto& box = *p.page.findChild<QComboBox*>("besideNetwork");
    CHECK(box.count() == 3);  // nothing, and the other two
    box.setFocus();
    QTest::keyClick(&box, Qt::Key_Down);
    CHECK(chosen.count() == 1);
    CHECK(p.page.beside() == 2);
    LayerValues slim;
    slim.quantizationSqnrDb = {{"stem", 20.0}, {"wide", 30.0}};
    LayerValues wide;
    wide.quantizationSqnrDb = {{"stem", 30.0}, {"wide", 40.0}};
    p.page.setValues(slim);
    p.page.setBeside(threeLayers(64), wide);
    p.page.setColouring(ColourBy::QuantizationError);
    QApplication::processEvents();
    CHECK(other.isVisible());
    CHECK(p.page.findChild<QLabel*>("drawingTitle")->text() == "slim");
    CHECK(p.page.findChild<QLabel*>("besideTitle")->text() == "baseline");
    CHECK(p.page.exportables().size() == 2);
    CHECK(p.page.exportables()[1]->exportName() == "model_beside");

    // One scale of colours: from 20 to 40 dB.
    CHECK(*p.view.drawing().style().colouring.position(2) == Approx(0.5));
    CHECK(*other.drawing().style().colouring.position(1) == Approx(0.5));
    // One scale of widths; what is narrower has its old width as an outline, what is not has none.
    const auto shapeOf = [](const NetworkView& view, const char* layer) {
        const NetworkScene::Place place = view.drawing().placeOf({}, layer);
        for (const LayerShape& shape : view.drawing().item(place.block).geometry().shapes) {
            if (shape.layer == *place.layer) {
                return shape;
            }
        }
        return LayerShape();
    };
    CHECK(shapeOf(p.view, "wide").formerRight == shapeOf(other, "wide").rightHeight);
    CHECK(shapeOf(p.view, "wide").formerRight == 2.0 * shapeOf(p.view, "wide").rightHeight);
    CHECK(shapeOf(p.view, "stem").formerOutline().isEmpty());
    CHECK(shapeOf(other, "wide").formerOutline().isEmpty());
    CHECK(p.view.drawing().signs().former);

    p.selection.select("block 1", "wide");
    CHECK(other.drawing().selected() == p.view.drawing().selected());
    QTest::mouseDClick(p.view.viewport(), Qt::LeftButton, {}, p.titleOf(1));
    CHECK(other.transform() == p.view.transform());
    const auto middleIn = [](const NetworkView& view) {
        return view.mapToScene(view.viewport()->rect().center()) -
               view.drawing().blockRect(1).topLeft();
    };
    CHECK(std::abs(middleIn(other).x() - middleIn(p.view).x()) < 2.0);
    other.zoomOut();
    CHECK(p.zoom() == Approx(other.transform().m11()));
    p.press(Qt::Key_0, Qt::ControlModifier);
    CHECK(p.allVisible());
    CHECK(other.transform().m11() < 3.0);

    p.page.setNetworks({{1, "slim"}, {3, "int8"}}, 1);  // the other was taken out
    CHECK(p.page.beside() == 0);
    CHECK(chosen.count() == 2);
    p.page.setBeside(nullptr, {});
    CHECK_FALSE(other.isVisible());
    CHECK(shapeOf(p.view, "wide").formerOutline().isEmpty());
}

TEST_CASE("facts of what is selected stand beside the drawing") {
    Page p;
    LayerValues values;
    values.safeRatio = {{"layers.2.conv1", 0.9}, {"layers.2.conv2", 0.6}};
    values.times = {{"layers.2.conv1", {0.002, 0.2, 4.0}}, {"layers.2.conv2", {0.001, 0.1, 0.5}}};
    values.ranges = {{"layers.2.conv2", {"[-1, 1], observer", {}}},
                     {"layers.2.bn2.act", {{}, "[0, 6], ReLU6"}}};
    p.page.setValues(values);
    const auto& facts = *p.page.findChild<QLabel*>("layerFactsText");
    const auto says = [&](const QStringList& texts) {
        for (const QString& text : texts) {
            INFO(text.toStdString() << " in " << facts.text().toStdString());
            CHECK(withPlainSpaces(facts.text()).contains(text));
        }
    };
    says({"The whole network", ">168, 58 with weights<", ">3.000 ms<", ">30.00 %<"});
    p.selection.select("block 3", {});
    // 2 + 1 ms in FP32, 0.5 + 2 ms in INT8
    says({"<b>block 3</b>", ">9, 3 with weights<", ">60.00 % (layers.2.conv2)<", ">3.000 ms<",
          ">2.500 ms<", ">1.20<"});
    p.selection.select("block 3", "layers.2.conv2");
    says({"<b>layers.2.conv2</b>", ">depthwise<", ">144x28x28<", ">1.000 ms<", ">2.000 ms<",
          ">0.50<", ">[-1, 1], observer<", ">[0, 6], ReLU6<"});
}

TEST_CASE("export: as a picture in light colours, and as the numbers behind it") {
    Page p;
    p.page.setColouring(ColourBy::Macs);
    Exportable& drawing = *p.page.exportables().front();
    CHECK(drawing.exportName() == "model");
    const QImage image = exportImage(drawing, drawing.exportSize(), 1.0);
    CHECK(image.pixelColor(1, 1) == QColor(Qt::white));
    p.selection.select("block 3", "layers.2.conv2");
    CHECK(exportImage(drawing, drawing.exportSize(), 1.0) == image);  // no selection in it

    const QList<QByteArray> lines = drawing.csv().split('\n');
    REQUIRE(lines.size() == 170);  // header, 168 layers, the end
    CHECK(lines[0] ==
          "layer,block,role,kind,input,output,parameters,weights,zeros,sparsity,macs,colour_macs");
    CHECK(lines[2] == "conv1,stem,stem,3x3,1x28x28,32x28x28,288,288,0,0,225792,225792");
    CHECK(lines[3] == "bn1,stem,,batch_norm2d,32x28x28,32x28x28,64,0,0,,0,");
}
