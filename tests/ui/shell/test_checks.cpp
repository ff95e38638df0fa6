// What quantization does to the network, through the window: layer errors and parity.
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include "core/study/recipe_store.h"
#include "tests/ui/shell/workbench.h"
#include "ui/dialogs/layer_errors_dialog.h"
#include "ui/dialogs/qat_dialog.h"
#include "ui/dialogs/quantize_dialog.h"
#include "ui/models/figure_table.h"
#include "ui/quantization/qat_plot.h"

using namespace secateur;
using namespace secateur::test;

namespace {

constexpr int kHistogramsPage = 4;

}  // namespace

TEST_CASE("layer errors are measured, kept and ranked; the INT8 network is verified", "[shell]") {
    Workbench user;
    user.createStudy("checks");
    user.showPage(kHistogramsPage);
    auto& dialog = user.ask<LayerErrorsDialog>("layerErrors");
    part<QSpinBox>(dialog, "images").setValue(0);
    user.accept(dialog);
    user.settle();
    CHECK(user.message().isEmpty());
    auto& table = user.find<QTableView>("layerErrors");
    REQUIRE(table.model()->rowCount() > 58);  // additions have a quantization too
    const QString heading = user.find<QLabel>("layerErrorsHeading").text();
    INFO(heading.toStdString());
    CHECK(heading.startsWith("All layers quantized: drop "));
    CHECK(heading.endsWith("on 20 images"));  // nothing is to come
    const QString worst = table.model()->index(0, 0).data(FigureTableModel::KeyRole).toString();
    table.setCurrentIndex(table.model()->index(0, 0));
    CHECK(user.workspace().selection().layer() == worst);
    CHECK(user.action("layerErrors").isEnabled());

    auto& quantizing = user.ask<QuantizeDialog>("quantize");
    part<QComboBox>(quantizing, "activationObserver").setCurrentIndex(3);  // MSE
    part<QLineEdit>(quantizing, "recipeName").setText("mine");
    user.accept(quantizing);
    user.settle();
    CHECK(user.workspace().currentVariant()->encoding == Encoding::Int8);
    CHECK(requireRecipe(*user.workspace().study(), "mine").options.activationObserver ==
          ObserverKind::Mse);
    CHECK(user.snapshot()->recipes.back().name == "mine");
    CHECK(table.model()->rowCount() == 0);  // those were of the FP32 network
    user.find<QSpinBox>("parityImages").setValue(2);
    QTest::mouseClick(&user.find<QPushButton>("parityRun"), Qt::LeftButton);
    CHECK_FALSE(user.find<QPushButton>("parityRun").isEnabled());
    user.settle();
    const QString parity = user.find<QLabel>("parityHeading").text();
    INFO(parity.toStdString());
    CHECK(parity.startsWith("Engine "));
    CHECK(parity.endsWith("of 2 images"));
    CHECK(user.find<QTableView>("parity").model()->rowCount() > 58);
    CHECK(user.find<QPushButton>("parityRun").isEnabled());

    // The study has both: they are there again after looking at the other network.
    const int64_t int8 = user.workspace().variant();
    user.workspace().setVariant(1);
    user.settle();
    CHECK(user.find<QLabel>("parityHeading").text().isEmpty());
    CHECK(table.model()->rowCount() > 58);
    user.workspace().setVariant(int8);
    user.settle();
    CHECK(user.find<QLabel>("parityHeading").text() == parity);
}

TEST_CASE("a study that holds only comparisons opens on them", "[shell]") {
    Workbench user;
    const QString copy = user.path("five.secateur");
    REQUIRE(QFile::copy(SECATEUR_SOURCE_DIR "/resources/studies/five_networks.secateur", copy));
    user.drop({copy});
    user.settle();
    CHECK(user.message().isEmpty());
    CHECK(user.find<QTabWidget>("pages").currentIndex() == 5);
    CHECK(user.snapshot()->rankings.size() == 2);
    user.createStudy("with a network");
    user.showPage(0);
    user.settle();
    CHECK(user.find<QTabWidget>("pages").currentIndex() == 0);
}

TEST_CASE("quantization-aware training can be looked at while it goes, and after", "[shell]") {
    Workbench user;
    user.createStudy("qat");
    user.showPage(kHistogramsPage);
    auto& dialog = user.ask<QatDialog>("qat");
    part<QSpinBox>(dialog, "epochs").setValue(2);
    part<QSpinBox>(dialog, "batchSize").setValue(60);
    part<QSpinBox>(dialog, "heldOutImages").setValue(0);
    auto& plot = user.find<QatPlot>("qatPlot");
    size_t whileRunning = 0;
    const auto watch = QObject::connect(&user.workspace(), &Workspace::snapshotChanged, &plot, [&] {
        whileRunning += user.window().jobs().busy() ? plot.epochs().size() : 0;
    });
    user.accept(dialog);
    user.settle();
    QObject::disconnect(watch);
    CHECK(user.message().toStdString() == "");
    CHECK(whileRunning > 0);
    CHECK(user.workspace().currentVariant()->encoding == Encoding::Int8);
    REQUIRE(plot.epochs().size() == 2);
    CHECK(plot.epochs().front().quantization->scales.size() > 50);
    CHECK(user.find<QLabel>("qatHeading").text().startsWith("Best epoch "));
    CHECK(user.find<QComboBox>("qatRuns").currentText().endsWith(", 2 epochs"));
    CHECK(plot.csv().count('\n') == 3);
}
