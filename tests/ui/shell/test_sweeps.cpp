// Sweeps of every kind through the window, and a plan for a budget, measured.
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

#include "tests/ui/shell/workbench.h"
#include "ui/dialogs/sweep_dialog.h"
#include "ui/sensitivity/curve_plot.h"
#include "ui/sensitivity/sensitivity_page.h"

using namespace secateur;
using namespace secateur::test;

namespace {

struct Sweeps : Workbench {
    explicit Sweeps(const QString& name) {
        createStudy(name);
        showPage(1);
    }
    SweepDialog& dialog() {
        auto& dialog = ask<SweepDialog>("sweep");
        part<QSpinBox>(dialog, "images").setValue(0);
        return dialog;
    }
    void choose(QDialog& dialog, const char* box, const QString& text) {
        auto& found = part<QComboBox>(dialog, box);
        REQUIRE(found.findText(text) >= 0);
        found.setCurrentIndex(found.findText(text));
    }
    SensitivityPage& page() { return find<SensitivityPage>("sensitivityPage"); }
    QComboBox& chooser() { return find<QComboBox>("sweepChooser"); }
};

}  // namespace

TEST_CASE("bits by block, adaptively, beside pruning by layer", "[shell]") {
    Sweeps user("kinds");
    auto& bits = user.dialog();
    user.choose(bits, "kind", "Weight bits");
    user.choose(bits, "grouping", "The layers of a block");
    part<QLineEdit>(bits, "levels").setText("8 2");
    part<QCheckBox>(bits, "adaptive").setChecked(true);
    part<QDoubleSpinBox>(bits, "tolerance").setValue(20.0);
    user.accept(bits);
    user.settle();
    REQUIRE(user.snapshot()->sweeps.size() == 1);
    const StoredSweep& stored = user.snapshot()->sweeps.front();
    CHECK(stored.adaptive);
    CHECK(stored.kind == PerturbationKind::WeightBits);
    CHECK(stored.grouping == Grouping::Block);
    CHECK(stored.points.size() == 2 * 20);  // 19 blocks and all layers together
    CHECK(user.chooser().currentText() == "Weight bits by block, 20 held-out images, adaptive");
    auto& plot = user.find<CurvePlot>("curvePlot");
    CHECK(plot.curves().size() == 20);
    CHECK(plot.csv().count(",weight-bits,") == 40);

    auto& prune = user.dialog();
    part<QLineEdit>(prune, "levels").setText("0 0.9");
    user.choose(prune, "scope", "Each of them");
    part<QComboBox>(prune, "layersWhich").setCurrentIndex(1);
    auto& list = part<QListWidget>(prune, "layersList");
    for (int row = 0; row < list.count(); ++row) {
        list.item(row)->setCheckState(row < 2 ? Qt::Checked : Qt::Unchecked);
    }
    user.accept(prune);
    user.settle();
    CHECK(user.chooser().count() == 2);
    CHECK(user.chooser().currentText() ==
          "Pruned weights (L1) by layer, 20 held-out images, 2 of 58");
    CHECK(plot.csv().count(",prune,1,exact,1\n") == 2);  // ratio 0 prunes nothing
    user.chooser().setCurrentIndex(0);
    CHECK(plot.curves().size() == 20);
    CHECK(user.message().isEmpty());
}

TEST_CASE("a plan for a budget is measured on the curves' images", "[shell]") {
    Sweeps user("budget");
    auto& dialog = user.dialog();
    part<QLineEdit>(dialog, "levels").setText("0.5 0.9");
    user.choose(dialog, "scope", "Each of them");
    user.accept(dialog);
    user.settle();
    auto& goal = user.find<QComboBox>("planGoal");
    goal.setCurrentIndex(goal.findText("Sparsity at least"));
    user.find<QDoubleSpinBox>("planTarget").setValue(60.0);
    auto& totals = user.find<QLabel>("planTotals");
    REQUIRE(waitUntil([&] { return totals.text().contains(", 6"); }));
    CHECK(user.find<QLabel>("predictedDrop").text().contains("uncalibrated"));
    QTest::mouseClick(&user.find<QPushButton>("measurePlan"), Qt::LeftButton);
    user.settle();
    const QString measured = user.find<QLabel>("measuredPlan").text();
    INFO(measured.toStdString());
    CHECK(measured.startsWith("Measured: "));
    CHECK(measured.contains("of 40 test images"));
    CHECK(measured.contains("On the curves' 20 images: drop "));
    CHECK(measured.contains("; predicted "));
    CHECK(measured.contains(", gap "));
    user.find<QDoubleSpinBox>("planTarget").setValue(55.0);  // another plan, after one measured
    CHECK(waitUntil([&] {
        return user.find<QLabel>("predictedDrop").text().contains("calibrated by 1 measured plan");
    }));
    CHECK(user.workspace().currentVariant()->kind == VariantKind::Baseline);  // still looked at
}
