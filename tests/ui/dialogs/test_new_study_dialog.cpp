#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <future>

#include "core/data/memory_dataset.h"
#include "tests/support/ui_catch.h"
#include "tests/ui/dialogs/dialog_support.h"
#include "ui/dialogs/new_study_dialog.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// What the readers of networks and images were asked, and what they answer.
struct Answers {
    std::vector<NetworkRequest> asked;
    NetworkFacts network;
    ImageSamples images;
    Normalisation constants;
    bool grey = false;  ///< they were asked for
    bool working = false;
    double rate = 0.0;
    int tried = 0;
    QString earlier;
};

struct Fixture {
    Fixture() {
        sheet.show();
        QFile file(checkpoint);
        REQUIRE(file.open(QIODevice::WriteOnly));
    }
    bool complete() { return child<QPushButton>(sheet, "accept")->isEnabled(); }
    QLineEdit& text(const char* name) { return *child<QLineEdit>(sheet, name); }
    QString about() { return child<QLabel>(sheet, "aboutNetwork")->text(); }
    void choose(const QString& file) {
        const size_t before = answers.asked.size();
        text("checkpointText").setText(file);
        REQUIRE(QTest::qWaitFor([&] { return answers.asked.size() == before + 1; }, 10000));
    }
    NewStudyChoices choices() {
        return {
            .models = {{"mobilenet_v2_cifar", "MobileNetV2 for small images"},
                       {"mobilenet_v2", "MobileNetV2 for 224x224 images"}},
            .cifar10Folder = "",
            .studyFolder = folder.path(),
            .firstLook = 500,
            .readImages = {.samples = [this](const DataRequest&, QObject*,
                                             const auto& answer) { answer(answers.images); },
                           .constants =
                               [this](const DataRequest&, bool grey, QObject*, const auto& answer) {
                                   answers.grey = grey;
                                   answer(answers.constants);
                               }},
            .readNetwork =
                [this](const NetworkRequest& request, QObject*, const auto& answer) {
                    answers.asked.push_back(request);
                    answer(answers.network);
                },
            .tryRate =
                [this](const auto&, const ImageData&, QObject*, const auto& answer) {
                    ++answers.tried;
                    answer(answers.rate);
                },
            .earlierStudy = [this](const QString&) { return answers.earlier; },
            .isWorking = [this] { return answers.working; }};
    }

    Answers answers;
    QTemporaryDir folder;
    QString checkpoint = folder.filePath("net.pth");
    NewStudyDialog sheet{choices()};
};

NetworkFacts shippedNetwork() {
    return readNetworkFacts(
        {SECATEUR_SOURCE_DIR "/resources/checkpoints/mobilenet_v2_fashion_mnist.safetensors",
         {},
         {}},
        {});
}

ImageData imagesOf(size_t classes) {
    ImageData data;
    data.test = std::make_shared<MemoryDataset>(MemoryDataset::Shape{1, 2, 2},
                                                std::vector<uint8_t>(4), std::vector<uint8_t>{0});
    data.classNames.assign(classes, "class");
    return data;
}

}  // namespace

TEST_CASE("a checkpoint fills in the sheet: network, weights, name of the study", "[new_study]") {
    Fixture f;
    CHECK(problemOf(f.sheet).startsWith("Give the checkpoint's file"));
    f.text("checkpointText").setText("/no/such/file.pth");
    CHECK(problemOf(f.sheet) == "There is no file /no/such/file.pth.");
    CHECK(f.answers.asked.empty());

    f.answers.network = shippedNetwork();
    REQUIRE(f.answers.network.failure.isEmpty());
    f.answers.network.notes = "assumed: ReLU6";
    f.answers.network.weights = {{"a", false}, {"b", true}};
    f.choose(f.checkpoint);
    CHECK(f.answers.asked.front().path == f.checkpoint);
    CHECK(f.answers.asked.front().model.isEmpty());
    CHECK(f.about() ==
          "mobilenet_v2_cifar: 2,296,346 parameters, 10 classes of grey images\nassumed: ReLU6");
    CHECK(f.text("studyFileText").text() ==
          f.folder.filePath("mobilenet_v2_cifar fashion-mnist.secateur"));
    CHECK(f.complete());
    CHECK(summaryOf(f.sheet).startsWith("Evaluated at once on 500 test images."));

    auto* weights = child<QComboBox>(f.sheet, "weights");
    CHECK(weights->isVisible());
    CHECK(f.answers.asked.size() == 1);  // the first ones are those that were read
    weights->setCurrentIndex(1);
    REQUIRE(QTest::qWaitFor([&] { return f.answers.asked.size() == 2; }, 10000));
    CHECK(f.answers.asked.back().form.weights == "b");
    CHECK(weights->currentText() == "b (averaged)");
    child<QComboBox>(f.sheet, "activation")->setCurrentText("ReLU");
    child<QSpinBox>(f.sheet, "seed")->setValue(3);
    QTest::mouseClick(child<QPushButton>(f.sheet, "accept"), Qt::LeftButton);
    CHECK(QTest::qWaitFor([&] { return f.sheet.result() == QDialog::Accepted; }, 10000));

    const StudyRequest request = f.sheet.request();
    CHECK(request.model.isEmpty());
    CHECK(request.checkpoint == f.checkpoint);
    CHECK(request.form.weights == "b");
    CHECK(request.form.activation == AskedActivation::Relu);
    CHECK(request.seed == 3);
    CHECK(request.data.location == "fashion-mnist");
    CHECK(request.data.folder.resize == 0);
    CHECK(request.path == f.folder.filePath("mobilenet_v2_cifar fashion-mnist.secateur"));
}

TEST_CASE("a network that cannot be opened, or does not fit its images, is said before",
          "[new_study]") {
    Fixture f;
    f.answers.network.failure = "this is no checkpoint";
    f.choose(f.checkpoint);
    CHECK(problemOf(f.sheet) == "this is no checkpoint");

    f.answers.network = shippedNetwork();
    f.answers.images.data = imagesOf(7);
    child<QComboBox>(f.sheet, "dataKind")->setCurrentIndex(1);
    child<QComboBox>(f.sheet, "dataKind")->setCurrentIndex(0);
    child<QComboBox>(f.sheet, "normalisation")->setCurrentText("ImageNet");
    child<QComboBox>(f.sheet, "model")->setCurrentIndex(1);
    REQUIRE(QTest::qWaitFor(
        [&] { return problemOf(f.sheet).startsWith("the data set's classes are not"); }, 10000));
    CHECK(f.answers.asked.back().model == "mobilenet_v2_cifar");

    f.answers.images.data = imagesOf(10);
    child<QComboBox>(f.sheet, "normalisation")->setCurrentText("CIFAR-10");
    CHECK(QTest::qWaitFor([&] { return f.complete(); }, 10000));
}

TEST_CASE("random parameters, a folder of images, in memory", "[new_study]") {
    Fixture f;
    child<QCheckBox>(f.sheet, "random")->setChecked(true);
    CHECK(problemOf(f.sheet) == "Choose the network that is to be made.");
    child<QComboBox>(f.sheet, "model")->setCurrentIndex(2);
    CHECK(summaryOf(f.sheet).startsWith("Train the network first"));
    child<QComboBox>(f.sheet, "dataKind")->setCurrentIndex(2);
    CHECK_FALSE(f.complete());
    f.text("dataFolderText").setText(f.folder.path());
    CHECK(problemOf(f.sheet) ==
          "This folder has neither train, test or val nor a folder for each class.");
    REQUIRE(QDir(f.folder.path()).mkpath("test/cat"));
    f.text("dataFolderText").setText(f.folder.path() + "/");
    CHECK(f.complete());
    child<QSpinBox>(f.sheet, "resize")->setValue(64);
    child<QSpinBox>(f.sheet, "crop")->setValue(65);
    CHECK(problemOf(f.sheet).startsWith("A crop of 65 pixels does not fit"));
    child<QSpinBox>(f.sheet, "crop")->setValue(56);
    child<QComboBox>(f.sheet, "normalisation")->setCurrentText("ImageNet");
    child<QCheckBox>(f.sheet, "inMemory")->setChecked(true);
    CHECK(f.complete());
    CHECK(f.answers.asked.empty());
    const StudyRequest request = f.sheet.request();
    CHECK(request.data.folder.normalisation == NormalisationChoice::Imagenet);
    CHECK(request.model == "mobilenet_v2");
    CHECK(request.checkpoint.isEmpty());
    CHECK(request.data.location == f.folder.path());
    CHECK(request.data.folder.resize == 64);
    CHECK(request.data.folder.crop == 56);
    CHECK(request.path.isEmpty());
}

TEST_CASE("CIFAR-10 can be asked for, and is taken when it arrives", "[new_study]") {
    Fixture f;
    QSignalSpy asked(&f.sheet, &NewStudyDialog::cifar10Requested);
    child<QCheckBox>(f.sheet, "random")->setChecked(true);
    child<QComboBox>(f.sheet, "model")->setCurrentIndex(1);
    auto* button = child<QPushButton>(f.sheet, "getCifar10");
    CHECK_FALSE(button->isVisible());
    child<QComboBox>(f.sheet, "dataKind")->setCurrentIndex(1);
    CHECK(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    CHECK(asked.size() == 1);
    CHECK(f.sheet.isVisible());
    f.text("dataFolderText").setText(f.folder.path());
    CHECK(problemOf(f.sheet).startsWith("This folder has no test_batch.bin"));

    QFile batch(f.folder.filePath("test_batch.bin"));
    REQUIRE(batch.open(QIODevice::WriteOnly));
    child<QComboBox>(f.sheet, "dataKind")->setCurrentIndex(0);
    f.sheet.setCifar10Folder(f.folder.path());
    CHECK(f.complete());
    CHECK(f.sheet.request().data.location == f.folder.path());
}

TEST_CASE("a study is never made over a file that is there", "[new_study]") {
    Fixture f;
    QFile taken(f.folder.filePath("mobilenet_v2_cifar fashion-mnist.secateur"));
    REQUIRE(taken.open(QIODevice::WriteOnly));
    child<QCheckBox>(f.sheet, "random")->setChecked(true);
    child<QComboBox>(f.sheet, "model")->setCurrentIndex(1);
    CHECK(f.text("studyFileText").text().endsWith("fashion-mnist 2.secateur"));
    f.text("studyFileText").setText(f.folder.filePath("mobilenet_v2_cifar fashion-mnist"));
    CHECK(problemOf(f.sheet).contains("is there already"));
    f.text("studyFileText").setText("/no/such/folder/study");
    CHECK(problemOf(f.sheet).isEmpty());
    CHECK(summaryOf(f.sheet).contains("The folder /no/such/folder is made."));
    f.text("studyFileText").setText(f.checkpoint + "/study");
    CHECK(problemOf(f.sheet) == f.checkpoint + " is no folder.");
    f.text("studyFileText").setText(f.folder.filePath("mine"));
    child<QComboBox>(f.sheet, "model")->setCurrentIndex(2);  // a name that was typed stays
    CHECK(f.sheet.request().path == f.folder.filePath("mine.secateur"));
    CHECK(f.complete());
}

TEST_CASE("how long the first measurement takes is tried, and it can be left out", "[new_study]") {
    Fixture f;
    f.answers.network = shippedNetwork();
    f.answers.images.data = imagesOf(10);
    f.answers.rate = 0.05;  // of the one test image that there is
    f.choose(f.checkpoint);
    child<QComboBox>(f.sheet, "normalisation")->setCurrentText("ImageNet");  // they are looked at
    REQUIRE(QTest::qWaitFor([&] { return summaryOf(f.sheet).contains("about"); }, 10000));
    CHECK(summaryOf(f.sheet) == "Evaluated at once on 1 test images: about 20 s.");
    const int tried = f.answers.tried;
    CHECK(f.sheet.request().firstLook == 500);
    child<QSpinBox>(f.sheet, "firstLook")->setValue(0);
    CHECK(summaryOf(f.sheet) == "Nothing is measured until you ask for it.");
    CHECK(f.sheet.request().firstLook == 0);
    CHECK(f.answers.tried == tried);  // not for every key

    f.answers.images.data = imagesOf(7);  // nothing can be tried on them
    child<QComboBox>(f.sheet, "normalisation")->setCurrentText("none");
    REQUIRE(QTest::qWaitFor([&] { return !problemOf(f.sheet).isEmpty(); }, 10000));
    CHECK(f.answers.tried == tried);
    child<QCheckBox>(f.sheet, "random")->setChecked(true);
    CHECK_FALSE(child<QSpinBox>(f.sheet, "firstLook")->isEnabled());
}

TEST_CASE("images near the network are proposed until the user has chosen some", "[new_study]") {
    Fixture f;
    QSignalSpy chosen(&f.sheet, &NewStudyDialog::networkChosen);
    f.answers.network = shippedNetwork();
    f.choose(f.checkpoint);
    REQUIRE(chosen.size() == 1);
    CHECK(chosen.front().front() == f.checkpoint);
    REQUIRE(QDir(f.folder.path()).mkpath("one/test/cat"));
    REQUIRE(QDir(f.folder.path()).mkpath("two/test/cat"));
    const auto location = [&] { return f.sheet.request().data.location; };
    f.sheet.proposeImages({});
    CHECK(location() == "fashion-mnist");  // there are some
    f.sheet.proposeImages(f.folder.filePath("one"));
    CHECK(location() == f.folder.filePath("one"));
    CHECK(summaryOf(f.sheet).contains("were found near the network's file"));
    f.sheet.proposeImages(f.folder.filePath("two"));  // of another network
    CHECK(location() == f.folder.filePath("two"));
    f.text("dataFolderText").setText(f.folder.filePath("one"));
    CHECK_FALSE(summaryOf(f.sheet).contains("were found"));
    f.sheet.proposeImages(f.folder.filePath("two"));
    CHECK(location() == f.folder.filePath("one"));
    child<QComboBox>(f.sheet, "dataKind")->setCurrentIndex(0);
    f.sheet.proposeImages(f.folder.filePath("two"));
    CHECK(location() == "fashion-mnist");  // chosen now
}

TEST_CASE("a folder says by itself what kind it is of", "[new_study]") {
    Fixture f;
    for (const auto& [file, kind] : {std::pair("a/t10k-images-idx3-ubyte", "IDX files, as MNIST's"),
                                     std::pair("b/inner/test_batch.bin", "CIFAR-10 or CIFAR-100"),
                                     std::pair("c/val/cat/1.png", "Folder of images")}) {
        const QFileInfo path(f.folder.filePath(file));
        REQUIRE(QDir().mkpath(path.path()));
        QFile made(path.filePath());
        REQUIRE(made.open(QIODevice::WriteOnly));
        const QString folder = f.folder.filePath(QString(file).left(1));
        child<QComboBox>(f.sheet, "dataKind")->setCurrentIndex(kind[0] == 'F' ? 1 : 2);
        f.text("dataFolderText").setText(folder);
        CHECK(child<QComboBox>(f.sheet, "dataKind")->currentText() == kind);
        CHECK(problemOf(f.sheet).startsWith("Give the checkpoint's file"));
        CHECK(f.sheet.request().data.location == folder);
    }
}

TEST_CASE("colour images for a network of one channel are said to be read in grey", "[new_study]") {
    Fixture f;
    f.answers.network = shippedNetwork();
    f.answers.images.data = imagesOf(10);
    f.answers.images.data->test = std::make_shared<MemoryDataset>(
        MemoryDataset::Shape{3, 2, 2}, std::vector<uint8_t>(12), std::vector<uint8_t>{0});
    std::promise<Normalisation> constants;
    constants.set_value({{0.4}, {0.2}});
    f.answers.images.data->greyNormalisation = constants.get_future().share();
    f.answers.working = true;
    f.choose(f.checkpoint);
    child<QComboBox>(f.sheet, "normalisation")->setCurrentText("ImageNet");  // they are looked at
    CHECK(QTest::qWaitFor(
        [&] {
            return summaryOf(f.sheet) ==
                   "Evaluated on 1 test images after the work that runs now.\n"
                   "The images are read in grey, for a network of one channel.";
        },
        10000));
    CHECK(f.answers.grey);
    CHECK(f.complete());
}

TEST_CASE("what pixels are normalised with is seen before", "[new_study]") {
    Fixture f;
    CHECK(f.text("mean").placeholderText().startsWith("by name"));
    f.answers.images.data = imagesOf(10);
    f.answers.constants = {{0.4914, 0.4822, 0.4465}, {0.2023, 0.1994, 0.201}};
    child<QComboBox>(f.sheet, "normalisation")->setCurrentText("ImageNet");
    REQUIRE(QTest::qWaitFor(
        [&] { return f.text("mean").placeholderText() == "0.4914, 0.4822, 0.4465"; }, 10000));
    CHECK(f.text("std").placeholderText() == "0.2023, 0.1994, 0.2010");
    f.text("mean").setText("0.5");  // others, which are looked at again
    CHECK(f.text("std").placeholderText().startsWith("by name"));
}

TEST_CASE("an earlier study of the network is offered", "[new_study]") {
    Fixture f;
    auto* offer = child<QPushButton>(f.sheet, "earlierStudy");
    CHECK_FALSE(offer->isVisible());
    f.answers.network = shippedNetwork();
    f.answers.earlier = "/some/where/mine & yours.secateur";
    f.choose(f.checkpoint);
    CHECK(offer->isVisible());
    CHECK(offer->text() == "Go on &with mine && yours");
    CHECK(offer->toolTip() == "A study of this network: " + f.answers.earlier);
    QSignalSpy wanted(&f.sheet, &NewStudyDialog::earlierWanted);
    QTest::mouseClick(offer, Qt::LeftButton);
    REQUIRE(wanted.size() == 1);
    CHECK(wanted.front().front() == f.answers.earlier);
    f.text("checkpointText").setText("/no/such/file.pth");
    CHECK_FALSE(offer->isVisible());
}

TEST_CASE("a file that cannot be made is said while the sheet is there", "[new_study]") {
    Fixture f;
    child<QCheckBox>(f.sheet, "random")->setChecked(true);
    child<QComboBox>(f.sheet, "model")->setCurrentIndex(1);
    f.text("studyFileText").setText("/proc/none/mine");
    CHECK(f.complete());  // what /proc allows is known once it is asked
    QTest::mouseClick(child<QPushButton>(f.sheet, "accept"), Qt::LeftButton);
    REQUIRE(QTest::qWaitFor([&] { return !problemOf(f.sheet).isEmpty(); }, 10000));
    CHECK(f.sheet.isVisible());
    CHECK(problemOf(f.sheet).startsWith("/proc/none/mine.secateur cannot be made: "));
    f.text("studyFileText").setText(f.folder.filePath("new/mine"));
    QTest::mouseClick(child<QPushButton>(f.sheet, "accept"), Qt::LeftButton);
    CHECK(f.sheet.result() == QDialog::Accepted);
    CHECK(QDir(f.folder.filePath("new")).isEmpty());  // only tried
}

TEST_CASE("where studies cannot be kept, one in memory is proposed and why", "[new_study]") {
    const NewStudyDialog sheet({.models = {}, .cifar10Folder = "", .studyFolder = "/proc/none"});
    auto* memory = sheet.findChild<QCheckBox*>("inMemory");
    REQUIRE(memory != nullptr);
    CHECK(memory->isChecked());
    CHECK(sheet.request().path.isEmpty());
}

TEST_CASE("Enter makes the study where nothing is missing, and does nothing where something is",
          "[new_study]") {
    Fixture f;
    REQUIRE(QTest::qWaitForWindowActive(&f.sheet));
    CHECK(f.text("checkpointText").hasFocus());
    QTest::keyClick(&f.text("checkpointText"), Qt::Key_Return);
    CHECK(f.sheet.isVisible());
    QTest::keyClicks(&f.text("checkpointText"), f.checkpoint);
    f.answers.network = shippedNetwork();
    f.answers.images.data = imagesOf(7);
    child<QComboBox>(f.sheet, "normalisation")->setCurrentText("none");
    QTest::keyClick(&f.text("checkpointText"), Qt::Key_Return);
    CHECK(summaryOf(f.sheet).startsWith("Made as soon as"));  // it is not looked at yet
    REQUIRE(QTest::qWaitFor([&] { return !problemOf(f.sheet).isEmpty(); }, 10000));
    CHECK(f.sheet.isVisible());
    CHECK(problemOf(f.sheet).startsWith("the data set's classes are not"));

    f.answers.images.data = imagesOf(10);
    child<QComboBox>(f.sheet, "normalisation")->setCurrentText("ImageNet");
    QTest::keyClick(&f.text("checkpointText"), Qt::Key_Return);
    CHECK(f.sheet.isVisible());
    CHECK(QTest::qWaitFor([&] { return f.sheet.result() == QDialog::Accepted; }, 10000));
}

TEST_CASE("what has no room beside each other on the screen stands below each other",
          "[new_study]") {
    Fixture f;
    const auto isBelow = [](NewStudyDialog& sheet) {
        const auto top = [&](const char* name) {
            return child<QWidget>(sheet, name)->mapTo(&sheet, QPoint()).y();
        };
        return top("dataKind") > top("inMemory");
    };
    CHECK_FALSE(isBelow(f.sheet));
    NewStudyDialog larger(f.choices());
    QFont font = larger.font();
    font.setPointSizeF(3 * font.pointSizeF());
    larger.setFont(font);
    larger.show();
    CHECK(isBelow(larger));
}

TEST_CASE("mnemonics lead to paths", "[new_study]") {
    Fixture f;
    REQUIRE(QTest::qWaitForWindowActive(&f.sheet));
    QTest::keyClick(&f.sheet, Qt::Key_I, Qt::AltModifier);
    CHECK(f.text("studyFileText").hasFocus());
    QTest::keyClick(&f.sheet, Qt::Key_F, Qt::AltModifier);
    CHECK(f.text("checkpointText").hasFocus());
}
