#include <QAction>
#include <QApplication>
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
        QApplication::setActiveWindow(&page);
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
    CHECK(table->selectionModel()->selectedRows().size() == 9);  // 3 conv, 3 bn, 2 relu6, add
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
    QTest::mouseMove(p.view.viewport(), start + QPoint(20, 10));
    QTest::mouseMove(p.view.viewport(), start + QPoint(40, 30));
    QTest::mouseRelease(p.view.viewport(), Qt::LeftButton, {}, start + QPoint(40, 30));
    const QPointF moved = p.view.mapToScene(start + QPoint(40, 30)) - scene;
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
    QSignalSpy changed(&p.page, &ModelPage::colouringChanged);
    const auto* bar = p.page.findChild<QToolBar*>("colourBy");
    const auto action = [&](const char* name) {
        return p.page.findChild<QAction*>(QLatin1String(name));
    };
    QTest::mouseClick(bar->widgetForAction(action("colour_safe_ratio")), Qt::LeftButton);
    CHECK(changed.count() == 1);
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
    CHECK(p.page.findChild<QWidget*>("networkLegend")->isVisible());
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

TEST_CASE("a tooltip tells all about a layer, and what was not measured") {
    const auto cost = test::shippedNetwork();
    LayerValues values;
    values.safeRatio["layers.2.conv2"] = 0.6;
    size_t index = 0;
    while (cost->layers[index].name != "layers.2.conv2") {
        ++index;
    }
    const QString tip = layerTip(*cost, index, values);
    for (const char* fact : {"layers.2.conv2", "3x3 dw conv2d", "block 3", "depthwise", "144x28x28",
                             "60.00 %", "not measured"}) {
        INFO(fact);
        CHECK(tip.contains(fact));
    }
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
