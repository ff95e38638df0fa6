// How long a frame takes, what the mouse starts and the painting of it, where the window has most
// to draw. A frame of a 60 Hz screen is 16 ms.
//
// usage: bench_frames     needs no display; prints medians, 99 % bounds and maxima
#include <QApplication>
#include <QElapsedTimer>
#include <QTabWidget>
#include <QTest>
#include <QUndoStack>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

#include "tests/support/made_up_sweep.h"
#include "tests/support/settle.h"
#include "tests/ui/histograms/sample_layers.h"
#include "ui/histograms/histogram_plot.h"
#include "ui/histograms/histograms_page.h"
#include "ui/jobs/live_plot.h"
#include "ui/sensitivity/curve_plot.h"
#include "ui/sensitivity/sensitivity_page.h"

namespace {

using namespace secateur;

/// Each run is one frame.
void measure(const char* what, int frames, const std::function<void(int)>& frame) {
    std::vector<double> times;
    for (int i = 0; i < frames; ++i) {
        QElapsedTimer timer;
        timer.start();
        frame(i);
        settle();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    std::printf("%-52s median %6.2f ms, 99 %% within %6.2f ms, max %6.2f ms\n", what,
                times[times.size() / 2], times[(times.size() - 1) * 99 / 100], times.back());
}

ShownSweep sweepOf(std::vector<SensitivityPoint> points) {
    ShownSweep sweep;
    sweep.key = "prune";
    sweep.title = "Pruned weights (L1) by layer";
    sweep.points = std::make_shared<const std::vector<SensitivityPoint>>(std::move(points));
    return sweep;
}

/// 58 layers, two more, and all together, at 20 ratios each.
void measureSensitivity() {
    const auto network = made_up::mobileNet();
    const std::vector<double> ratios = made_up::evenRatios(20);
    std::vector<SensitivityPoint> points = made_up::sweep(*network, ratios);
    for (const char* layer : {"more.0", "more.1"}) {
        for (const double ratio : ratios) {
            points.push_back(made_up::point(layer, ratio, static_cast<int64_t>(2000 * ratio)));
        }
    }
    Selection selection;
    QUndoStack undo;
    SensitivityPage page(&selection, &undo);
    page.resize(1280, 720);
    page.show();
    page.setNetwork(network);
    settle();
    measure("sensitivity: 20 points more, painted", 61, [&](int i) {
        page.setSweeps({sweepOf({points.begin(), points.begin() + 20 * (i + 1)})});
    });
    auto& plot = *page.findChild<CurvePlot*>("curvePlot");
    const QPoint line(plot.axisRect()->center().x(), qRound(plot.toleranceY()));
    QTest::mousePress(&plot, Qt::LeftButton, {}, line);
    measure("sensitivity: tolerance dragged over the curves", 200,
            [&](int i) { sendMouse(plot, QEvent::MouseMove, line - QPoint(0, i)); });
    QTest::mouseRelease(&plot, Qt::LeftButton, {}, line - QPoint(0, 199));
    page.setTolerance(2.0);
    settle();
    measure("sensitivity: mouse moved over the curves", 200, [&](int i) {
        QTest::mouseMove(&plot, plot.axisRect()->rect().topLeft() + QPoint(2 * i + 40, 300));
    });
    measure("sensitivity: all curves drawn again", 30, [&](int) { plot.replot(); });
    measure("sensitivity: told what is known", 50, [&](int) { page.setSweeps({sweepOf(points)}); });
    page.findChild<QTabWidget*>("sensitivityTabs")->setCurrentIndex(1);
    settle();
    measure("sensitivity: tolerance changed over the heat map", 50,
            [&](int i) { page.setTolerance(2.0 + 0.1 * i); });
}

/// Weights with a scale for each of 1,280 channels: the other plot, fields and table follow.
void measureHistograms() {
    Selection selection;
    QUndoStack undo;
    HistogramsPage page(&selection, &undo);
    page.resize(1280, 720);
    page.show();
    page.setNetwork(sampleNetwork());
    selection.select("stem", "conv1");
    std::vector<std::vector<float>> channels;
    for (unsigned c = 0; c < 1280; ++c) {
        channels.push_back(normalValues(320, 0.01 + 0.0001 * c, c));
    }
    page.setWeightHistogram(std::make_shared<const WeightHistogram>(weightsOf("conv1", channels)));
    settle();
    auto& plot = *page.findChild<HistogramPlot*>("histogramPlot");
    const QPointF grip(plot.pixelOf(RangeEnd::High), plot.height() / 2.0);
    sendMouse(plot, QEvent::MouseButtonPress, grip);
    measure("histograms: a range dragged, 1,280 channels", 200,
            [&](int i) { sendMouse(plot, QEvent::MouseMove, grip - QPointF(i, 0)); });
    sendMouse(plot, QEvent::MouseButtonRelease, grip - QPointF(199, 0));
}

/// Thick lines drawn as one path would take a second.
void measureLivePlot() {
    QList<JobSample> jagged;
    for (int i = 0; i < 4001; ++i) {
        const double value = i % 2 == 0 ? 0.1 : 0.9;
        jagged.append({static_cast<double>(i),
                       {{LiveFigure::Loss, value}, {LiveFigure::TrainAccuracy, 1.0 - value}}});
    }
    LivePlot plot;
    plot.resize(600, 300);
    plot.show();
    settle();
    measure("live plot: 4,001 jagged samples", 20, [&](int) { plot.setSamples(jagged, "images"); });
}

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    measureSensitivity();
    measureHistograms();
    measureLivePlot();
    return 0;
}
