#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QSpinBox>
#include <QTemporaryDir>

#include "tests/support/ui_catch.h"
#include "tests/ui/dialogs/dialog_support.h"
#include "ui/dialogs/export_dialog.h"

using namespace secateur;
using namespace secateur::test;

namespace {
const std::vector<ExportChoice> kDrawings{
    {"model", "Model", true}, {"weights", "Weights", false}, {"sensitivity", "Curves", true}};
}

TEST_CASE("export: what is drawn, in its own size", "[dialogs]") {
    const QTemporaryDir folder;
    ExportDialog dialog(kDrawings, folder.path());
    CHECK(problemOf(dialog).isEmpty());
    CHECK(summaryOf(dialog) == "6 files.");
    const ExportRequest request = dialog.options();
    CHECK(request.names == QStringList{"model", "sensitivity"});
    CHECK(request.extensions == QStringList{"png", "svg", "csv"});
    CHECK(request.folder == QDir::cleanPath(folder.path()));
    CHECK(request.size.isEmpty());
    CHECK(request.scale == 2.0);
    CHECK_FALSE(child<QSpinBox>(dialog, "width")->isEnabled());

    child<QCheckBox>(dialog, "ownSize")->setChecked(false);
    child<QSpinBox>(dialog, "width")->setValue(640);
    child<QSpinBox>(dialog, "height")->setValue(480);
    child<QComboBox>(dialog, "scale")->setCurrentIndex(3);
    child<QCheckBox>(dialog, "pdf")->setChecked(true);
    CHECK(dialog.options().size == QSize(640, 480));
    CHECK(dialog.options().scale == 4.0);
    CHECK(dialog.options().extensions.contains("pdf"));
}

TEST_CASE("export: files that will be replaced are counted", "[dialogs]") {
    const QTemporaryDir folder;
    QFile file(folder.filePath("model.png"));
    REQUIRE(file.open(QIODevice::WriteOnly));
    ExportDialog dialog(kDrawings, folder.path());
    CHECK(summaryOf(dialog) == "6 files, 1 of which is there already and will be replaced.");
}

TEST_CASE("export: what is missing is said", "[dialogs]") {
    const QTemporaryDir folder;
    ExportDialog dialog(kDrawings, folder.path());
    child<QLineEdit>(dialog, "folderText")->setText("/no/such/folder");
    CHECK(problemOf(dialog) == "There is no folder /no/such/folder.");
    child<QLineEdit>(dialog, "folderText")->clear();
    CHECK(problemOf(dialog) == "Give the folder.");
    child<QLineEdit>(dialog, "folderText")->setText(folder.path());
    for (const char* format : {"png", "svg", "csv"}) {
        child<QCheckBox>(dialog, format)->setChecked(false);
    }
    CHECK(problemOf(dialog) == "Choose at least one format.");
    auto* list = child<QListWidget>(dialog, "drawings");
    list->item(0)->setCheckState(Qt::Unchecked);
    list->item(2)->setCheckState(Qt::Unchecked);
    CHECK(problemOf(dialog) == "Tick at least one drawing.");
}
