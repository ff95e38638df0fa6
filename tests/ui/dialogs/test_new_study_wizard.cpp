#include <QAbstractButton>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/ui_catch.h"
#include "tests/ui/dialogs/dialog_support.h"
#include "ui/dialogs/new_study_wizard.h"

using namespace secateur;
using namespace secateur::test;

namespace {

struct Fixture {
    Fixture() {
        wizard.show();
        QFile file(checkpoint);
        REQUIRE(file.open(QIODevice::WriteOnly));
    }
    bool canGoOn() { return wizard.button(QWizard::NextButton)->isEnabled(); }
    void goOn() {
        const int before = wizard.currentId();
        QTest::mouseClick(wizard.button(QWizard::NextButton), Qt::LeftButton);
        CHECK(wizard.currentId() == before + 1);
    }
    QString problem() { return child<QLabel>(*wizard.currentPage(), "problem")->text(); }
    QLineEdit& text(const char* name) { return *child<QLineEdit>(wizard, name); }

    QTemporaryDir folder;
    QString checkpoint = folder.filePath("net.pth");
    NewStudyWizard wizard{{{{"mobilenet_v2_cifar", "MobileNetV2 for small images"},
                            {"mobilenet_v2", "MobileNetV2 for 224x224 images"}},
                           "",
                           folder.path()}};
};

}  // namespace

TEST_CASE("a checkpoint, Fashion-MNIST, a file: the usual way through the wizard", "[wizard]") {
    Fixture f;
    f.goOn();
    CHECK_FALSE(f.canGoOn());
    CHECK(f.problem().startsWith("Give the checkpoint's file"));
    f.text("checkpointText").setText("/no/such/file.pth");
    CHECK(f.problem() == "There is no file /no/such/file.pth.");
    CHECK_FALSE(f.canGoOn());
    QSignalSpy chosen(&f.wizard, &NewStudyWizard::checkpointChosen);
    f.text("checkpointText").setText(f.checkpoint);
    REQUIRE(chosen.size() == 1);
    CHECK(chosen.front().front().toString() == f.checkpoint);
    f.wizard.setWeights("/another", {{"a", false}, {"b", true}});
    CHECK_FALSE(child<QComboBox>(f.wizard, "weights")->isVisible());
    f.wizard.setWeights(f.checkpoint, {{"a", false}, {"b", true}});
    CHECK(child<QComboBox>(f.wizard, "weights")->isVisible());
    child<QComboBox>(f.wizard, "weights")->setCurrentIndex(1);
    child<QComboBox>(f.wizard, "activation")->setCurrentText("ReLU");
    child<QSpinBox>(f.wizard, "seed")->setValue(3);
    f.goOn();
    f.goOn();
    CHECK(f.text("studyFileText").text() ==
          f.folder.filePath("mobilenet_v2_cifar fashion-mnist.secateur"));
    f.goOn();
    const QString summary = child<QLabel>(f.wizard, "requestSummary")->text();
    CHECK(summary.contains(f.checkpoint));
    CHECK(summary.contains("fashion-mnist.secateur"));
    QTest::mouseClick(f.wizard.button(QWizard::FinishButton), Qt::LeftButton);
    CHECK(f.wizard.result() == QDialog::Accepted);

    const StudyRequest request = f.wizard.request();
    CHECK(request.model == "mobilenet_v2_cifar");
    CHECK(request.checkpoint == f.checkpoint);
    CHECK(request.form.weights == "b");
    CHECK(request.form.activation == AskedActivation::Relu);
    CHECK(request.seed == 3);
    CHECK(request.data.location == "fashion-mnist");
    CHECK(request.data.folder.resize == 0);
    CHECK(request.path == f.folder.filePath("mobilenet_v2_cifar fashion-mnist.secateur"));
}

TEST_CASE("random parameters, a folder of images, in memory", "[wizard]") {
    Fixture f;
    child<QListWidget>(f.wizard, "models")->setCurrentRow(1);
    f.goOn();
    child<QRadioButton>(f.wizard, "random")->setChecked(true);
    f.goOn();
    child<QComboBox>(f.wizard, "dataKind")->setCurrentIndex(2);
    CHECK_FALSE(f.canGoOn());
    f.text("dataFolderText").setText(f.folder.path());
    CHECK(f.problem() == "This folder has no folder train, test or val.");
    REQUIRE(QDir(f.folder.path()).mkpath("test/cat"));
    f.text("dataFolderText").setText(f.folder.path() + "/");
    CHECK(f.canGoOn());
    child<QSpinBox>(f.wizard, "resize")->setValue(64);
    child<QSpinBox>(f.wizard, "crop")->setValue(65);
    CHECK(f.problem().startsWith("A crop of 65 pixels does not fit"));
    CHECK_FALSE(f.canGoOn());
    child<QSpinBox>(f.wizard, "crop")->setValue(56);
    child<QComboBox>(f.wizard, "normalisation")->setCurrentText("ImageNet");
    f.goOn();
    child<QRadioButton>(f.wizard, "inMemory")->setChecked(true);
    f.goOn();
    CHECK(child<QLabel>(f.wizard, "requestSummary")->text().contains("normalisation imagenet"));
    const StudyRequest request = f.wizard.request();
    CHECK(request.data.folder.normalisation == NormalisationChoice::Imagenet);
    CHECK(request.model == "mobilenet_v2");
    CHECK(request.checkpoint.isEmpty());
    CHECK(request.data.location == f.folder.path());
    CHECK(request.data.folder.resize == 64);
    CHECK(request.data.folder.crop == 56);
    CHECK(request.path.isEmpty());
}

TEST_CASE("CIFAR-10 can be asked for, and is taken when it arrives", "[wizard]") {
    Fixture f;
    QSignalSpy asked(&f.wizard, &NewStudyWizard::cifar10Requested);
    f.goOn();
    child<QRadioButton>(f.wizard, "random")->setChecked(true);
    f.goOn();
    auto* button = child<QPushButton>(f.wizard, "getCifar10");
    CHECK_FALSE(button->isVisible());
    child<QComboBox>(f.wizard, "dataKind")->setCurrentIndex(1);
    CHECK(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    CHECK(asked.size() == 1);
    CHECK(f.wizard.isVisible());
    f.text("dataFolderText").setText(f.folder.path());
    CHECK(f.problem().startsWith("This folder has no test_batch.bin"));

    QFile batch(f.folder.filePath("test_batch.bin"));
    REQUIRE(batch.open(QIODevice::WriteOnly));
    child<QComboBox>(f.wizard, "dataKind")->setCurrentIndex(0);
    f.wizard.setCifar10Folder(f.folder.path());
    CHECK(f.canGoOn());
    CHECK(f.wizard.request().data.location == f.folder.path());
}

TEST_CASE("a study is never made over a file that is there", "[wizard]") {
    Fixture f;
    QFile taken(f.folder.filePath("mobilenet_v2_cifar fashion-mnist.secateur"));
    REQUIRE(taken.open(QIODevice::WriteOnly));
    f.goOn();
    child<QRadioButton>(f.wizard, "random")->setChecked(true);
    f.goOn();
    f.goOn();
    CHECK(f.text("studyFileText").text().endsWith("fashion-mnist 2.secateur"));
    f.text("studyFileText").setText(f.folder.filePath("mobilenet_v2_cifar fashion-mnist"));
    CHECK(f.problem().contains("is there already"));
    CHECK_FALSE(f.canGoOn());
    f.text("studyFileText").setText("/no/such/folder/study");
    CHECK(f.problem() == "There is no folder /no/such/folder.");
    f.text("studyFileText").setText(f.folder.filePath("mine"));
    CHECK(f.wizard.request().path == f.folder.filePath("mine.secateur"));
    CHECK(f.canGoOn());
}

TEST_CASE("Enter goes on where something is complete, and does nothing where not", "[wizard]") {
    Fixture f;
    REQUIRE(QTest::qWaitForWindowActive(&f.wizard));
    QTest::keyClick(child<QListWidget>(f.wizard, "models"), Qt::Key_Return);
    CHECK(f.wizard.currentId() == 1);
    QTest::keyClick(&f.text("checkpointText"), Qt::Key_Return);
    CHECK(f.wizard.currentId() == 1);
    CHECK(f.wizard.isVisible());
    QTest::keyClicks(&f.text("checkpointText"), f.checkpoint);
    QTest::keyClick(&f.text("checkpointText"), Qt::Key_Return);
    CHECK(f.wizard.currentId() == 2);
}
