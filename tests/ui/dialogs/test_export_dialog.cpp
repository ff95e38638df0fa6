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
#include "ui/dialogs/number_field.h"

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
    auto* width = child<NumberField>(dialog, "width");
    CHECK_FALSE(width->isEnabled());

    auto* size = child<QComboBox>(dialog, "size");
    size->setCurrentIndex(1);  // one column: 85 mm are 321 pixels of 1/96 inch
    CHECK(width->value() == 85.0);
    CHECK_FALSE(width->isEnabled());
    CHECK(dialog.options().size == QSize(321, 0));
    size->setCurrentIndex(3);
    CHECK(dialog.options().size == QSize(960, 540));
    size->setCurrentIndex(4);
    CHECK(width->isEnabled());
    width->setValue(50.8);
    child<NumberField>(dialog, "height")->setValue(25.4);
    child<QSpinBox>(dialog, "resolution")->setValue(300);
    child<QCheckBox>(dialog, "pdf")->setChecked(true);
    CHECK(dialog.options().size == QSize(192, 96));
    CHECK(dialog.options().scale == 3.125);
    CHECK(dialog.options().extensions.contains("pdf"));
}

TEST_CASE("export: the page's drawings are ticked, all are by one box", "[dialogs]") {
    const QTemporaryDir folder;
    std::vector<ExportChoice> drawings = kDrawings;
    drawings[0].ticked = false;
    ExportDialog dialog(drawings, folder.path());
    CHECK(dialog.options().names == QStringList{"sensitivity"});
    auto* all = child<QCheckBox>(dialog, "allDrawings");
    auto* list = child<QListWidget>(dialog, "drawings");
    CHECK_FALSE(all->isChecked());
    all->click();
    CHECK(dialog.options().names == QStringList{"model", "sensitivity"});
    CHECK(summaryOf(dialog) == "6 files.");
    list->item(2)->setCheckState(Qt::Unchecked);
    CHECK_FALSE(all->isChecked());
    list->item(2)->setCheckState(Qt::Checked);
    CHECK(all->isChecked());
    all->click();
    CHECK(problemOf(dialog) == "Tick at least one drawing.");
    CHECK(list->item(0)->text() == "Model");
    CHECK(list->item(1)->text() == "Weights (nothing drawn yet)");
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
