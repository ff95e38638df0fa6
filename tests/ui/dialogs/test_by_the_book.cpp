// What a user of the keyboard counts on in every dialog of settings.
#include <QComboBox>
#include <QSpinBox>
#include <QTest>

#include "tests/support/ui_catch.h"
#include "tests/ui/dialogs/dialog_support.h"
#include "ui/dialogs/evaluate_dialog.h"
#include "ui/dialogs/gradual_dialog.h"
#include "ui/dialogs/pipeline_dialog.h"
#include "ui/dialogs/prune_dialog.h"
#include "ui/dialogs/qat_dialog.h"
#include "ui/dialogs/quantize_dialog.h"
#include "ui/dialogs/sweep_dialog.h"
#include "ui/dialogs/timing_dialog.h"
#include "ui/dialogs/train_dialog.h"

using namespace secateur;
using namespace secateur::test;

namespace {

template <class Dialog>
void show(Dialog& dialog) {
    dialog.open();
    dialog.activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(&dialog));
}

template <class Dialog>
void checkFirstField(const char* name) {
    Dialog dialog(fashionContext());
    show(dialog);
    INFO(dialog.windowTitle().toStdString());
    CHECK(child<QWidget>(dialog, name)->hasFocus());
    CHECK(child<QPushButton>(dialog, "accept")->isDefault());
    QTest::keyClick(dialog.focusWidget(), Qt::Key_Return);
    CHECK(dialog.result() == QDialog::Accepted);
}

}  // namespace

TEST_CASE("dialogs open in their first field and Return starts from there", "[dialogs][keyboard]") {
    checkFirstField<EvaluateDialog>("images");
    checkFirstField<SweepDialog>("kind");
    checkFirstField<PruneDialog>("what");
    checkFirstField<GradualDialog>("what");
    checkFirstField<FinetuneDialog>("images");
    checkFirstField<TrainDialog>("images");
    checkFirstField<QatDialog>("epochs");
    checkFirstField<PipelineDialog>("scale");
    checkFirstField<TimingDialog>("timedNetworks");
}

TEST_CASE("a number that is typed at once replaces the proposed one, and Return takes it",
          "[dialogs][keyboard]") {
    EvaluateDialog dialog(fashionContext());
    show(dialog);
    QTest::keyClicks(dialog.focusWidget(), "700");
    CHECK(dialog.images() == 700);
    QTest::keyClick(dialog.focusWidget(), Qt::Key_Return);
    CHECK(dialog.result() == QDialog::Accepted);

    EvaluateDialog left(fashionContext());
    show(left);
    QTest::keyClick(left.focusWidget(), Qt::Key_Escape);
    CHECK_FALSE(left.isVisible());
    CHECK(left.result() == QDialog::Rejected);
}

TEST_CASE("what a stage will take is said before it starts, by the rate that was measured",
          "[dialogs][time]") {
    DialogContext context = fashionContext();
    CHECK_FALSE(summaryOf(*std::make_unique<EvaluateDialog>(context)).contains("About"));

    context.imagesPerSecond = 200;  // 10,000 images: 50 s
    EvaluateDialog evaluate(context);
    CHECK(summaryOf(evaluate).endsWith("About 50 s."));
    child<QSpinBox>(evaluate, "images")->setValue(100);
    CHECK(summaryOf(evaluate).endsWith("A moment."));

    // 55,000 of training at 4.5, 5 epochs, and 5 times 5,000 held-out images: 1,262,500 / 200 s.
    FinetuneDialog finetune(context);
    CHECK(finetune.options().epochs == 5);
    CHECK(summaryOf(finetune).endsWith("About 1 h 50 min."));

    // 4 steps of an epoch, each with 2 networks and the epoch on 5,000 images.
    GradualDialog gradual(context);  // 4 x (55,000 x 4.5 + 3 x 5,000) / 200 s
    CHECK(summaryOf(gradual).endsWith("About 1 h 30 min."));

    // 1 + 2 x 5 layers, 1,000 images each.
    context.imagesPerSecond = 100;
    SweepDialog sweep(context);  // 5 layers and all together, 5 levels, 1,000 images at 0.55
    CHECK(summaryOf(sweep).contains("About 3 min."));
}

TEST_CASE("the pipeline starts as a first look where accuracies are of a part of the images",
          "[dialogs]") {
    DialogContext context = fashionContext();
    context.shownImages = 500;
    PipelineDialog look(context);
    CHECK(look.options().testImages == 500);
    CHECK(look.options().finetuneImages == 2000);
    CHECK(look.options().finetune.epochs == 1);
    CHECK(look.options().qat == QatMode::Never);
    auto* scale = child<QComboBox>(look, "scale");
    scale->setCurrentIndex(1);
    CHECK(look.options().testImages == 0);
    CHECK(look.options().finetuneImages == 0);
    CHECK(look.options().finetune.epochs == PipelineOptions().finetune.epochs);
    CHECK(look.options().qat == QatMode::Auto);

    context.shownImages = context.testImages;
    PipelineDialog all(context);
    CHECK(all.options().testImages == 0);
    CHECK(all.options().sensitivityImages == PipelineOptions().sensitivityImages);
}
