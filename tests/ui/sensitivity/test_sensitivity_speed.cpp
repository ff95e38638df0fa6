#include <QElapsedTimer>
#include <QTabWidget>

#include <cstdio>
#include <functional>

#include "tests/ui/sensitivity/page_fixture.h"

using namespace secateur;
using made_up::ShownPage;

namespace {

constexpr double kFrameMs = 16.0;
// The machine may be busy with anything else, or the build one with sanitizers.
constexpr double kAllowance = 6.0;

struct Times {
    double median;
    double largest;
};

/// Each run is one frame: what the event starts, and the painting of it.
Times measure(const char* what, int frames, const std::function<void(int)>& frame) {
    std::vector<double> times;
    for (int i = 0; i < frames; ++i) {
        QElapsedTimer timer;
        timer.start();
        frame(i);
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    const Times result{times[times.size() / 2], times.back()};
    std::printf("%-44s median %6.2f ms, max %6.2f ms\n", what, result.median, result.largest);
    return result;
}

/// 58 layers, two more, and "global".
made_up::Points sixtyLayers(const GraphCost& network) {
    auto points = made_up::sweep(network, made_up::evenRatios(20));
    for (const char* layer : {"more.0", "more.1"}) {
        for (const double ratio : made_up::evenRatios(20)) {
            points.push_back(made_up::point(layer, ratio, static_cast<int64_t>(2000 * ratio)));
        }
    }
    return points;
}

void drag(const char* what, ShownPage& shown) {
    CurvePlot& plot = shown.plot();
    const int x = plot.axisRect()->center().x();
    const int y = qRound(plot.toleranceY());
    QTest::mousePress(&plot, Qt::LeftButton, {}, QPoint(x, y));
    const Times times = measure(what, 200, [&](int i) {
        QMouseEvent move(QEvent::MouseMove, QPointF(x, y - i), plot.mapToGlobal(QPointF(x, y - i)),
                         Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&plot, &move);
    });
    QTest::mouseRelease(&plot, Qt::LeftButton, {}, QPoint(x, y - 199));
    CHECK(plot.tolerance() > 5.0);  // it did move
    CHECK(times.median < kFrameMs * kAllowance);
    shown.page.setTolerance(2.0);
    shown.settle();
}

}  // namespace

TEST_CASE("60 layers x 20 ratios: frames while dragging, hovering and measuring") {
    ShownPage shown;
    const made_up::Points points = sixtyLayers(*shown.network);
    REQUIRE(points.size() == 61 * 20);
    std::printf("Sensitivity page, 1280x720, 60 layers x 20 ratios, a frame is to take < 16 ms\n");
    const Times arriving = measure("20 points more, painted", 61, [&](int i) {
        shown.page.setSweeps({made_up::pruning({points.begin(), points.begin() + 20 * (i + 1)})});
    });
    CHECK(arriving.median < kFrameMs * kAllowance);
    shown.settle();
    drag("tolerance dragged over the curves", shown);

    CurvePlot& plot = shown.plot();
    const Times hovering = measure("mouse moved over the curves", 200, [&](int i) {
        QTest::mouseMove(&plot, plot.axisRect()->rect().topLeft() + QPoint(2 * i + 40, 300));
    });
    CHECK(hovering.median < kFrameMs * kAllowance);
    const Times whole = measure("all curves drawn again", 30, [&](int) { plot.replot(); });
    CHECK(whole.median < kFrameMs * kAllowance);
    const Times same = measure("setSweeps with what is known", 50,
                               [&](int) { shown.page.setSweeps({made_up::pruning(points)}); });
    CHECK(same.median < kFrameMs);

    shown.page.findChild<QTabWidget*>("sensitivityTabs")->setCurrentIndex(1);
    shown.settle();
    const Times map = measure("tolerance changed over the heatmap", 50,
                              [&](int i) { shown.page.setTolerance(2.0 + 0.1 * i); });
    CHECK(map.median < kFrameMs * kAllowance);
}
