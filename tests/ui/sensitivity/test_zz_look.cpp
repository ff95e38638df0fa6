#include <QApplication>
#include <QTabWidget>
#include <QComboBox>
#include <QPalette>
#include <QTest>
#include "tests/support/ui_catch.h"
#include "tests/ui/sensitivity/made_up_sweep.h"
#include "ui/base/export_writer.h"
#include "ui/sensitivity/sensitivity_page.h"
using namespace secateur;
static QPalette dark() {
    QPalette p;
    p.setColor(QPalette::Window, QColor(45, 45, 48)); p.setColor(QPalette::WindowText, Qt::white);
    p.setColor(QPalette::Base, QColor(30, 30, 32)); p.setColor(QPalette::AlternateBase, QColor(38, 38, 41));
    p.setColor(QPalette::Text, QColor(230, 230, 230)); p.setColor(QPalette::Button, QColor(55, 55, 58));
    p.setColor(QPalette::ButtonText, Qt::white); p.setColor(QPalette::Highlight, QColor(42, 130, 218));
    p.setColor(QPalette::HighlightedText, Qt::white); p.setColor(QPalette::ToolTipBase, QColor(60,60,60)); p.setColor(QPalette::ToolTipText, Qt::white);
    return p;
}
TEST_CASE("look", "[look]") {
    const QPalette light = QApplication::palette();
    auto net = made_up::mobileNet();
    for (bool isDark : {false, true}) {
        QApplication::setPalette(isDark ? dark() : light);
        const QString t = isDark ? "dark" : "light";
        for (int n : {5, 20}) {
            Selection sel; SensitivityPage page(&sel);
            page.resize(1240, 620); page.show();
            QTest::qWait(30);
            page.setNetwork(net);
            page.grab().save("/tmp/look_sens/empty_" + t + ".png");
            page.setSource("baseline (resources/mobilenet_v2_fashion.pth) on Fashion-MNIST, test images");
            auto pts = made_up::sweep(*net, n == 5 ? std::vector<double>{.3,.5,.6,.7,.8} : made_up::evenRatios(20));
            auto half = pts; half.resize(pts.size() * 2 / 5 + 2);
            page.setSweepRunning(true);
            page.setPoints(std::make_shared<const std::vector<SensitivityPoint>>(half));
            QTest::qWait(60);
            page.grab().save(QString("/tmp/look_sens/half_%1_%2.png").arg(t).arg(n));
            auto* tabs = page.findChild<QTabWidget*>("sensitivityTabs");
            tabs->setCurrentIndex(1); QTest::qWait(60);
            page.grab().save(QString("/tmp/look_sens/halfheat_%1_%2.png").arg(t).arg(n));
            page.setSweepRunning(false);
            page.setPoints(std::make_shared<const std::vector<SensitivityPoint>>(pts));
            sel.select("block 4", "layers.3.conv2");
            QTest::qWait(60);
            page.grab().save(QString("/tmp/look_sens/heat_%1_%2.png").arg(t).arg(n));
            tabs->setCurrentIndex(0); QTest::qWait(60);
            auto* plot = page.findChild<QWidget*>("curvePlot");
            page.setMeasuredPlan("Measured: 88.41 % of 10,000 images, drop 1.59 points [1.31, 1.88]");
            plot->setFocus();
            for (int k = 0; k < n * 3 / 4; ++k) QTest::keyClick(plot, Qt::Key_Right);
            QTest::qWait(60);
            page.grab().save(QString("/tmp/look_sens/curves_%1_%2.png").arg(t).arg(n));
            auto* layers = page.findChild<QComboBox*>("curveLayers");
            layers->setCurrentIndex(2); QTest::qWait(60);
            page.findChild<QComboBox*>("curveRange")->setCurrentIndex(1); QTest::qWait(60);
            page.grab().save(QString("/tmp/look_sens/worst_%1_%2.png").arg(t).arg(n));
            page.findChild<QComboBox*>("curveValue")->setCurrentIndex(1);
            page.findChild<QComboBox*>("curveRange")->setCurrentIndex(0);
            layers->setCurrentIndex(1); page.resize(900, 480); QTest::qWait(60);
            page.grab().save(QString("/tmp/look_sens/acc_%1_%2.png").arg(t).arg(n));
            layers->setCurrentIndex(0); QTest::qWait(60);
            page.grab().save(QString("/tmp/look_sens/accall_%1_%2.png").arg(t).arg(n));
            if (isDark) for (auto* e : page.exportables()) { exportAll(*e, "/tmp/look_sens", 1.0); }
        }
    }
    QApplication::setPalette(light);
}
