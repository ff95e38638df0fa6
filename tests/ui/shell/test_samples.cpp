// What is to be seen of a data set before it is used.
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QSpinBox>

#include "tests/ui/shell/workbench.h"
#include "ui/dialogs/new_study_wizard.h"
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

TEST_CASE("the wizard shows images of the data set with their classes", "[shell][samples]") {
    Workbench bench;
    auto& wizard = bench.ask<NewStudyWizard>("newStudy");
    wizard.next();
    part<QRadioButton>(wizard, "random").setChecked(true);
    wizard.next();
    part<QComboBox>(wizard, "dataKind").setCurrentIndex(2);
    part<QLineEdit>(wizard, "dataFolderText").setText(sharedPictures());
    REQUIRE(waitUntil([&] { return samples(wizard).size() == 8; }, kLong));
    CHECK(about(wizard) == "10 classes, 200 training and 40 test images of 16 × 16 pixels");
    for (const QLabel* sample : samples(wizard)) {
        CHECK(sample->isVisible());
        CHECK_FALSE(sample->pixmap().isNull());
        CHECK_FALSE(sample->toolTip().isEmpty());
    }
    CHECK(samples(wizard).front()->toolTip() < samples(wizard).back()->toolTip());
    const QImage whole = samples(wizard).front()->pixmap().toImage();

    part<QSpinBox>(wizard, "crop").setValue(8);  // as they will be seen by the network
    CHECK(samples(wizard).isEmpty());
    REQUIRE(waitUntil([&] { return samples(wizard).size() == 8; }, kLong));
    CHECK(about(wizard).endsWith("of 8 × 8 pixels"));
    CHECK(samples(wizard).front()->pixmap().toImage() != whole);

    part<QLineEdit>(wizard, "dataFolderText").setText(bench.path("none"));
    CHECK(samples(wizard).isEmpty());
    CHECK(about(wizard).isEmpty());
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
