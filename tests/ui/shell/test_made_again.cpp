// The settings of a network of the study, in the dialog that it was made with.
#include <QComboBox>
#include <QSpinBox>

#include "tests/ui/shell/workbench.h"
#include "ui/dialogs/number_field.h"
#include "ui/dialogs/prune_dialog.h"
#include "ui/dialogs/quantize_dialog.h"
#include "ui/dialogs/train_dialog.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// The dialog that opens for the network that is looked at, once its parent's layers are there.
template <class Dialog>
Dialog& again(Workbench& bench) {
    bench.action("changeSettings").trigger();
    Dialog* dialog = nullptr;
    REQUIRE(waitUntil([&] { return (dialog = bench.window().findChild<Dialog*>()) != nullptr; }));
    return *dialog;
}

}  // namespace

TEST_CASE("a pruned network is made again with other settings", "[shell][again]") {
    Workbench bench;
    bench.createStudy("mine.secateur");
    const int64_t baseline = bench.workspace().variant();
    PruneRecipe recipe;
    recipe.amount = 0.35;
    recipe.scope = PruneScope::Layer;
    recipe.layers = {"layers.0.conv1", "layers.1.conv1"};
    bench.window().runner().prune(recipe);
    bench.settle();
    REQUIRE(bench.workspace().currentVariant()->name == "pruned");

    auto& dialog = again<PruneDialog>(bench);
    CHECK(bench.workspace().variant() == baseline);  // of which it is made
    CHECK_FALSE(dialog.wholeChannels());
    CHECK(dialog.options().amount == 0.35);
    CHECK(dialog.options().scope == PruneScope::Layer);
    CHECK(dialog.options().layers == recipe.layers);
    part<AmountField>(dialog, "amount").setAmount(0.45);
    bench.accept(dialog);
    bench.settle();
    CHECK(bench.snapshot()->variants.size() == 3);
    CHECK(bench.workspace().currentVariant()->parent == baseline);
    CHECK(bench.workspace().currentVariant()->recipe.find("0.45") != std::string::npos);
}

TEST_CASE("a cut of some channels keeps which ones", "[shell][again]") {
    Workbench bench;
    bench.createStudy("mine.secateur");
    ChannelRecipe recipe;
    recipe.amount = 0.25;
    recipe.roles = {"expand"};
    bench.window().runner().slim(recipe);
    bench.settle();
    auto& dialog = again<PruneDialog>(bench);
    CHECK(dialog.wholeChannels());
    CHECK(dialog.channelOptions().amount == 0.25);
    CHECK(dialog.channelOptions().roles == recipe.roles);
    auto& groups = part<QComboBox>(dialog, "groups");
    CHECK(groups.currentText() == "The same as before");
    groups.setCurrentIndex(0);
    CHECK(dialog.channelOptions().roles.empty());
    dialog.reject();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);

    auto& usual = bench.ask<PruneDialog>("prune");  // the next dialog starts as always
    CHECK_FALSE(usual.wholeChannels());
    CHECK(usual.options().amount == PruneRecipe().amount);
    usual.reject();
}

TEST_CASE("training and quantization are made again, too", "[shell][again]") {
    Workbench bench;
    bench.createStudy("mine.secateur");
    const int64_t baseline = bench.workspace().variant();
    TrainOptions training;
    training.epochs = 1;
    training.batchSize = 16;
    training.learningRate = 0.002;
    bench.window().runner().run(TrainOrder{TrainingKind::FineTuned, training, 64});
    bench.settle();
    REQUIRE(bench.workspace().variant() != baseline);
    const int64_t tuned = bench.workspace().variant();
    auto& train = again<FinetuneDialog>(bench);
    CHECK(train.options().epochs == 1);
    CHECK(train.options().batchSize == 16);
    CHECK(train.options().learningRate == 0.002);
    train.reject();

    bench.workspace().setVariant(tuned);
    bench.settle();
    QuantizeOptions quantize;
    quantize.calibrationImages = 17;
    quantize.activationObserver = ObserverKind::Percentile;
    quantize.activationPercentile = 99.5;
    bench.window().runner().run(QuantizeOrder{quantize, {}});
    bench.settle();
    REQUIRE(bench.workspace().currentIsQuantized());
    auto& int8 = again<QuantizeDialog>(bench);
    CHECK(bench.workspace().variant() == tuned);
    CHECK(int8.options().calibrationImages == 17);
    CHECK(int8.options().activationObserver == ObserverKind::Percentile);
    CHECK(int8.options().activationPercentile == 99.5);
    int8.reject();
}

TEST_CASE("a network that came from outside has no settings here", "[shell][again]") {
    Workbench bench;
    bench.createStudy("mine.secateur");
    bench.action("changeSettings").trigger();
    CHECK(bench.message().contains("baseline was not made from a network of this study"));
}
