#include <QCheckBox>
#include <QPainter>
#include <QSvgGenerator>
#include <QTest>
#include <cmath>

#include "tests/support/ui_catch.h"
#include "ui/base/export_writer.h"
#include "ui/base/qcustomplot_header.h"
#include "ui/jobs/live_plot.h"

using namespace secateur;

namespace {

const QList<JobSample> kTraining{
    {100,
     {{LiveFigure::LearningRate, 0.1},
      {LiveFigure::Loss, 2.25},
      {LiveFigure::TrainAccuracy, 0.125}}},
    {200,
     {{LiveFigure::LearningRate, 0.1}, {LiveFigure::Loss, 1.5}, {LiveFigure::TrainAccuracy, 0.5}}},
    {400,
     {{LiveFigure::LearningRate, 0.05},
      {LiveFigure::Loss, 0.75},
      {LiveFigure::TrainAccuracy, 0.8712}}},
};

QCheckBox& boxOf(LivePlot& plot, const char* name) {
    auto* box = plot.findChild<QCheckBox*>(name);
    REQUIRE(box != nullptr);
    return *box;
}

QCPGraph& graphOf(LivePlot& plot, const QString& name) {
    auto* drawing = plot.findChild<QCustomPlot*>("livePlot");
    REQUIRE(drawing != nullptr);
    for (int i = 0; i < drawing->graphCount(); ++i) {
        if (drawing->graph(i)->name() == name) {
            return *drawing->graph(i);
        }
    }
    FAIL("no graph " << name.toStdString());
    return *drawing->graph(0);
}

}  // namespace

TEST_CASE("loss stands on the left axis, accuracy in percent on the right") {
    LivePlot plot;
    plot.setSamples(kTraining, "images");
    auto* drawing = plot.findChild<QCustomPlot*>("livePlot");
    const QCPGraph& loss = graphOf(plot, "Loss");
    const QCPGraph& accuracy = graphOf(plot, "Train accuracy");
    CHECK(loss.valueAxis() == drawing->yAxis);
    CHECK(accuracy.valueAxis() == drawing->yAxis2);
    REQUIRE(loss.data()->size() == 3);
    CHECK(loss.data()->at(2)->key == 400.0);
    CHECK(loss.data()->at(2)->value == 0.75);
    CHECK(accuracy.data()->at(2)->value == Approx(87.12));
    CHECK(drawing->yAxis->label() == "Loss");
    CHECK(drawing->yAxis2->label() == "Accuracy (%)");
    CHECK(drawing->xAxis->label() == "Images");
    CHECK(drawing->xAxis->range().lower == 100.0);
    CHECK(drawing->xAxis->range().upper == 400.0);
    CHECK(drawing->yAxis->range().contains(0.75));
    CHECK(drawing->yAxis->range().contains(2.25));
}

TEST_CASE("check boxes name the latest values and hide curves; CSV is what is drawn") {
    LivePlot plot;
    plot.setSamples(kTraining, "images");
    CHECK(boxOf(plot, "live_loss").text() == "Loss 0.75");
    CHECK(boxOf(plot, "live_train_accuracy").text() == "Train accuracy 87.12 %");
    CHECK_FALSE(boxOf(plot, "live_learning_rate").isChecked());  // of another scale than the loss
    CHECK(plot.csv() ==
          "position,loss,train_accuracy\n100,2.25,0.125\n200,1.5,0.5\n400,0.75,0.8712\n");
    QTest::keyClick(&boxOf(plot, "live_train_accuracy"), Qt::Key_Space);
    CHECK(plot.csv() == "position,loss\n100,2.25\n200,1.5\n400,0.75\n");
    CHECK_FALSE(graphOf(plot, "Train accuracy").visible());
    plot.setSamples(kTraining.mid(0, 2), "images");  // stays hidden, for other jobs too
    CHECK(plot.csv() == "position,loss\n100,2.25\n200,1.5\n");
    plot.setSamples({}, {});
    CHECK(plot.csv().isEmpty());
    CHECK(plot.isEmpty());
    CHECK(plot.findChild<QCheckBox*>("live_loss") == nullptr);
}

TEST_CASE("a second training breaks the curve and goes on to the right") {
    LivePlot plot;
    plot.setSamples({{100, {{LiveFigure::Loss, 3.0}}},
                     {200, {{LiveFigure::Loss, 2.0}}},
                     {50, {{LiveFigure::Loss, 5.0}}}},
                    "images");
    CHECK(plot.csv() == "position,loss\n100,3\n200,2\n250,5\n");
    const auto data = graphOf(plot, "Loss").data();
    REQUIRE(data->size() == 4);
    CHECK(std::isnan(data->at(2)->value));  // QCustomPlot's gap
    CHECK(data->at(3)->value == 5.0);
}

TEST_CASE("figures that are missing or not finite leave a gap, not a number") {
    LivePlot plot;
    plot.setSamples({{1, {{LiveFigure::Loss, 3.0}}},
                     {2,
                      {{LiveFigure::Loss, std::numeric_limits<double>::infinity()},
                       {LiveFigure::HeldOutAccuracy, 0.5}}}},
                    "epochs");
    CHECK(plot.csv() == "position,loss,held_out_accuracy\n1,3,\n2,,0.5\n");
    CHECK(boxOf(plot, "live_loss").text() == "Loss 3");
}

TEST_CASE("the text under the mouse is of the nearest sample") {
    LivePlot plot;
    CHECK(plot.textAt(5).isEmpty());
    plot.setSamples(kTraining, "images");
    CHECK(plot.textAt(-1e9) == "100 images: Loss 2.25, Train accuracy 12.50 %");
    CHECK(plot.textAt(149) == "100 images: Loss 2.25, Train accuracy 12.50 %");
    CHECK(plot.textAt(151) == "200 images: Loss 1.5, Train accuracy 50.00 %");
    CHECK(plot.textAt(1e9) == "400 images: Loss 0.75, Train accuracy 87.12 %");
}

TEST_CASE("exported on white whatever the window's colours, and these come back") {
    LivePlot plot;
    QPalette dark;
    dark.setColor(QPalette::Base, QColor(30, 30, 30));
    dark.setColor(QPalette::Text, Qt::white);
    plot.setPalette(dark);
    plot.setSamples(kTraining, "images");
    auto* drawing = plot.findChild<QCustomPlot*>("livePlot");
    REQUIRE(drawing->xAxis->labelColor() == QColor(Qt::white));
    const QImage image = exportImage(plot, plot.exportSize(), 2.0);
    CHECK(image.size() == QSize(1600, 900));
    CHECK(image.pixelColor(2, 2) == QColor(Qt::white));
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); ++x) {
            colours.insert(image.pixel(x, y));
        }
    }
    CHECK(colours.size() > 20);  // something is drawn
    CHECK(drawing->xAxis->labelColor() == QColor(Qt::white));
    CHECK_FALSE(drawing->legend->visible());
}
