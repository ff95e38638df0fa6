#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>

#include "tests/support/ui_catch.h"
#include "tests/ui/dialogs/dialog_support.h"
#include "ui/dialogs/sweep_dialog.h"

using namespace secateur;
using namespace secateur::test;

TEST_CASE("the sweep's estimate counts points and images", "[dialogs]") {
    QLocale::setDefault(QLocale::c());
    SweepDialog dialog(fashionContext());
    // 5 layers x 5 ratios + 5 global ones, on 1,000 images each
    CHECK(summaryOf(dialog).startsWith("30 points × 1,000 images = 30,000 classifications on 2"));
    auto* scope = child<QComboBox>(dialog, "scope");
    scope->setCurrentIndex(scope->findText("Each of them"));
    child<QSpinBox>(dialog, "images")->setValue(0);
    CHECK(summaryOf(dialog).startsWith("25 points × 5,000 images = 125,000"));
    scope->setCurrentIndex(scope->findText("All together"));
    CHECK(dialog.options().scope == SweepScope::Global);
    CHECK(summaryOf(dialog).startsWith("5 points × 5,000 images = 25,000"));
}

TEST_CASE("each kind of change has its levels, and some rank", "[dialogs]") {
    QLocale::setDefault(QLocale::c());
    SweepDialog dialog(fashionContext());
    auto* kind = child<QComboBox>(dialog, "kind");
    auto* levels = child<QLineEdit>(dialog, "levels");
    CHECK(child<QComboBox>(dialog, "criterion")->isEnabled());
    CHECK(child<QLineEdit>(dialog, "masksText")->isEnabled());
    levels->setText("0.9");
    kind->setCurrentIndex(kind->findText("Weight bits"));
    CHECK(levels->text() == "8 6 5 4 3 2");
    CHECK_FALSE(child<QComboBox>(dialog, "criterion")->isEnabled());
    CHECK_FALSE(child<QLineEdit>(dialog, "masksText")->isEnabled());
    CHECK(dialog.options().kind == PerturbationKind::WeightBits);
    CHECK(dialog.options().levels == std::vector<double>{8, 6, 5, 4, 3, 2});
    levels->setText("1");
    CHECK(problemOf(dialog).startsWith("1 is not a number of bits"));
    kind->setCurrentIndex(0);
    CHECK(levels->text() == "0.9");  // as it was left
    CHECK(problemOf(dialog).isEmpty());
    auto* grouping = child<QComboBox>(dialog, "grouping");
    grouping->setCurrentIndex(grouping->findText("The layers of a block"));
    CHECK(dialog.options().grouping == Grouping::Block);
    CHECK(summaryOf(dialog).startsWith("1 levels for each block, on 1,000 images"));
}

TEST_CASE("an adaptive sweep has a tolerance, a width and a confidence", "[dialogs]") {
    DialogContext context = fashionContext();
    context.seed = 7;
    SweepDialog dialog(context);
    auto* tolerance = child<QDoubleSpinBox>(dialog, "tolerance");
    CHECK_FALSE(tolerance->isEnabled());
    child<QCheckBox>(dialog, "adaptive")->setChecked(true);
    CHECK(tolerance->isEnabled());
    tolerance->setValue(1.5);
    child<QDoubleSpinBox>(dialog, "width")->setValue(0.25);
    child<QDoubleSpinBox>(dialog, "confidence")->setValue(99.0);
    const SweepOptions options = dialog.options();
    CHECK(options.adaptive.on);
    CHECK(options.adaptive.toleranceShare == Approx(0.015));
    CHECK(options.adaptive.width == Approx(0.0025));
    CHECK(options.adaptive.confidence == Approx(0.99));
    CHECK(options.seed == 7);
    CHECK(summaryOf(dialog).contains("= at most "));
}

TEST_CASE("masks come from a file that is there", "[dialogs]") {
    SweepDialog dialog(fashionContext());
    auto* criterion = child<QComboBox>(dialog, "criterion");
    criterion->setCurrentIndex(criterion->findText("Random"));
    CHECK(dialog.options().criterion == PruneCriterion::Random);
    child<QLineEdit>(dialog, "masksText")->setText("/nowhere/masks.pth");
    CHECK(problemOf(dialog) == "Choose a file of masks.");
    CHECK_FALSE(child<QLineEdit>(dialog, "levels")->isEnabled());
    CHECK_FALSE(criterion->isEnabled());
    child<QLineEdit>(dialog, "masksText")->setText(__FILE__);
    CHECK(problemOf(dialog).isEmpty());
    CHECK(dialog.masksFile() == __FILE__);
    auto* kind = child<QComboBox>(dialog, "kind");
    kind->setCurrentIndex(kind->findText("Clipped outputs"));
    CHECK(dialog.masksFile().isEmpty());
    CHECK(problemOf(dialog).isEmpty());
}

TEST_CASE("whole channels are swept by the groups that can be cut", "[dialogs]") {
    DialogContext context = fashionContext();
    context.selectedLayer = "layers.0.conv2";  // a depthwise layer: it makes no channels
    SweepDialog dialog(context);
    auto* kind = child<QComboBox>(dialog, "kind");
    kind->setCurrentIndex(kind->findText("Whole channels"));
    CHECK(dialog.options().kind == PerturbationKind::Channels);
    auto* criterion = child<QComboBox>(dialog, "criterion");
    CHECK(criterion->isEnabled());
    criterion->setCurrentIndex(criterion->findText("Norm of the whole dependency group"));
    CHECK(problemOf(dialog).isEmpty());
    kind->setCurrentIndex(kind->findText("Pruned weights"));
    CHECK(dialog.options().criterion == PruneCriterion::L1);  // what ranks weights
    CHECK(problemOf(dialog).isEmpty());
    kind->setCurrentIndex(kind->findText("Whole channels"));
    criterion->setCurrentIndex(criterion->findText("Scale of the batch normalisation"));
    CHECK(dialog.options().criterion == PruneCriterion::BnScale);
    CHECK(problemOf(dialog).isEmpty());
    CHECK(summaryOf(dialog).startsWith("25 points"));  // five shares of four groups, and of all
    child<QComboBox>(dialog, "layersWhich")->setCurrentIndex(1);
    CHECK(problemOf(dialog) == "No channel group is called after layers.0.conv2: untick it.");
}
