#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QListWidget>
#include <QSlider>
#include <QSpinBox>
#include <QTest>

#include "core/base/error.h"
#include "core/stages/pipeline.h"
#include "tests/support/ui_catch.h"
#include "tests/support/wait_until.h"
#include "tests/ui/dialogs/dialog_support.h"
#include "ui/dialogs/evaluate_dialog.h"
#include "ui/dialogs/gradual_dialog.h"
#include "ui/dialogs/layer_errors_dialog.h"
#include "ui/dialogs/number_field.h"
#include "ui/dialogs/pipeline_dialog.h"
#include "ui/dialogs/prune_dialog.h"
#include "ui/dialogs/qat_dialog.h"
#include "ui/dialogs/quantize_dialog.h"
#include "ui/dialogs/recalibrate_dialog.h"
#include "ui/dialogs/sweep_dialog.h"
#include "ui/dialogs/timing_dialog.h"
#include "ui/dialogs/train_dialog.h"

using namespace secateur;
using namespace secateur::test;

namespace {

void checkSame(const TrainOptions& a, const TrainOptions& b) {
    CHECK(a.epochs == b.epochs);
    CHECK(a.batchSize == b.batchSize);
    CHECK(a.learningRate == b.learningRate);
    CHECK(a.momentum == b.momentum);
    CHECK(a.nesterov == b.nesterov);
    CHECK(a.weightDecay == b.weightDecay);
    CHECK(a.labelSmoothing == b.labelSmoothing);
    CHECK(a.schedule == b.schedule);
    CHECK(a.augmentation.cropPadding == b.augmentation.cropPadding);
    CHECK(a.augmentation.horizontalFlip == b.augmentation.horizontalFlip);
    CHECK(a.sides == b.sides);
    CHECK(a.microBatch == b.microBatch);
    CHECK(a.seed == b.seed);
    CHECK(a.workers == b.workers);
}

void checkSame(const QuantizeOptions& a, const QuantizeOptions& b) {
    CHECK(a.relu6Range == b.relu6Range);
    CHECK(a.symmetricBottlenecks == b.symmetricBottlenecks);
    CHECK(a.reduceRange == b.reduceRange);
    CHECK(a.engine == b.engine);
    CHECK(a.workers == b.workers);
}

/// Every field explains itself, and has a name for screen readers or a text of its own.
void checkExplained(QDialog& dialog) {
    for (QWidget* widget : dialog.findChildren<QWidget*>()) {
        const bool field = widget->focusPolicy() != Qt::NoFocus && widget->focusProxy() == nullptr;
        const bool inner = widget->objectName().startsWith("qt_") ||
                           qobject_cast<QPushButton*>(widget) != nullptr ||
                           widget->window() != &dialog;  // the list that Qt opens under a box
        if (field && !inner &&
            qobject_cast<QAbstractScrollArea*>(widget->parentWidget()) == nullptr) {
            INFO(widget->metaObject()->className() << " " << widget->objectName().toStdString());
            CHECK_FALSE(widget->objectName().isEmpty());
            const auto* box = qobject_cast<QCheckBox*>(widget);
            CHECK((box != nullptr || !widget->accessibleName().isEmpty()));
            QWidget* explained = widget;
            while (explained->toolTip().isEmpty() && explained->parentWidget() != nullptr) {
                explained = explained->parentWidget();
            }
            CHECK_FALSE(explained->toolTip().isEmpty());
        }
    }
}

}  // namespace

TEST_CASE("the defaults are the core's", "[dialogs]") {
    const DialogContext context = fashionContext();
    CHECK(EvaluateDialog(context).images() == 0);

    SweepDialog sweep(context);
    const SweepOptions sweepDefaults;
    CHECK(sweep.options().levels == levelsOf(sweepDefaults));
    CHECK(sweep.options().layers == sweepDefaults.layers);
    CHECK(sweep.options().scope == sweepDefaults.scope);
    CHECK(sweep.images() == 1000);
    CHECK(sweep.options().kind == sweepDefaults.kind);
    CHECK(sweep.options().criterion == sweepDefaults.criterion);
    CHECK(sweep.options().grouping == sweepDefaults.grouping);
    CHECK_FALSE(sweep.options().adaptive.on);
    CHECK(sweep.options().adaptive.toleranceShare == Approx(sweepDefaults.adaptive.toleranceShare));
    CHECK(sweep.options().adaptive.width == Approx(sweepDefaults.adaptive.width));
    CHECK(sweep.options().adaptive.confidence == Approx(sweepDefaults.adaptive.confidence));
    CHECK(sweep.masksFile().isEmpty());

    const PruneRecipe recipe = PruneDialog(context).options();
    CHECK(recipe.scope == PruneRecipe().scope);
    CHECK(recipe.amount == PruneRecipe().amount);
    CHECK(recipe.layers.empty());
    CHECK(recipe.plan.empty());

    const GradualPlan steps = GradualDialog(context).plan();
    CHECK(std::get<PruneRecipe>(steps.cut).amount == PruneRecipe().amount);
    CHECK(steps.steps == GradualPlan().steps);
    CHECK(steps.recalibrate == GradualPlan().recalibrate);
    checkSame(steps.training.options, stepTraining());

    checkSame(TrainDialog(context).options(), TrainOptions());
    checkSame(FinetuneDialog(context).options(), fineTuneDefaults());
    DialogContext seeded = context;
    seeded.seed = 9;
    CHECK(TrainDialog(seeded).options().seed == 9);
    CHECK(PipelineDialog(seeded).options().seed == 9);
    CHECK(FinetuneDialog(context).images() == 0);

    checkSame(QuantizeDialog(context).options(), QuantizeOptions());
    CHECK(QuantizeDialog(context).options().calibrationImages == 512);

    CHECK(RecalibrateDialog(context).options().images == RecalibrateOptions().images);
    CHECK(RecalibrateDialog(context).options().batchSize == RecalibrateOptions().batchSize);

    const PipelineOptions pipeline = PipelineDialog(context).options();
    CHECK(pipeline.recalibrate == PipelineOptions().recalibrate);
    const PipelineOptions expected;
    CHECK(pipeline.amount == expected.amount);
    CHECK(pipeline.tolerancePoints == expected.tolerancePoints);
    CHECK(pipeline.testImages == expected.testImages);
    CHECK(pipeline.sensitivityImages == expected.sensitivityImages);
    CHECK(pipeline.finetuneImages == expected.finetuneImages);
    CHECK(pipeline.quantize.calibrationImages == expected.quantize.calibrationImages);
    CHECK(pipeline.seed == expected.seed);
    checkSame(pipeline.finetune, expected.finetune);
    checkSame(pipeline.quantize, expected.quantize);
    CHECK(pipeline.qat == expected.qat);

    const QatDialog qat(context);
    checkSame(qat.training(), QatPlan::qatTraining().options);
    checkSame(qat.quantize(), QuantizeOptions());
    CHECK(qat.qat() == QatOptions());
    CHECK(qat.images() == expected.qatImages);
    CHECK(qat.heldOutImages() == expected.qatHeldOutImages);
}

TEST_CASE("every field has a name and a tooltip", "[dialogs]") {
    const DialogContext context = fashionContext();
    EvaluateDialog evaluate(context);
    SweepDialog sweep(context);
    PruneDialog prune(context);
    GradualDialog gradual(context);
    TrainDialog train(context);
    QuantizeDialog quantize(context);
    PipelineDialog pipeline(context);
    QatDialog qat(context);
    LayerErrorsDialog errors(context);
    TimingDialog timing(context);
    for (QDialog* dialog :
         std::initializer_list<QDialog*>{&evaluate, &sweep, &prune, &gradual, &train, &quantize,
                                         &pipeline, &qat, &errors, &timing}) {
        INFO(dialog->windowTitle().toStdString());
        checkExplained(*dialog);
        CHECK(problemOf(*dialog).isEmpty());
    }
    CHECK(child<QPushButton>(prune, "accept")->text() == "Prune");
    CHECK(child<QPushButton>(sweep, "accept")->text() == "Sweep");
}

TEST_CASE("time per layer: which networks, and how long", "[dialogs]") {
    DialogContext context = fashionContext();
    context.imagesPerSecond = 480.0;
    TimingDialog dialog(context);
    CHECK(dialog.networks() == std::vector<int64_t>{1, 3});  // the one looked at, and its INT8
    // 2 networks x 15 rounds x 16 images, and 2 x 12 points of 0.3 s.
    CHECK(summaryOf(dialog).endsWith("About 8 s."));
    auto* list = child<QListWidget>(dialog, "timedNetworks");
    list->item(1)->setCheckState(Qt::Checked);
    CHECK(dialog.networks() == std::vector<int64_t>{1, 2, 3});
    for (int i = 0; i < list->count(); ++i) {
        list->item(i)->setCheckState(Qt::Unchecked);
    }
    CHECK(problemOf(dialog) == "Check the networks to time.");
    child<QSpinBox>(dialog, "rounds")->setValue(40);
    child<NumberField>(dialog, "curveSeconds")->setValue(0.0);
    CHECK(dialog.options().rounds == 40);
    CHECK(dialog.options().curveSeconds == 0.0);
}

TEST_CASE("images of an evaluation: so many, or all", "[dialogs]") {
    EvaluateDialog dialog(fashionContext());
    CHECK(summaryOf(dialog).startsWith("All 10"));
    auto* images = child<QSpinBox>(dialog, "images");
    CHECK(images->maximum() == 10'000);
    images->setValue(500);
    CHECK(dialog.images() == 500);
    CHECK(summaryOf(dialog).startsWith("500 of 10"));
}

TEST_CASE("a wrong ratio disables the button and is named, without a window of its own",
          "[dialogs]") {
    SweepDialog dialog(fashionContext());
    dialog.show();
    auto* ratios = child<QLineEdit>(dialog, "levels");
    ratios->selectAll();
    QTest::keyClicks(ratios, "0.3 1.7");
    CHECK(problemOf(dialog).startsWith("1.7 is not a share"));
    QTest::keyClick(ratios, Qt::Key_Return);
    CHECK(dialog.isVisible());
    CHECK(dialog.result() != QDialog::Accepted);
    CHECK(QApplication::activeModalWidget() == nullptr);

    ratios->selectAll();
    QTest::keyClicks(ratios, "0.3 0.7");
    CHECK(problemOf(dialog).isEmpty());
    QTest::keyClick(ratios, Qt::Key_Return);
    CHECK(dialog.result() == QDialog::Accepted);
    CHECK(dialog.options().levels == std::vector<double>{0.3, 0.7});
}

TEST_CASE("layers can be ticked, the selected one is already", "[dialogs]") {
    DialogContext context = fashionContext();
    context.selectedLayer = "layers.0.conv2";
    SweepDialog dialog(context);
    dialog.show();
    auto* list = child<QListWidget>(dialog, "layersList");
    CHECK_FALSE(list->isVisible());
    child<QComboBox>(dialog, "layersWhich")->setCurrentIndex(1);
    CHECK(list->isVisible());
    CHECK(dialog.options().layers == std::vector<std::string>{"layers.0.conv2"});

    list->setCurrentRow(0);
    QTest::keyClick(list, Qt::Key_Space);
    CHECK(dialog.options().layers == std::vector<std::string>{"conv1", "layers.0.conv2"});
    QTest::keyClick(list, Qt::Key_Space);
    list->setCurrentRow(2);
    QTest::keyClick(list, Qt::Key_Space);
    CHECK(problemOf(dialog) == "Tick at least one layer.");
}

TEST_CASE("the amount by slider and by number", "[dialogs]") {
    PruneDialog dialog(fashionContext());
    auto* slider = child<QSlider>(dialog, "amountSlider");
    auto* number = child<QDoubleSpinBox>(dialog, "amountNumber");
    CHECK(slider->value() == 70);
    slider->setValue(29);
    CHECK(number->value() == 0.29);
    CHECK(dialog.options().amount == 0.29);
    number->setValue(5.0);
    CHECK(dialog.options().amount == 0.99);
    CHECK(slider->value() == 99);
    for (int step = 0; step <= 99; ++step) {
        slider->setValue(step);
        CHECK(number->value() == Approx(step / 100.0));
        CHECK(slider->value() == step);
    }
    child<QComboBox>(dialog, "scope")->setCurrentIndex(1);
    CHECK(dialog.options().scope == PruneScope::Layer);
    CHECK(summaryOf(dialog).contains("each of 5 layers"));
}

TEST_CASE("whole channels have their own options", "[dialogs]") {
    DialogContext context = fashionContext();
    context.selectedLayer = "layers.1.conv1";
    PruneDialog dialog(context);
    dialog.show();
    CHECK_FALSE(dialog.wholeChannels());
    CHECK_FALSE(child<QComboBox>(dialog, "groups")->isVisible());
    CHECK(child<QComboBox>(dialog, "layersWhich")->isVisible());
    child<QComboBox>(dialog, "what")->setCurrentIndex(1);
    CHECK(dialog.wholeChannels());
    CHECK(child<QComboBox>(dialog, "groups")->isVisible());
    CHECK_FALSE(child<QComboBox>(dialog, "layersWhich")->isVisible());

    const ChannelRecipe defaults;
    CHECK(dialog.channelOptions().scope == defaults.scope);
    CHECK(dialog.channelOptions().amount == defaults.amount);
    CHECK(dialog.channelOptions().criterion == defaults.criterion);
    CHECK(dialog.channelOptions().roundTo == defaults.roundTo);
    CHECK(dialog.channelOptions().groups.empty());
    CHECK(dialog.channelOptions().roles.empty());
    CHECK(summaryOf(dialog).startsWith("50 % of 170 channels in 4 groups are taken out, wherever"));
    CHECK_FALSE(summaryOf(dialog).contains("It leaves"));

    auto* groups = child<QComboBox>(dialog, "groups");
    QStringList choices;
    for (int i = 0; i < groups->count(); ++i) {
        choices << groups->itemText(i);
    }
    CHECK(choices == QStringList{"All 4 groups that can be cut", "Only those of role “stem”",
                                 "Only those of role “expand”", "Only layers.1.conv1"});
    groups->setCurrentIndex(2);
    CHECK(dialog.channelOptions().roles == std::vector<std::string>{"expand"});
    CHECK(summaryOf(dialog).contains("of 128 channels in 2 groups"));
    groups->setCurrentIndex(3);
    CHECK(dialog.channelOptions().roles.empty());
    CHECK(dialog.channelOptions().groups == std::vector<std::string>{"layers.1.conv1"});
    child<QComboBox>(dialog, "scope")->setCurrentIndex(1);
    CHECK(dialog.channelOptions().scope == PruneScope::Layer);
    CHECK(summaryOf(dialog).startsWith("50 % of the channels of each group, of 96 channels"));
    child<QComboBox>(dialog, "scope")->setCurrentIndex(0);
    CHECK(dialog.channelOptions().scope == PruneScope::Global);
    auto* criterion = child<QComboBox>(dialog, "criterion");
    criterion->setCurrentIndex(criterion->findText("Scale of the batch normalisation"));
    CHECK(dialog.channelOptions().criterion == PruneCriterion::BnScale);
    CHECK_FALSE(child<QSpinBox>(dialog, "rankingImages")->isEnabled());
    criterion->setCurrentIndex(criterion->findText("First-order change of the loss (images)"));
    CHECK(child<QSpinBox>(dialog, "rankingImages")->isEnabled());
    child<QSpinBox>(dialog, "rankingImages")->setValue(500);
    CHECK(dialog.channelOptions().criterion == PruneCriterion::Taylor);
    CHECK(dialog.channelOptions().rankingImages == 500);
    child<QSpinBox>(dialog, "roundTo")->setValue(8);
    CHECK(dialog.channelOptions().roundTo == 8);
    child<QSpinBox>(dialog, "reconstruct")->setValue(256);
    CHECK(dialog.channelOptions().reconstruct == 256);
    CHECK(summaryOf(dialog).startsWith("50 % of 96 channels in 1 group are taken out"));

    // Single weights are not ranked by it: they are offered what ranks them.
    child<QComboBox>(dialog, "what")->setCurrentIndex(0);
    CHECK(dialog.options().criterion == PruneCriterion::L1);
    criterion->setCurrentIndex(criterion->findText("Magnitude times input (images)"));
    CHECK(dialog.options().criterion == PruneCriterion::Wanda);
    CHECK(dialog.options().rankingImages == 500);

    context.channelGroups.clear();
    PruneDialog none(context);
    CHECK(problemOf(none).isEmpty());
    child<QComboBox>(none, "what")->setCurrentIndex(1);
    CHECK(problemOf(none) == "No layer of this network can lose channels.");
}

TEST_CASE("a cut in steps: what goes, how often, and how each step is trained", "[dialogs]") {
    DialogContext context = fashionContext();
    context.normalised = true;
    GradualDialog dialog(context);
    CHECK(summaryOf(dialog).startsWith("70 % of the weights of 5 layers become zero"));
    CHECK(summaryOf(dialog).contains("In 4 steps, most in the first"));
    child<QSpinBox>(dialog, "steps")->setValue(6);
    child<QSpinBox>(dialog, "recalibrate")->setValue(0);
    child<QSpinBox>(dialog, "images")->setValue(1000);
    child<QSpinBox>(dialog, "epochs")->setValue(2);
    child<QCheckBox>(dialog, "frozenStatistics")->setChecked(true);
    child<QDoubleSpinBox>(dialog, "distanceWeight")->setValue(0.5);
    GradualPlan plan = dialog.plan();
    CHECK(plan.steps == 6);
    CHECK(plan.recalibrate == 0);
    CHECK(dialog.images() == 1000);
    CHECK(plan.training.options.epochs == 2);
    CHECK(plan.training.options.frozenStatistics);
    CHECK(plan.training.options.distanceWeight == 0.5);
    REQUIRE(std::holds_alternative<PruneRecipe>(plan.cut));

    child<QComboBox>(dialog, "what")->setCurrentIndex(1);
    plan = dialog.plan();
    REQUIRE(std::holds_alternative<ChannelRecipe>(plan.cut));
    CHECK(std::get<ChannelRecipe>(plan.cut).amount == ChannelRecipe().amount);
    CHECK(summaryOf(dialog).contains("In 6 equal steps"));
    CHECK(problemOf(dialog).isEmpty());
    child<QSpinBox>(dialog, "images")->setValue(100);
    CHECK(problemOf(dialog).startsWith("the training images do not fill one batch"));
    child<QSpinBox>(dialog, "batchSize")->setValue(50);
    CHECK(problemOf(dialog).isEmpty());

    context.heldOutImages = 0;
    GradualDialog without(context);
    child<QSpinBox>(without, "patience")->setValue(3);
    CHECK(problemOf(without).startsWith("Patience needs held-out images"));
    context.quantized = true;
    CHECK(problemOf(*std::make_unique<GradualDialog>(context)).contains("is an INT8 network"));
}

TEST_CASE("quantization-aware training and the pipeline have the options of repair they can use",
          "[dialogs]") {
    const DialogContext context = fashionContext();
    QatDialog qat(context);
    child<QSpinBox>(qat, "warmupEpochs")->setValue(1);
    child<QSpinBox>(qat, "patience")->setValue(2);
    child<QDoubleSpinBox>(qat, "distanceWeight")->setValue(0.25);
    CHECK(qat.training().warmupEpochs == 1);
    CHECK(qat.training().patience == 2);
    CHECK(qat.training().distanceWeight == 0.25);
    CHECK(qat.findChild<QCheckBox*>("frozenStatistics") == nullptr);  // it has epochs of its own
    PipelineDialog pipeline(context);
    child<QCheckBox>(pipeline, "frozenStatistics")->setChecked(true);
    child<QDoubleSpinBox>(pipeline, "leastCrop")->setValue(0.5);
    child<QDoubleSpinBox>(pipeline, "distanceWeight")->setValue(0.75);
    CHECK(pipeline.options().finetune.frozenStatistics);
    CHECK(pipeline.options().finetune.augmentation.leastCrop == 0.5);
    CHECK(pipeline.options().finetune.distanceWeight == 0.75);
    CHECK(pipeline.findChild<QSpinBox*>("patience") == nullptr);  // its epochs are not measured
}

TEST_CASE("what the trainer would refuse disables the button", "[dialogs]") {
    TrainDialog dialog(fashionContext());
    child<QSpinBox>(dialog, "images")->setValue(100);
    CHECK(problemOf(dialog) ==
          "the training images do not fill one batch (expected at least 128, got 100)");
    child<QSpinBox>(dialog, "batchSize")->setValue(50);
    CHECK(problemOf(dialog).isEmpty());
    CHECK(summaryOf(dialog).startsWith("30 epochs of 2 steps: 60 steps."));
    child<QDoubleSpinBox>(dialog, "momentum")->setValue(0.0);
    CHECK(problemOf(dialog) == "Nesterov needs a momentum: Momentum (expected above 0, got 0)");
    child<QCheckBox>(dialog, "nesterov")->setChecked(false);
    CHECK(problemOf(dialog).isEmpty());

    auto* rate = child<QDoubleSpinBox>(dialog, "learningRate");
    CHECK(rate->minimum() > 0.0);
    rate->setValue(0.0005);
    CHECK(rate->text() == QLocale().toString(0.0005, 'f', 4));
    child<QComboBox>(dialog, "schedule")->setCurrentIndex(2);
    child<QSpinBox>(dialog, "cropPadding")->setValue(2);
    child<QCheckBox>(dialog, "flip")->setChecked(true);
    child<QSpinBox>(dialog, "seed")->setValue(7);
    const TrainOptions options = dialog.options();
    CHECK(options.learningRate == 0.0005);
    CHECK(options.schedule == ScheduleKind::OneCycle);
    CHECK(options.augmentation.cropPadding == 2);
    CHECK(options.augmentation.horizontalFlip);
    CHECK(options.seed == 7);
}

TEST_CASE("repair: warm-up, crops, kept statistics, patience and distance", "[dialogs]") {
    DialogContext context = fashionContext();
    FinetuneDialog dialog(context);
    child<QSpinBox>(dialog, "warmupEpochs")->setValue(5);
    CHECK(problemOf(dialog).startsWith("the warm-up leaves nothing of the training"));
    child<QSpinBox>(dialog, "warmupEpochs")->setValue(2);
    child<QDoubleSpinBox>(dialog, "leastCrop")->setValue(0.08);
    child<QCheckBox>(dialog, "frozenStatistics")->setChecked(true);
    child<QSpinBox>(dialog, "patience")->setValue(3);
    child<QDoubleSpinBox>(dialog, "distanceWeight")->setValue(0.5);
    child<QDoubleSpinBox>(dialog, "distanceTemperature")->setValue(2);
    CHECK(problemOf(dialog).isEmpty());
    const TrainOptions options = dialog.options();
    CHECK(options.warmupEpochs == 2);
    CHECK(options.augmentation.leastCrop == 0.08);
    CHECK(options.frozenStatistics);
    CHECK(options.patience == 3);
    CHECK(options.distanceWeight == 0.5);
    CHECK(options.distanceTemperature == 2);
    context.heldOutImages = 0;
    FinetuneDialog without(context);
    child<QSpinBox>(without, "patience")->setValue(3);
    CHECK(problemOf(without).startsWith("Patience needs held-out images"));
}

TEST_CASE("fine-tuning says that pruned weights stay zero", "[dialogs]") {
    FinetuneDialog dialog(fashionContext());
    CHECK(summaryOf(dialog).startsWith("Pruned weights stay zero. 5 epochs of 429 steps"));
}

TEST_CASE("quantization counts the ranges chosen by hand", "[dialogs]") {
    QuantizeDialog dialog(fashionContext());
    CHECK(summaryOf(dialog).contains("none was chosen by hand"));
    dialog.setClipCount(1);
    CHECK(summaryOf(dialog).startsWith("1 range chosen by hand will be used"));
    dialog.setClipCount(3);
    CHECK(summaryOf(dialog).startsWith("3 ranges chosen by hand will be used"));
    child<QComboBox>(dialog, "reduceRange")->setCurrentIndex(1);
    child<QComboBox>(dialog, "relu6")->setCurrentIndex(2);
    child<QCheckBox>(dialog, "symmetricBottlenecks")->setChecked(true);
    CHECK(dialog.options().reduceRange == ReduceRange::On);
    CHECK(dialog.options().relu6Range == Relu6Range::Observed);
    CHECK(dialog.options().symmetricBottlenecks);
}

TEST_CASE("an INT8 network can only be evaluated", "[dialogs]") {
    DialogContext context = fashionContext();
    context.quantized = true;
    EvaluateDialog evaluate(context);
    CHECK(problemOf(evaluate).isEmpty());
    SweepDialog sweep(context);
    PruneDialog prune(context);
    FinetuneDialog finetune(context);
    QuantizeDialog quantize(context);
    PipelineDialog pipeline(context);
    for (QDialog* dialog :
         std::initializer_list<QDialog*>{&sweep, &prune, &finetune, &quantize, &pipeline}) {
        CHECK(problemOf(*dialog).contains("is an INT8 network"));
    }
}

TEST_CASE("a data set without a train split says so", "[dialogs]") {
    DialogContext context = fashionContext();
    context.trainImages = 0;
    context.heldOutImages = 0;
    SweepDialog sweep(context);
    TrainDialog train(context);
    QuantizeDialog quantize(context);
    PipelineDialog pipeline(context);
    CHECK(problemOf(sweep).contains("no held-out images"));
    CHECK(problemOf(train).contains("no training images"));
    CHECK(problemOf(quantize).contains("no training images"));
    CHECK(problemOf(pipeline).contains("no train split"));
}

TEST_CASE("recalibration needs training images and batch normalisations", "[dialogs]") {
    DialogContext context = fashionContext();
    context.normalised = true;
    RecalibrateDialog possible(context);
    CHECK(problemOf(possible).isEmpty());
    checkExplained(possible);
    DialogContext without = context;
    without.trainImages = 0;
    RecalibrateDialog noImages(without);
    CHECK(problemOf(noImages).contains("no training images"));
    DialogContext folded = context;
    folded.normalised = false;
    RecalibrateDialog noNorms(folded);
    CHECK(problemOf(noNorms).contains("no batch normalisation"));
    folded.justCut = true;
    RecalibrateDialog compared(folded);
    CHECK(problemOf(compared).isEmpty());
    CHECK(summaryOf(compared).contains("are folded"));
    context.quantized = true;
    RecalibrateDialog quantized(context);
    CHECK_FALSE(problemOf(quantized).isEmpty());
}

TEST_CASE("Tab goes through the fields in their order, Enter accepts, Escape does not",
          "[dialogs]") {
    const auto tabOrder = [](QDialog& dialog, const char* first) {
        dialog.show();
        REQUIRE(QTest::qWaitForWindowActive(&dialog));
        child<QWidget>(dialog, first)->setFocus();
        QStringList order;
        do {
            order << dialog.focusWidget()->objectName();
            QTest::keyClick(dialog.focusWidget(), Qt::Key_Tab);
        } while (dialog.focusWidget()->objectName() != order.front() && order.size() < 20);
        return order.join(" ").toStdString();
    };
    PruneDialog dialog(fashionContext());
    CHECK(tabOrder(dialog, "what") ==
          "what scope amountNumber layersWhich criterion reconstruct accept cancel");
    child<QComboBox>(dialog, "what")->setCurrentIndex(1);
    CHECK(tabOrder(dialog, "what") ==
          "what scope amountNumber groups criterion roundTo reconstruct accept cancel");
    child<QComboBox>(dialog, "what")->setCurrentIndex(0);
    SweepDialog sweep(fashionContext());
    CHECK(tabOrder(sweep, "kind") ==
          "kind criterion masksText masksBrowse levels grouping scope layersWhich images "
          "recalibrate adaptive "
          "accept cancel");
    sweep.hide();
    dialog.activateWindow();

    QTest::keyClick(child<QDoubleSpinBox>(dialog, "amountNumber"), Qt::Key_Return);
    CHECK(dialog.result() == QDialog::Accepted);
    dialog.show();
    QTest::keyClick(&dialog, Qt::Key_Escape);
    CHECK(dialog.result() == QDialog::Rejected);
}

TEST_CASE("a cut of channels is foretold in the dialog", "[dialogs]") {
    DialogContext context = fashionContext();
    context.forecastCut = [](const ChannelRecipe& recipe) -> std::optional<CutForecast> {
        if (recipe.amount > 0.9) {
            throw Error(ErrorCode::InvalidArgument, "nothing would be left");
        }
        const double kept = 1.0 - recipe.amount;
        return CutForecast{{2'000'000, 60'000'000, 0},
                           {static_cast<int64_t>(2e6 * kept), static_cast<int64_t>(6e7 * kept), 0}};
    };
    PruneDialog dialog(context);
    dialog.show();
    CHECK_FALSE(summaryOf(dialog).contains("It leaves"));  // of single weights
    child<QComboBox>(dialog, "what")->setCurrentIndex(1);
    CHECK(waitUntil([&] {
        return summaryOf(dialog).endsWith(
            "It leaves 1.00 M of 2.00 M (50.00 %) parameters and 30.00 M of 60.00 M (50.00 %) "
            "MACs.");
    }));
    auto* amount = dialog.findChild<QDoubleSpinBox*>("amountNumber");
    REQUIRE(amount != nullptr);
    amount->setValue(0.75);
    CHECK(waitUntil([&] { return summaryOf(dialog).contains("0.50 M of 2.00 M (25.00 %)"); }));
    amount->setValue(0.95);
    CHECK(waitUntil([&] { return summaryOf(dialog).contains("nothing would be left"); }));
}
