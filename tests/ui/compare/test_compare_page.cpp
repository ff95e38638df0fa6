#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include "core/study/settings.h"
#include "tests/support/sample_study.h"
#include "tests/support/scratch.h"
#include "tests/support/settle.h"
#include "tests/support/sizes_in.h"
#include "tests/support/ui_catch.h"
#include "ui/base/export_writer.h"
#include "ui/compare/compare_page.h"
#include "ui/compare/compare_style.h"
#include "ui/compare/comparison_bars.h"
#include "ui/compare/confusion_matrix_view.h"
#include "ui/compare/flipped_images_view.h"
#include "ui/compare/front_plot.h"
#include "ui/models/bar_chart.h"
#include "ui/models/figure_view.h"

namespace secateur {

namespace {

/// The page with smallStudy(), shown.
struct Shown {
    Shown() {
        page.resize(1100, 640);
        page.setData(test::smallData());
        page.setSnapshot(test::smallStudy());
        page.show();
    }
    template <class T>
    T* child(const char* name) {
        T* found = page.findChild<T*>(name);
        REQUIRE(found);
        return found;
    }
    QByteArray csv(const QString& name) {
        for (Exportable* drawing : page.exportables()) {
            if (drawing->exportName() == name) {
                return drawing->csv();
            }
        }
        return "no such drawing";
    }
    QString subject() { return child<QLabel>("compareSubject")->text(); }
    void pick(const char* combo, const QString& text) {
        auto* box = child<QComboBox>(combo);
        const int place = box->findText(text);
        REQUIRE(place >= 0);
        box->setCurrentIndex(place);
        emit box->activated(place);
    }
    ComparePage page;
};

TEST_CASE("the page compares all variants with the root of the family") {
    Shown shown;
    CHECK(shown.page.imageList() == 1);
    CHECK(shown.subject() == "3 networks against FP32, on test, 8 images of pets");
    CHECK(shown.child<QComboBox>("compareDetails")->currentText() == "pruned");
    CHECK(shown.child<QTableView>("comparisonTable")->model()->rowCount() == 3);
    const QByteArray csv = shown.csv("comparison");
    const QList<QByteArray> lines = csv.split('\n');
    CHECK(lines[0] ==
          "variant,kind,encoding,correct,count,top1,top1_low,top1_high,drop,drop_low,drop_high,"
          "size_bytes,gzip_bytes,images_per_second,sparsity");
    CHECK(lines[1].startsWith("FP32,baseline,fp32,5,8,0.625,"));
    CHECK(lines[1].endsWith(",4000000,2000000,4,0"));
    CHECK(lines[2].startsWith("pruned,pruned,fp32,4,8,0.5,0.21521606"));
    CHECK(lines[2].split(',')[8] == "0.125");
    CHECK(lines[2].endsWith(",3000000,1500000,8,0.7"));
    CHECK(lines[3] == "int8,int8,int8,,,,,,,,,1000000,500000,,0.7");
}

TEST_CASE("the front joins what no other network beats, and clicks choose a network") {
    Shown shown;
    auto study = test::smallStudy();
    study->variants.push_back(test::variantOf(4, 1, "heavy", VariantKind::Pruned, 3'500'000));
    study->evaluations.push_back(study->evaluations[1]);  // as right as "pruned", and larger
    study->evaluations.back().variant = 4;
    study->variants.push_back(test::variantOf(5, 1, "beside it", VariantKind::Pruned, 3'505'000));
    study->evaluations.push_back(study->evaluations[1]);
    study->evaluations.back().variant = 5;
    shown.page.setSnapshot(study);
    const QList<QByteArray> lines = shown.csv("front").split('\n');
    CHECK(lines[0] == "variant,bytes,top1,top1_low,top1_high,dominated");
    CHECK(lines[1].startsWith("pruned,3000000,0.5,0.21521606"));
    CHECK(lines[1].endsWith(",0"));
    CHECK((lines[2].startsWith("heavy,3500000,0.5,") && lines[2].endsWith(",1")));
    CHECK((lines[4].startsWith("FP32,4000000,0.625,") && lines[4].endsWith(",0")));
    shown.child<QTabWidget>("compareTabs")->setCurrentIndex(1);
    CHECK_FALSE(shown.child<QComboBox>("compareDetails")->isVisible());
    auto* plot = shown.child<FrontPlot>("frontPlot");
    plot->replot();
    CHECK(plot->yAxis->range().lower > 15.0);  // about the intervals, the lowest from 21.5 % on
    QTest::mouseClick(plot, Qt::LeftButton, {}, plot->placeOf(4).toPoint());
    CHECK(shown.child<QComboBox>("compareDetails")->currentText() == "heavy");
    // Names of points that lie beside each other are beside each other, too.
    std::vector<QRectF> names;
    for (int i = 0; i < plot->itemCount(); ++i) {
        if (const auto* name = qobject_cast<QCPItemText*>(plot->item(i))) {
            const QRectF box(name->topLeft->pixelPosition(), name->bottomRight->pixelPosition());
            for (const QRectF& other : names) {
                CHECK_FALSE(box.intersects(other));
            }
            names.push_back(box);
        }
    }
    CHECK(names.size() == 4);
    // By time only the two of the speed run are there: 4 and 8 images a second.
    shown.pick("frontCost", "Time");
    CHECK(shown.csv("front").contains("\npruned,125,0.5,"));
    CHECK(shown.csv("front").contains("\nFP32,250,0.625,"));
    CHECK_FALSE(shown.csv("front").contains("heavy"));
    // By multiply-adds those that they are known of: one as they come in, and the axis in millions.
    shown.pick("frontCost", "Multiply-adds");
    CHECK(plot->points().empty());
    shown.page.setMacs({{1, 6'000'000}, {2, 6'000'000}});
    const QList<QByteArray> macs = shown.csv("front").split('\n');
    CHECK(macs[0] == "variant,macs,top1,top1_low,top1_high,dominated");
    CHECK((macs[1].startsWith("FP32,6000000,0.625,") && macs[1].endsWith(",0")));
    CHECK((macs[2].startsWith("pruned,6000000,0.5,") && macs[2].endsWith(",1")));
    CHECK(plot->xAxis->label() == "Multiply-adds an image (millions)");
    CHECK(plot->xAxis->range().upper == Approx(6 * 1.22));
}

TEST_CASE("sizes are shown in mebibytes where these are chosen, and written as bytes") {
    Shown shown;
    const QByteArray front = shown.csv("front");
    const QByteArray comparison = shown.csv("comparison");
    const QByteArray tree = shown.csv("variants");
    const auto* plot = shown.child<FrontPlot>("frontPlot");
    CHECK(plot->xAxis->label() == "Size of the file (MB)");
    CHECK(plot->xAxis->range().upper == Approx(4 * 1.22));
    const test::SizesIn mebibytes(SizeUnit::Mebibyte);
    shown.page.setSnapshot(test::smallStudy());
    // 4,000,000 bytes are 3.814697 of 2^20, 1,000,000 are 0.953674.
    CHECK(plot->xAxis->label() == "Size of the file (MiB)");
    CHECK(plot->xAxis->range().upper == Approx(3.814697 * 1.22));
    CHECK(plot->placeOf(1).x() == Approx(plot->xAxis->coordToPixel(3.814697)));
    const FigureTableModel& table = shown.child<FigureView>("comparisonTable")->figures();
    const int size = table.columnOf("size_bytes");
    CHECK(table.index(0, size).data().toString() == "3.81 MiB");
    CHECK(table.index(2, size).data().toString() == "0.95 MiB");
    const Bars bars = comparisonBars(compareVariants(test::smallStudy(), 1, {1, 2, 3}, 1));
    CHECK(bars.panels[1].title == "Size (MiB)");
    CHECK(bars.panels[1].bars[2].value == Approx(0.953674));
    CHECK(bars.panels[1].bars[2].label == "0.95 MiB");
    CHECK(bars.rows[0].toolTip.endsWith("3.81 MiB, fp32"));
    CHECK(shown.csv("front") == front);
    CHECK(shown.csv("comparison") == comparison);
    CHECK(shown.csv("variants") == tree);
}

TEST_CASE("what is not ticked is left out, and what has no result can be measured") {
    Shown shown;
    auto* button = shown.child<QPushButton>("measureMissing");
    CHECK(button->isVisible());
    QSignalSpy requested(&shown.page, &ComparePage::evaluateRequested);
    QTest::mouseClick(button, Qt::LeftButton);
    REQUIRE(requested.count() == 1);
    CHECK(requested[0][0].value<std::vector<int64_t>>() == std::vector<int64_t>{3});
    shown.page.setChoice({3}, 0);
    CHECK_FALSE(button->isVisible());
    CHECK(shown.child<QTableView>("comparisonTable")->model()->rowCount() == 2);
    CHECK(shown.csv("comparison").count('\n') == 3);
    shown.page.setChoice({1, 2, 3}, 0);
    CHECK(shown.child<QLabel>("compareMessage")->text().contains("Tick at least one"));
    CHECK_FALSE(shown.child<QTabWidget>("compareTabs")->isVisible());
    CHECK(shown.csv("comparison").isEmpty());
}

TEST_CASE("a new snapshot of the study keeps what was chosen") {
    Shown shown;
    shown.page.setChoice({3}, 2);
    CHECK(shown.subject().startsWith("2 networks against pruned, on"));
    auto later = test::smallStudy();
    later->variants.push_back(test::variantOf(4, 1, "new", VariantKind::Pruned, 10));
    later->evaluations.push_back(later->evaluations[1]);
    later->evaluations.back().variant = 4;
    shown.page.setSnapshot(later);
    CHECK(shown.subject().startsWith("3 networks against pruned, on"));
    CHECK(shown.csv("comparison").contains("\nnew,"));
    CHECK_FALSE(shown.csv("comparison").contains("\nint8,"));
    shown.page.setChoice({}, 3);  // it was not measured: the root again
    CHECK(shown.subject().startsWith("4 networks against FP32, on"));
    CHECK(shown.csv("comparison").contains("\nint8,"));
}

TEST_CASE("details are of the network that is looked at, unless it is the reference") {
    ComparePage empty;
    empty.follow(2);  // before there is a study
    Shown shown;
    auto later = test::smallStudy();
    later->variants.push_back(test::variantOf(4, 1, "new", VariantKind::Pruned, 10));
    later->evaluations.push_back(later->evaluations[1]);
    later->evaluations.back().variant = 4;
    shown.page.setSnapshot(later);
    auto* details = shown.child<QComboBox>("compareDetails");
    CHECK(details->currentText() == "new");
    shown.page.follow(2);
    CHECK(details->currentText() == "pruned");
    shown.page.follow(1);  // what the others are compared with
    CHECK(details->currentText() == "pruned");
    shown.page.follow(5);  // of a stage that is not measured yet
    CHECK(details->currentText() == "pruned");
    later->variants.push_back(test::variantOf(5, 4, "newest", VariantKind::Pruned, 10));
    later->evaluations.push_back(later->evaluations[1]);
    later->evaluations.back().variant = 5;
    shown.page.setSnapshot(later);
    CHECK(details->currentText() == "newest");
}

TEST_CASE("the images are those that all accuracies are shown of") {
    Shown shown;
    auto study = test::smallStudy();
    study->images.push_back({2, 1, Split::HeldOut, "b", 2, {0, 1}});
    study->evaluations.push_back(test::evaluationOf(2, 2, {0, 0}, {0, 1}));
    study->rows = stageRows(*study);
    shown.page.setSnapshot(study);
    CHECK(shown.page.imageList() == 1);
    study = std::make_shared<StudySnapshot>(*study);
    study->settings[setting::kMeasuredOn] = "2";
    shown.page.setSnapshot(study);
    CHECK(shown.page.imageList() == 2);
    // The root was not measured on them.
    CHECK(shown.subject() == "3 networks against pruned, on held-out, 2 images of pets");
    CHECK(shown.csv("comparison").contains("\npruned,pruned,fp32,1,2,0.5,"));
    CHECK(shown.csv("variants").contains("\n1,,FP32,baseline,fp32,4000000,0,,,\n"));
    CHECK(shown.csv("variants").contains("\n2,1,pruned,pruned,fp32,3000000,0.7,1,2,0.5\n"));
}

TEST_CASE("Enter in the table opens a variant") {
    Shown shown;
    QSignalSpy activated(&shown.page, &ComparePage::variantActivated);
    auto* table = shown.child<QTableView>("comparisonTable");
    table->setCurrentIndex(table->model()->index(1, 0));
    QTest::keyClick(table, Qt::Key_Return);
    REQUIRE(activated.count() == 1);
    CHECK(activated[0][0].toLongLong() == 2);
}

TEST_CASE("the table sorts by number") {
    Shown shown;
    auto* table = shown.child<FigureView>("comparisonTable");
    table->sortByColumn(table->figures().columnOf("size_bytes"), Qt::AscendingOrder);
    CHECK(table->model()->index(0, 0).data().toString() == "int8");
    CHECK(table->model()->index(2, 0).data().toString() == "FP32");
}

TEST_CASE("class changes are drawn and exported, a click shows the images of the class") {
    Shown shown;
    auto* tabs = shown.child<QTabWidget>("compareTabs");
    tabs->setCurrentIndex(2);
    auto* chart = shown.child<BarChart>("classChangeChart");
    REQUIRE(chart->bars().rows.size() == 3);
    const QList<QByteArray> lines = shown.csv("class_change").split('\n');
    CHECK(lines[1].startsWith("pruned,FP32,dog,3,0.666666666666666"));
    CHECK(lines[1].split(',')[6].toDouble() == Approx(1.0 / 3.0));
    // Lost points are above zero: one of three dogs, and the bar goes where its figure says.
    CHECK(*chart->bars().panels[0].bars[0].value == Approx(100.0 / 3.0));
    CHECK(chart->axis(0).first < 0.0);
    CHECK(chart->axis(0).second > 100.0 / 3.0);
    QTest::mouseClick(chart->viewport(), Qt::LeftButton, {}, chart->rowRect(1).center().toPoint());
    CHECK(shown.csv("flipped") ==
          "variant,reference,index,file,label,reference_prediction,reference_confidence,prediction,"
          "confidence,kind\n"
          "pruned,FP32,11,,cat,cat,,dog,,broken\npruned,FP32,12,,cat,dog,,cat,,repaired\n");
    CHECK(shown.child<FlippedImagesView>("flippedImagesView")->shown().size() == 2);
    CHECK(tabs->currentIndex() == 4);
}

TEST_CASE("a cell of the confusion matrix shows its flipped images") {
    Shown shown;
    auto* tabs = shown.child<QTabWidget>("compareTabs");
    tabs->setCurrentIndex(3);
    auto* matrix = shown.child<ConfusionMatrixView>("confusionMatrixView");
    QTest::mouseClick(matrix, Qt::LeftButton, {}, matrix->cellRect({1, 2}).center().toPoint());
    CHECK(matrix->currentText() == "dog predicted as owl: 1 of 3 images (33.33 %)");
    CHECK(tabs->currentIndex() == 4);
    CHECK(shown.child<FlippedImagesView>("flippedImagesView")->shown().size() == 2);

    tabs->setCurrentIndex(3);
    shown.child<QComboBox>("confusionMode")->setCurrentIndex(2);
    CHECK(shown.csv("confusion").contains("\npruned,FP32,dog,dog,1,2,-1\n"));
    CHECK(shown.csv("confusion").contains("\npruned,FP32,cat,dog,1,1,0\n"));
    matrix->setFocus();
    QTest::keyClick(matrix, Qt::Key_Left);
    CHECK(matrix->currentText() == "dog predicted as dog: 1 of 3 images (33.33 %), 2 with FP32");
    QTest::keyClick(matrix, Qt::Key_Up);
    QTest::keyClick(matrix, Qt::Key_Up);
    QTest::keyClick(matrix, Qt::Key_Left);
    QTest::keyClick(matrix, Qt::Key_Left);
    CHECK(matrix->currentText().startsWith("cat predicted as cat: 2 of 3"));
    QTest::keyClick(matrix, Qt::Key_Return);
    // One image went from right to wrong, one the other way.
    CHECK(shown.child<FlippedImagesView>("flippedImagesView")->shown().size() == 2);
    shown.child<QComboBox>("confusionMode")->setCurrentIndex(1);
    CHECK(shown.csv("confusion").contains("\nFP32,dog,dog,2\n"));
}

TEST_CASE("bars have labels and whiskers, and an axis that does not start at 0 says so") {
    std::vector<int32_t> labels(2000, 0);
    const auto study = test::largeStudy(labels, {"a", "b", "c"}, "x", 2);
    const auto barsOf = [&] { return comparisonBars(compareVariants(study, 1, {1, 2}, 1)); };
    BarChart chart("comparison", "");
    chart.resize(800, 300);
    chart.setBars(barsOf());
    const Bars& bars = chart.bars();
    const Bars::Panel& top1 = bars.panels[0];
    REQUIRE(top1.bars.size() == 2);
    const double accuracy = 100.0 * study->evaluations[0].result.accuracy();
    CHECK(*top1.bars[0].value == Approx(accuracy));
    CHECK(top1.bars[0].whisker->first < accuracy);
    CHECK(top1.start > 0.0);
    CHECK(top1.start < top1.bars[1].whisker->first);
    CHECK(*top1.mark == Approx(accuracy));
    CHECK(chart.axis(0).first == top1.start);
    CHECK(chart.axis(0).second > top1.bars[0].whisker->second);
    CHECK(chart.axis(1).first == 0.0);
    CHECK(chart.axis(2).first == 0.0);
    CHECK(*bars.panels[1].bars[1].value == 4.5);
    CHECK(bars.rows[0].bold);
    CHECK_FALSE(bars.rows[1].bold);
    CHECK(bars.note.contains("Speeds are not measured"));
    CHECK_FALSE(bars.panels[2].bars[0].value);
    study->speed = test::smallStudy()->speed;
    const Bars fast = barsOf();
    CHECK(fast.note.contains("on Processor X"));
    CHECK(*fast.panels[2].bars[1].value == 8.0);
    CHECK(fast.panels[2].bars[1].whisker->second == 9.0);
}

TEST_CASE("no bar begins left of its axis, also where nothing is clipped") {
    std::vector<int32_t> labels(2000, 0);
    const auto study = test::largeStudy(labels, {"a", "b", "c"}, "x", 2);
    BarChart chart("comparison", "");
    chart.setBars(comparisonBars(compareVariants(study, 1, {1, 2}, 1)));
    const test::Scratch folder;
    const QString path = QString::fromStdString(folder / "chart.svg");
    exportTo(chart, path, {800, 300}, 1.0);
    QSvgRenderer svg(path);
    QImage image(800, 300, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    svg.render(&painter);
    painter.end();
    const QRgb blue = kindColour(VariantKind::Baseline).rgb();
    int left = 800;
    for (int y = 0; y < 300; ++y) {
        for (int x = 0; x < left; ++x) {
            left = image.pixel(x, y) == blue ? x : left;
        }
    }
    // The names stand left of the axis.
    CHECK(left < 800);
    CHECK(left > 60);
}

TEST_CASE("exports are light whatever the window is, and the window is as before") {
    const QPalette before = QApplication::palette();
    QApplication::setPalette(darkPalette());
    {
        Shown shown;
        settle();
        const QImage window = shown.page.grab().toImage();
        REQUIRE(shown.page.exportables().size() == 6);
        for (Exportable* drawing : shown.page.exportables()) {
            const QSize size = drawing->exportSize();
            const QImage image = exportImage(*drawing, size, 2.0);
            INFO(drawing->exportName().toStdString());
            CHECK(image.pixel(2, 2) == qRgb(255, 255, 255));
            CHECK(image.pixel(image.width() - 3, image.height() - 3) == qRgb(255, 255, 255));
            bool drawn = false;
            for (int x = 0; x < image.width() && !drawn; ++x) {
                for (int y = 0; y < image.height() && !drawn; ++y) {
                    drawn = qGray(image.pixel(x, y)) < 100;
                }
            }
            CHECK(drawn);
        }
        CHECK(shown.page.grab().toImage() == window);
    }
    QApplication::setPalette(before);
}

TEST_CASE("without a study or a result the page says what to do") {
    ComparePage page;
    page.resize(900, 500);
    page.show();
    auto* message = page.findChild<QLabel*>("compareMessage");
    auto* button = page.findChild<QPushButton*>("measureAll");
    CHECK(message->isVisible());
    CHECK(message->text().contains("Open"));
    CHECK_FALSE(button->isVisible());
    for (Exportable* drawing : page.exportables()) {
        CHECK(drawing->csv().isEmpty());
        CHECK_FALSE(exportImage(*drawing, drawing->exportSize(), 1.0).isNull());
    }
    auto study = test::smallStudy();
    study->evaluations.clear();
    study->rows.clear();
    page.setSnapshot(study);
    CHECK(message->text().contains("No variant has been measured"));
    REQUIRE(button->isVisible());
    QSignalSpy requested(&page, &ComparePage::evaluateRequested);
    QTest::mouseClick(button, Qt::LeftButton);
    REQUIRE(requested.count() == 1);
    CHECK(requested[0][0].value<std::vector<int64_t>>() == std::vector<int64_t>{1, 2, 3});
    CHECK(page.imageList() == 0);
    page.setSnapshot(test::smallStudy());
    CHECK_FALSE(message->isVisible());
    page.setSnapshot(nullptr);
    CHECK(message->text().contains("Open"));
}

TEST_CASE("every widget that one can use has a name and says what it is") {
    Shown shown;
    for (const char* name :
         {"compareSubject", "compareDetails", "comparisonTable", "measureMissing", "confusionMode",
          "confusionMatrixView", "flipKindFilter", "flipClassFilter", "flipCellFilter",
          "flipPictureSize"}) {
        INFO(name);
        CHECK_FALSE(shown.child<QWidget>(name)->toolTip().isEmpty());
    }
}

}  // namespace

}  // namespace secateur
