// What is to be seen of a data set before it is used.
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include "tests/ui/shell/workbench.h"
#include "ui/dialogs/new_study_dialog.h"
#include "ui/dialogs/open_data_dialog.h"

using namespace secateur;
using namespace secateur::test;

namespace {

QString about(QWidget& dialog) {
    return part<QLabel>(dialog, "aboutSamples").text();
}

QList<QLabel*> samples(QWidget& dialog) {
    return dialog.findChildren<QLabel*>("sample");
}

}  // namespace

TEST_CASE("a new study's sheet shows images of the data set with their classes",
          "[shell][samples]") {
    Workbench bench;
    auto& sheet = bench.ask<NewStudyDialog>("newStudy");
    part<QComboBox>(sheet, "dataKind").setCurrentIndex(2);
    part<QLineEdit>(sheet, "dataFolderText").setText(sharedPictures());
    REQUIRE(waitUntil([&] { return samples(sheet).size() == 8; }, kLong));
    CHECK(about(sheet) == "10 classes, 200 training and 40 test images of 16 × 16 pixels");
    for (const QLabel* sample : samples(sheet)) {
        CHECK(sample->isVisible());
        CHECK_FALSE(sample->pixmap().isNull());
        CHECK_FALSE(sample->toolTip().isEmpty());
    }
    CHECK(samples(sheet).front()->toolTip() < samples(sheet).back()->toolTip());
    const QImage whole = samples(sheet).front()->pixmap().toImage();

    part<QSpinBox>(sheet, "crop").setValue(8);  // as they will be seen by the network
    CHECK(samples(sheet).isEmpty());
    REQUIRE(waitUntil([&] { return samples(sheet).size() == 8; }, kLong));
    CHECK(about(sheet).endsWith("of 8 × 8 pixels"));
    CHECK(samples(sheet).front()->pixmap().toImage() != whole);

    part<QLineEdit>(sheet, "dataFolderText").setText(bench.path("none"));
    CHECK(samples(sheet).isEmpty());
    CHECK(about(sheet).isEmpty());
    CHECK(bench.message().isEmpty());
}

TEST_CASE("images that cannot be read are said where they are chosen", "[shell][samples]") {
    Workbench bench;
    bench.createStudy("a.secateur");
    REQUIRE(QDir().mkpath(bench.path("broken/test/cat")));
    QFile file(bench.path("broken/test/cat/a.png"));
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("no picture");
    file.close();
    auto& dialog = bench.ask<OpenDataDialog>("openData");
    REQUIRE(waitUntil([&] { return samples(dialog).size() == 8; }, kLong));  // those that are open
    part<QLineEdit>(dialog, "dataFolderText").setText(bench.path("broken"));
    REQUIRE(waitUntil([&] { return about(dialog).contains("a.png"); }, kLong));
    CHECK(samples(dialog).isEmpty());
    CHECK(bench.message().isEmpty());  // nothing was asked for yet
    dialog.reject();
    bench.settle();
}
