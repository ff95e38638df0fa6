#include <QSignalSpy>
#include <algorithm>

#include "tests/support/settle.h"
#include "tests/support/ui_catch.h"
#include "tests/ui/histograms/sample_layers.h"
#include "ui/base/export_writer.h"
#include "ui/histograms/histogram_plot.h"

using namespace secateur;

namespace {

/// 90 ones, 9 twos, 1 four and 100 zeros in 16 bins: the smallest power of two with which 16 bins
/// reach from 0 to 4 is 0.5 (with 0.25, 4 would be in the 17th).
std::vector<float> smallValues() {
    std::vector<float> values(100, 0.0F);
    values.insert(values.end(), 90, 1.0F);
    values.insert(values.end(), 9, 2.0F);
    values.push_back(4.0F);
    return values;
}

RangeSubject subjectOf(const Histogram& histogram, bool weights = false) {
    RangeSubject subject;
    subject.layer = "layers.3.conv2";
    subject.target = weights ? ClipTarget::Weights : ClipTarget::Activations;
    subject.scheme = {weights, 8};
    subject.histogram = std::make_shared<const Histogram>(histogram);
    return subject;
}

/// A plot that is answered as the page answers it.
struct Shown {
    explicit Shown(const RangeSubject& subject) {
        QObject::connect(&plot, &HistogramPlot::rangeEdited, &plot,
                         [this](const ClipRange& range) { plot.setRange(range, {}); });
        plot.resize(700, 400);
        plot.setSubject(subject);
        plot.setRange(subject.automatic(), {});
        plot.show();
        settle();
    }
    QPointF grip(RangeEnd end) const { return {plot.pixelOf(end), 200.0}; }
    QPointF at(double value) const { return {plot.xAxis->coordToPixel(value), 200.0}; }

    /// How many, and the sum of their heights.
    std::pair<int, double> bars() const {
        const auto& data = *plot.graph(1)->data();
        double sum = 0.0;
        for (auto bar = data.constBegin(); bar != data.constEnd(); ++bar) {
            sum += bar->value;
        }
        return {data.size() - 1, sum};
    }

    HistogramPlot plot;
};

}  // namespace

TEST_CASE("a clip handle is dragged to the edge of a bin, and said once it is let go") {
    Shown shown(subjectOf(histogramOf(smallValues(), 16)));
    REQUIRE(shown.plot.range() == ClipRange{0.0, 4.0});
    QSignalSpy edited(&shown.plot, &HistogramPlot::rangeEdited);
    QSignalSpy chosen(&shown.plot, &HistogramPlot::rangeChosen);

    dragMouse(shown.plot, shown.grip(RangeEnd::High), shown.at(2.1));
    CHECK(shown.plot.range() == ClipRange{0.0, 2.0});
    CHECK(edited.count() == 2);
    REQUIRE(chosen.count() == 1);
    CHECK(chosen[0][0].value<ClipRange>() == ClipRange{0.0, 2.0});
}

TEST_CASE("a range holds zero, and never becomes narrower than a bin") {
    Shown shown(subjectOf(histogramOf(smallValues(), 16)));
    dragMouse(shown.plot, shown.grip(RangeEnd::High), shown.at(-0.1));
    CHECK(shown.plot.range() == ClipRange{0.0, 0.5});
    dragMouse(shown.plot, shown.grip(RangeEnd::Low), shown.at(0.4));
    CHECK(shown.plot.range() == ClipRange{0.0, 0.5});
}

TEST_CASE("the range of symmetric integers is mirrored") {
    // [-3, 2] in 16 bins: of 0.5, because 0.25 reaches over 4 only.
    Shown shown(subjectOf(histogramOf({-3.0F, -1.0F, 0.5F, 2.0F}, 16), true));
    REQUIRE(shown.plot.range() == ClipRange{-3.0, 3.0});
    dragMouse(shown.plot, shown.grip(RangeEnd::Low), shown.at(-1.5));
    CHECK(shown.plot.range() == ClipRange{-1.5, 1.5});
    dragMouse(shown.plot, shown.grip(RangeEnd::High), shown.at(2.5));
    CHECK(shown.plot.range() == ClipRange{-2.5, 2.5});
}

TEST_CASE("handles are moved with the keyboard; one gesture an end") {
    Shown shown(subjectOf(histogramOf(smallValues(), 16)));
    QSignalSpy chosen(&shown.plot, &HistogramPlot::rangeChosen);
    shown.plot.activateWindow();
    shown.plot.setFocus(Qt::TabFocusReason);
    REQUIRE(shown.plot.hasFocus());
    QTest::keyClick(&shown.plot, Qt::Key_Left);
    CHECK(shown.plot.range() == ClipRange{-0.5, 4.0});
    QTest::keyClick(&shown.plot, Qt::Key_Tab);
    QTest::keyClick(&shown.plot, Qt::Key_Left);
    QTest::keyClick(&shown.plot, Qt::Key_Left);
    CHECK(shown.plot.range() == ClipRange{-0.5, 3.0});
    QTest::keyClick(&shown.plot, Qt::Key_Right, Qt::ShiftModifier);
    CHECK(shown.plot.range() == ClipRange{-0.5, 8.0});
    REQUIRE(chosen.count() == 4);
    CHECK(chosen[1][1].toInt() == chosen[2][1].toInt());
    CHECK(chosen[2][1].toInt() == chosen[3][1].toInt());
    CHECK(chosen[0][1].toInt() != chosen[1][1].toInt());
    CHECK(shown.plot.accessibleName().contains("upper"));
}

TEST_CASE("Escape ends a drag and nothing was chosen") {
    Shown shown(subjectOf(histogramOf(smallValues(), 16)));
    QSignalSpy chosen(&shown.plot, &HistogramPlot::rangeChosen);
    sendMouse(shown.plot, QEvent::MouseButtonPress, shown.grip(RangeEnd::High));
    sendMouse(shown.plot, QEvent::MouseMove, shown.at(1.0));
    CHECK(shown.plot.range() == ClipRange{0.0, 1.0});
    QTest::keyClick(&shown.plot, Qt::Key_Escape);
    sendMouse(shown.plot, QEvent::MouseButtonRelease, shown.at(1.0));
    CHECK(shown.plot.range() == ClipRange{0.0, 4.0});
    CHECK(chosen.count() == 0);
}

TEST_CASE("the cursor says what can be dragged and clicked") {
    const RangeSubject subject = subjectOf(histogramOf(smallValues(), 16));
    Shown shown(subject);
    shown.plot.setCandidates(findCandidates(subject, 99.0));
    settle();
    const auto hover = [&](const QPointF& position) {
        QMouseEvent event(QEvent::MouseMove, position, position, Qt::NoButton, Qt::NoButton,
                          Qt::NoModifier);
        QCoreApplication::sendEvent(&shown.plot, &event);
        return shown.plot.cursor().shape();
    };
    CHECK(hover(shown.grip(RangeEnd::Low) + QPointF(4, 0)) == Qt::SizeHorCursor);
    CHECK(hover(shown.at(1.7)) == Qt::ArrowCursor);
    CHECK(hover(shown.plot.candidateLane(0).center()) == Qt::PointingHandCursor);

    QSignalSpy taken(&shown.plot, &HistogramPlot::candidateChosen);
    sendMouse(shown.plot, QEvent::MouseButtonPress, shown.plot.candidateLane(1).center());
    REQUIRE(taken.count() == 1);
    CHECK(taken[0][0].toString() == "percentile");
}

TEST_CASE("the CSV of a histogram is what is drawn") {
    Shown shown(subjectOf(histogramOf(smallValues(), 16)));
    CHECK(shown.plot.exportName() == "histogram_layers.3.conv2_activations");
    // The view ends at 4.12: bins from 4.5 on are not in it.
    CHECK(shown.plot.csv() ==
          "bin_low,bin_high,count\n0,0.5,0\n0.5,1,0\n1,1.5,90\n1.5,2,0\n2,2.5,9\n2.5,3,0\n"
          "3,3.5,0\n3.5,4,0\n4,4.5,1\n");
    CHECK(shown.bars() == std::pair{16, 100.0});
    shown.plot.setZerosHidden(false);
    CHECK(shown.plot.csv().startsWith("bin_low,bin_high,count\n0,0.5,100\n0.5,1,0\n"));
    CHECK(shown.plot.yAxis->range().upper > 100.0);
    shown.plot.clear();
    CHECK(shown.plot.csv().isEmpty());
}

TEST_CASE("few values have wide bars that show their shape, many have all the bins") {
    Shown few(subjectOf(histogramOf(normalValues(288, 0.1, 1)), true));
    CHECK(few.bars().first < 80);
    CHECK(few.bars().first > 30);
    CHECK(few.bars().second == 288.0);
    CHECK(few.plot.csv().count('\n') > 300);  // its bins, not its bars
    CHECK(Shown(subjectOf(histogramOf(normalValues(400000, 0.1, 1)), true)).bars() ==
          std::pair{2048, 400000.0});
}

TEST_CASE("what stands above the bars does not cover the highest, whatever the height") {
    Shown shown(subjectOf(histogramOf(smallValues(), 16)));
    for (const int height : {220, 400, 900}) {
        shown.plot.resize(700, height);
        settle();
        const double top = shown.plot.yAxis->coordToPixel(90.0);
        CHECK(top >= shown.plot.axisRect()->top() + 1.5 * shown.plot.fontMetrics().height());
    }
}

TEST_CASE("a picture is light in a dark window, and the window stays dark") {
    Shown shown(subjectOf(histogramOf(smallValues(), 16)));
    QPalette dark;
    dark.setColor(QPalette::Base, QColor(30, 30, 30));
    dark.setColor(QPalette::Text, QColor(230, 230, 230));
    shown.plot.setPalette(dark);
    settle();
    const QImage picture = exportImage(shown.plot, {600, 400}, 2.0);
    CHECK(picture.size() == QSize(1200, 800));
    CHECK(picture.pixelColor(2, 790) == QColor(Qt::white));
    CHECK(shown.plot.grab().toImage().pixelColor(2, 395) == QColor(30, 30, 30));
    CHECK(shown.plot.range() == ClipRange{0.0, 4.0});
}
