#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QSpinBox>
#include <QTemporaryDir>

#include "tests/support/ui_catch.h"
#include "tests/ui/dialogs/dialog_support.h"
#include "ui/dialogs/open_data_dialog.h"
#include "ui/dialogs/open_network_dialog.h"

using namespace secateur;
using namespace secateur::test;

TEST_CASE("what a checkpoint leaves open is chosen on opening it", "[open_dialogs]") {
    OpenNetworkDialog one("/here/net.pth", {}, {{"resnet18", "ResNet18"}, {"vgg16", "VGG16"}});
    one.show();
    CHECK(child<QLabel>(one, "subject")->text() == "net.pth");
    CHECK_FALSE(child<QComboBox>(one, "weights")->isVisible());
    CHECK(summaryOf(one).contains("assumed"));
    CHECK(one.request().path == "/here/net.pth");
    CHECK(one.request().model.isEmpty());
    CHECK(one.request().form.activation == AskedActivation::Auto);
    child<QComboBox>(one, "model")->setCurrentIndex(2);
    child<QComboBox>(one, "activation")->setCurrentText("ReLU");
    child<QComboBox>(one, "strides")->setCurrentText("as for ImageNet");
    CHECK(summaryOf(one).isEmpty());
    CHECK(one.request().model == "vgg16");
    CHECK(one.request().form.activation == AskedActivation::Relu);
    CHECK(one.request().form.strides == AskedStrides::Imagenet);

    OpenNetworkDialog two("/here/net.pth", {{"model", false}, {"ema", true}}, {});
    two.show();
    auto* weights = child<QComboBox>(two, "weights");
    CHECK(weights->isVisible());
    CHECK(two.request().form.weights == "model");
    weights->setCurrentText("ema (averaged)");
    CHECK(two.request().form.weights == "ema");
}

TEST_CASE("how images are read is chosen on opening them", "[open_dialogs]") {
    const QTemporaryDir folder;
    OpenDataDialog none({});
    CHECK(problemOf(none) == "Give the folder of the images.");
    child<QLineEdit>(none, "dataFolderText")->setText(folder.filePath("gone"));
    CHECK(problemOf(none).startsWith("There is no folder"));

    DataRequest open{folder.path(), {}};
    open.folder.resize = 40;
    open.folder.exifRotation = true;
    open.folder.normalisation = NormalisationChoice::Half;
    OpenDataDialog dialog(open);
    CHECK(problemOf(dialog).isEmpty());
    CHECK(dialog.request().location == folder.path());
    CHECK(dialog.request().folder.resize == 40);
    CHECK(dialog.request().folder.exifRotation);
    child<QCheckBox>(dialog, "exifRotation")->setChecked(false);
    CHECK_FALSE(dialog.request().folder.exifRotation);
    CHECK(dialog.request().folder.normalisation == NormalisationChoice::Half);
    child<QLineEdit>(dialog, "mean")->setText("0.1");
    CHECK(problemOf(dialog).contains("come together"));
    child<QLineEdit>(dialog, "std")->setText("0.2, 0.3");
    CHECK(problemOf(dialog).contains("constants"));
    child<QLineEdit>(dialog, "std")->setText("0.2, 0.3, 0.4");
    CHECK(problemOf(dialog).isEmpty());
    CHECK(dialog.request().folder.std == "0.2, 0.3, 0.4");
    child<QSpinBox>(dialog, "crop")->setValue(41);
    CHECK(problemOf(dialog).contains("does not fit"));
    child<QSpinBox>(dialog, "crop")->setValue(0);
    child<QLineEdit>(dialog, "classesText")->setText(folder.filePath("names.txt"));
    CHECK(problemOf(dialog).startsWith("There is no file"));

    OpenDataDialog installed({"fashion-mnist", {}});
    CHECK(problemOf(installed).isEmpty());
    CHECK(installed.request().location == "fashion-mnist");
}
