// From a checkpoint to an INT8 network and its report, through the window alone.
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QTreeWidget>
#include <algorithm>

#include "core/stages/layer_ranges.h"
#include "core/study/clips.h"
#include "tests/ui/shell/workbench.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/new_study_dialog.h"
#include "ui/dialogs/prune_dialog.h"
#include "ui/dialogs/quantize_dialog.h"
#include "ui/dialogs/recalibrate_dialog.h"
#include "ui/dialogs/speed_dialog.h"
#include "ui/dialogs/sweep_dialog.h"
#include "ui/dialogs/train_dialog.h"
#include "ui/histograms/histogram_plot.h"
#include "ui/model_view/network_view.h"
#include "ui/models/figure_view.h"
#include "ui/sensitivity/curve_plot.h"
#include "ui/sensitivity/sensitivity_page.h"
#include "ui/shell/drawing_export.h"

using namespace secateur;
using namespace secateur::test;

namespace {

enum Page { kModel, kSensitivity, kHistograms, kCompare };
const QStringList kLayers{"conv1", "layers.0.conv2", "layers.8.conv3", "linear"};

/// The steps of one user on one study, in their order.
struct MainPath : Workbench {
    void createOnTheSheet();
    void sweep();
    void dragTolerance();
    void clipWeights();
    void collectActivations();
    void makeSmaller();
    void compare();
    void exportAll();

    void checkSafeRatios();
    std::vector<ClipChoice> clips() {
        return listClips(*workspace().study(), workspace().variant());
    }
    QStringList lines(const QString& file) {
        QFile csv(path("drawings/" + file));
        INFO(file.toStdString());
        REQUIRE(csv.open(QIODevice::ReadOnly));
        return QString::fromUtf8(csv.readAll()).split("\n", Qt::SkipEmptyParts);
    }
};

void MainPath::createOnTheSheet() {
    auto& sheet = ask<NewStudyDialog>("newStudy");
    part<QLineEdit>(sheet, "checkpointText").setText(trainedCheckpoint());
    part<QSpinBox>(sheet, "seed").setValue(1);
    auto& create = part<QPushButton>(sheet, "accept");
    part<QComboBox>(sheet, "dataKind").setCurrentIndex(2);
    part<QLineEdit>(sheet, "dataFolderText").setText(sharedPictures());
    part<QLineEdit>(sheet, "studyFileText").setText(path("mine"));
    auto& about = part<QLabel>(sheet, "aboutNetwork");
    REQUIRE(waitUntil([&] { return about.text().startsWith("mobilenet_v2_cifar: "); }, kLong));
    CHECK(create.isEnabled());
    QTest::mouseClick(&create, Qt::LeftButton);
    settle();
    CHECK(QFile::exists(path("mine.secateur")));
    REQUIRE(snapshot());
    REQUIRE(snapshot()->rows.size() == 1);  // measured by itself
    const StageRow& row = snapshot()->rows.front();
    CHECK(row.count == kTestImages);
    CHECK(row.accuracy() > 0.9);
    CHECK(find<NetworkView>("networkView").drawing().blockCount() == 19);
    const QString share = QString::number(100 * row.accuracy(), 'f', 2);
    CHECK(find<QLabel>("status").text().contains(share + " % of 40 test images"));
}

void MainPath::sweep() {
    showPage(kSensitivity);
    QTest::mouseClick(&find<QPushButton>("runSweep"), Qt::LeftButton);
    auto* dialog = window().findChild<SweepDialog*>();
    REQUIRE(dialog != nullptr);
    part<QLineEdit>(*dialog, "levels").setText("0.5, 0.8, 0.97");
    part<QComboBox>(*dialog, "layersWhich").setCurrentIndex(1);
    auto& list = part<QListWidget>(*dialog, "layersList");
    CHECK(list.count() == 58);
    for (int row = 0; row < list.count(); ++row) {
        const bool chosen = kLayers.contains(list.item(row)->text());
        list.item(row)->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
    }
    part<QSpinBox>(*dialog, "images").setValue(0);
    auto& plot = find<CurvePlot>("curvePlot");
    int curvesWhileRunning = 0;
    const auto watch =
        QObject::connect(&window().jobs(), &JobManager::jobChanged, &plot, [&](const JobInfo& job) {
            const bool running = job.status == JobStatus::Running && job.title.startsWith("Sweep");
            curvesWhileRunning += running ? static_cast<int>(plot.curves().size()) : 0;
        });
    QTest::keyClick(&part<QLineEdit>(*dialog, "levels"), Qt::Key_Return);
    settle();
    QObject::disconnect(watch);
    CHECK(curvesWhileRunning > 0);
    CHECK(plot.curves().size() == 5);  // four layers and all together
    REQUIRE(snapshot()->sweeps.size() >= 1);
    size_t points = 0;
    for (const StoredSweep& sweep : snapshot()->sweeps) {
        points += sweep.points.size();
        CHECK(snapshot()->imageList(sweep.images)->split == Split::HeldOut);
    }
    CHECK(points == 15);
}

/// What the page shows is what core says of the stored points.
void MainPath::checkSafeRatios() {
    const auto& page = find<SensitivityPage>("sensitivityPage");
    std::vector<SensitivityPoint> points;
    for (const StoredSweep& sweep : snapshot()->sweeps) {
        points.insert(points.end(), sweep.points.begin(), sweep.points.end());
    }
    CHECK(page.safeLevels().size() == static_cast<size_t>(kLayers.size()));
    for (const auto& [layer, safe] : page.safeLevels()) {
        INFO(layer << " at " << page.tolerance());
        CHECK(safe == safeLevel(points, {Target::Kind::Layer, layer}, page.tolerance() / 100));
    }
}

void MainPath::dragTolerance() {
    checkSafeRatios();
    const auto before = find<SensitivityPage>("sensitivityPage").safeLevels();
    auto& plot = find<CurvePlot>("curvePlot");
    const int x = plot.axisRect()->center().x();
    const QPoint line(x, qRound(plot.toleranceY()));
    QTest::mousePress(&plot, Qt::LeftButton, {}, line);
    QTest::mouseMove(&plot, {x, qRound(plot.yAxis->coordToPixel(80.0))});
    QTest::mouseRelease(&plot, Qt::LeftButton, {}, {x, line.y() - 100});
    CHECK(workspace().tolerance() == Approx(80.0).margin(1.0));
    checkSafeRatios();
    CHECK(find<SensitivityPage>("sensitivityPage").safeLevels() != before);
}

void MainPath::clipWeights() {
    showPage(kHistograms);
    workspace().selection().select({}, "layers.0.conv2");
    auto& plot = find<HistogramPlot>("histogramPlot");
    REQUIRE(waitUntil([&] { return plot.isVisible(); }));
    settle();
    const ClipRange whole = plot.range();
    const QPoint from(qRound(plot.pixelOf(RangeEnd::High)), plot.height() / 2);
    QTest::mousePress(&plot, Qt::LeftButton, {}, from);
    QTest::mouseMove(&plot, from - QPoint(60, 0));
    QTest::mouseRelease(&plot, Qt::LeftButton, {}, from - QPoint(60, 0));
    settle();
    const ClipRange clipped = plot.range();
    CHECK(clipped.high < whole.high);
    REQUIRE(clips().size() == 1);
    CHECK(clips().front() == ClipChoice{"layers.0.conv2", ClipTarget::Weights, clipped});
    workspace().undoStack().undo();
    settle();
    CHECK(clips().empty());
    CHECK(plot.range().high == whole.high);
    workspace().undoStack().redo();
    settle();
    REQUIRE(clips().size() == 1);
    CHECK(clips().front().range == clipped);
}

void MainPath::collectActivations() {
    find<QComboBox>("targetChooser").setCurrentIndex(1);
    auto& button = find<QPushButton>("collectActivations");
    REQUIRE(button.isVisible());
    QTest::mouseClick(&button, Qt::LeftButton);
    settle();
    CHECK(find<HistogramPlot>("histogramPlot").isVisible());
    // 200 training images without the 20 held-out ones
    CHECK(networkRanges(*workspace().study(), workspace().variant(), predefinedRecipes().front())
              .images == 180);
    CHECK(find<QLabel>("source").text().contains("180 train images"));
}

/// Each stage starts from what the one before made.
void MainPath::makeSmaller() {
    accept(ask<PruneDialog>("prune"));
    settle();
    CHECK(workspace().currentVariant()->kind == VariantKind::Pruned);
    CHECK(workspace().currentVariant()->sparsity() == Approx(0.7).margin(0.001));

    auto& recalibrating = ask<RecalibrateDialog>("recalibrate");
    part<QSpinBox>(recalibrating, "images").setValue(64);
    accept(recalibrating);
    settle();
    CHECK(workspace().currentVariant()->kind == VariantKind::Recalibrated);
    CHECK(workspace().currentVariant()->sparsity() == Approx(0.7).margin(0.001));
    CHECK(workspace().currentVariant()->note.find("64 train images") != std::string::npos);

    auto& training = ask<FinetuneDialog>("fineTune");
    part<QSpinBox>(training, "epochs").setValue(1);
    part<QSpinBox>(training, "batchSize").setValue(64);
    CHECK(part<QSpinBox>(training, "seed").value() == 1);  // the study's
    part<QSpinBox>(training, "seed").setValue(12345);
    accept(training);
    settle();
    CHECK(workspace().currentVariant()->kind == VariantKind::FineTuned);
    CHECK(workspace().currentVariant()->recipe.find("12345") != std::string::npos);
    CHECK(workspace().currentVariant()->sparsity() == Approx(0.7).margin(0.001));

    auto& quantizing = ask<QuantizeDialog>("quantize");
    // chosen for the baseline, and in force for what was made from it
    CHECK(part<QLabel>(quantizing, "summary").text().startsWith("1 range chosen by hand"));
    accept(quantizing);
    settle();
    CHECK(workspace().currentVariant()->encoding == Encoding::Int8);
    CHECK(message().toStdString() == "");
}

void MainPath::compare() {
    auto& tree = find<QTreeWidget>("networks");
    CHECK(tree.findItems("*", Qt::MatchWildcard | Qt::MatchRecursive).size() == 5);
    REQUIRE(tree.currentItem() != nullptr);
    CHECK(tree.currentItem()->text(0) ==
          QString::fromStdString(workspace().currentVariant()->name));
    showPage(kCompare);
    auto& table = find<FigureView>("comparisonTable");
    const auto figure = [&](const QModelIndex& name, const char* column) {
        return name.siblingAtColumn(table.figures().columnOf(column))
            .data(FigureTableModel::SortRole)
            .toDouble();
    };
    REQUIRE(table.model()->rowCount() == 5);
    int compared = 0;
    for (const StageRow& row : snapshot()->rows) {
        const auto named =
            table.model()->match(table.model()->index(0, 0), Qt::DisplayRole,
                                 QString::fromStdString(row.stage), 1, Qt::MatchExactly);
        if (row.split != Split::Test) {
            continue;
        }
        REQUIRE(named.size() == 1);
        REQUIRE(row.drop);
        INFO(row.stage);
        CHECK(figure(named.front(), "drop") == row.drop->drop);
        CHECK(figure(named.front(), "top1") == row.accuracy());
        ++compared;
    }
    CHECK(compared == 5);
    CHECK(tree.topLevelItem(0)->text(4) == "not measured");
    accept(ask<SpeedDialog>("measureSpeed"));
    settle();
    REQUIRE(snapshot()->speed);
    for (const Variant& variant : snapshot()->variants) {
        CHECK_FALSE(snapshot()->speed->of(variant.id).empty());
    }
    CHECK(tree.topLevelItem(0)->text(4) != "not measured");
}

void MainPath::exportAll() {
    REQUIRE(QDir().mkpath(path("drawings")));
    find<QTreeWidget>("networks").setCurrentItem(find<QTreeWidget>("networks").topLevelItem(0));
    settle();
    auto& dialog = ask<ExportDialog>("exportDrawings");
    part<QLineEdit>(dialog, "folderText").setText(path("drawings"));
    part<QCheckBox>(dialog, "allDrawings").click();
    accept(dialog);
    REQUIRE(waitUntil([this] { return window().findChild<DrawingExport*>() == nullptr; }, kLong));
    CHECK(message().endsWith(" file(s) written"));  // with a button that shows them
    for (const char* name : {"model", "sensitivity", "sensitivity_heatmap", "pruning_plan",
                             "comparison", "variants", "confusion", "class_change"}) {
        for (const char* format : {"png", "svg", "csv"}) {
            const QFileInfo file(path(QString("drawings/%1.%2").arg(name, format)));
            INFO(file.filePath().toStdString());
            CHECK(file.size() > (QString(format) == "csv" ? 20 : 1000));
        }
    }
    CHECK(lines("comparison.csv").size() == 1 + 5);
    const QStringList curves = lines("sensitivity.csv");
    for (const StoredSweep& sweep : snapshot()->sweeps) {
        for (const SensitivityPoint& point : sweep.points) {
            const QString line = QStringLiteral("%1,%2,%3,%4,%5,")
                                     .arg(QString::fromStdString(point.target.text()))
                                     .arg(point.level.number)
                                     .arg(point.correct)
                                     .arg(point.count)
                                     .arg(point.accuracy());
            const auto starts = [&](const QString& other) { return other.startsWith(line); };
            INFO(line.toStdString());
            CHECK(std::count_if(curves.begin(), curves.end(), starts) == 1);
        }
    }
}

}  // namespace

TEST_CASE("from a checkpoint to INT8 and back to paper", "[shell]") {
    MainPath user;
    user.createOnTheSheet();
    user.sweep();
    user.dragTolerance();
    user.clipWeights();
    user.collectActivations();
    user.makeSmaller();
    user.compare();
    user.exportAll();
}
