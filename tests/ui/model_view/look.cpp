#include <QApplication>
#include <QElapsedTimer>
#include <QPalette>
#include <QPainter>
#include <QSvgRenderer>
#include <cstdio>
#include "tests/support/ui_catch.h"
#include "tests/ui/model_view/real_network.h"
#include "tests/ui/model_view/sample_networks.h"
#include "ui/base/export_writer.h"
#include "ui/model_view/model_page.h"
#include "ui/model_view/network_view.h"
using namespace secateur;
namespace {
QPalette dark() {
    QPalette p;
    p.setColor(QPalette::Window, QColor(45,45,48)); p.setColor(QPalette::WindowText, QColor(230,230,230));
    p.setColor(QPalette::Base, QColor(30,30,32)); p.setColor(QPalette::AlternateBase, QColor(40,40,43));
    p.setColor(QPalette::Text, QColor(230,230,230)); p.setColor(QPalette::Button, QColor(55,55,58));
    p.setColor(QPalette::ButtonText, QColor(230,230,230)); p.setColor(QPalette::PlaceholderText, QColor(150,150,150));
    p.setColor(QPalette::Highlight, QColor(38,110,170)); p.setColor(QPalette::HighlightedText, Qt::white);
    return p;
}
LayerValues values(const GraphCost& c, int every) {
    LayerValues v; int i = 0;
    for (const auto& l : c.layers) if (l.weights > 0) { if (i % every != every-1) { v.safeRatio[l.name] = 0.3 + 0.1*(i % 6); v.quantizationSqnrDb[l.name] = 25 + (i*7) % 20; } ++i; }
    return v;
}
void look(const QString& name, std::shared_ptr<const GraphCost> c, QSize size, ColourBy by, bool pick=false) {
    Selection s; ModelPage page(&s);
    page.resize(size); page.setNetwork(c); page.setValues(values(*c, 5)); page.setColouring(by);
    if (pick) s.select("block 3", "layers.2.conv2");
    page.show(); QApplication::processEvents();
    if (pick) page.findChild<QWidget*>("networkView")->setFocus();
    QApplication::processEvents();
    QElapsedTimer t; t.start(); QPixmap p = page.grab(); std::printf("%s grab %lld ms\n", qPrintable(name), (long long)t.elapsed());
    t.start(); page.setNetwork(c); std::printf("  setNetwork %.2f ms\n", t.nsecsElapsed()/1e6);
    p.save("/tmp/mv_" + name + ".png");
}
}
TEST_CASE("look", "[.look]") {
    auto real = test::shippedNetwork();
    look("light_720", real, {1280,720}, ColourBy::Macs, true);
    look("light_big", real, {2560,1440}, ColourBy::Parameters);
    look("sens", real, {1280,720}, ColourBy::Sensitivity);
    look("small", real, {900,430}, ColourBy::Sparsity);
    look("vgg", test::vgg16(), {1280,720}, ColourBy::Macs);
    look("resnet", test::resnet18(), {1280,720}, ColourBy::Macs);
    look("dense", test::denseNet(), {1280,720}, ColourBy::Macs);
    look("se", test::squeezeExcitation(), {1280,720}, ColourBy::Macs);
    look("many", test::manyBranches(), {1280,720}, ColourBy::QuantizationError);
    { Selection s; ModelPage page(&s); page.setNetwork(real); page.setColouring(ColourBy::Sensitivity); page.setValues(values(*real,4)); exportAll(page.drawing(), "/tmp", 2); exportTo(page.drawing(), "/tmp/model.pdf", {1280,800}, 1); QSvgRenderer r(QString("/tmp/model.svg")); QImage i(1280,800,QImage::Format_RGB32); i.fill(Qt::white); QPainter q(&i); r.render(&q); i.save("/tmp/mv_svg.png");}
    { Selection s; ModelPage page(&s); page.resize(800,500); page.grab().save("/tmp/mv_empty.png"); }
    qApp->setPalette(dark());
    look("dark_720", real, {1280,720}, ColourBy::Macs, true);
    look("dark_big", real, {2560,1440}, ColourBy::QuantizationError);
}
