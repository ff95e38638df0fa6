#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QSettings>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>
#include <QTextBlock>
#include <QTreeWidget>
#include <map>
#include <set>

#include "tests/support/sizes_in.h"
#include "tests/ui/shell/workbench.h"
#include "ui/base/preferences.h"
#include "ui/compare/front_plot.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/models/figure_view.h"
#include "ui/shell/colour_scheme.h"
#include "ui/shell/help_window.h"

using namespace secateur;
using namespace secateur::test;

TEST_CASE("F1 opens the chapter of the page in front", "[shell][help]") {
    Workbench bench;
    bench.action("manualOfPage").trigger();
    auto& help = bench.find<HelpWindow>("helpWindow");
    CHECK(help.isVisible());
    CHECK(help.source().fileName() == "start.md");
    CHECK(bench.action("manualOfPage").shortcut() == QKeySequence(Qt::Key_F1));

    bench.createStudy("mine.secateur");
    const QStringList chapters{"model.md",        "sensitivity.md", "histograms.md", "compare.md",
                               "quantization.md", "compare.md",     "profile.md"};
    REQUIRE(bench.find<QTabWidget>("pages").count() == chapters.size());
    for (int page = 0; page < chapters.size(); ++page) {
        INFO(chapters[page].toStdString());
        bench.showPage(page);
        bench.action("manualOfPage").trigger();
        CHECK(help.source().fileName() == chapters[page]);
        CHECK(help.document()->blockCount() > 10);
        CHECK(help.document()->firstBlock().blockFormat().headingLevel() == 1);
        CHECK(help.windowTitle().startsWith(help.document()->firstBlock().text()));
    }
    bench.action("manual").trigger();
    CHECK(help.source().fileName() == "index.md");
    QTest::keyClick(&help, Qt::Key_Escape);
    CHECK_FALSE(help.isVisible());
}

TEST_CASE("no two commands have the same keys, those of pages included", "[shell][help]") {
    Workbench bench;
    std::map<QString, QStringList> commands;
    for (const QAction* action : bench.window().findChildren<QAction*>()) {
        for (const QKeySequence& keys : action->shortcuts()) {
            commands[keys.toString()] << action->objectName() + " " + action->text();
        }
    }
    CHECK(commands.size() > 25);
    CHECK(commands.contains("Ctrl+0"));  // of the drawing
    for (const auto& [keys, names] : commands) {
        INFO(keys.toStdString() << ": " << names.join(", ").toStdString());
        CHECK(names.size() == 1);
    }
}

TEST_CASE("the sheet of shortcuts has every command of the menus that has keys, each once",
          "[shell][help]") {
    Workbench bench;
    bench.action("shortcuts").trigger();
    auto& table = bench.find<QTableWidget>("shortcutTable");
    std::set<QString> keys;
    for (int row = 0; row < table.rowCount(); ++row) {
        keys.insert(table.item(row, 2)->text());
        CHECK_FALSE(table.item(row, 1)->text().contains('&'));
    }
    CHECK(static_cast<int>(keys.size()) == table.rowCount());
    const auto rowOf = [&](const QString& text) {
        const auto found = table.findItems(text, Qt::MatchExactly);
        REQUIRE(found.size() == 1);
        return found.front()->row();
    };
    CHECK(table.item(rowOf("F5"), 1)->text() == "Evaluate…");
    CHECK(table.item(rowOf("F5"), 0)->text() == "Run");
    CHECK(table.item(rowOf("Ctrl+1"), 1)->text() == "Model");
    CHECK(keys.contains("Ctrl+Z"));
}

TEST_CASE("preferences are kept, and hold from the next study on", "[shell][help]") {
    Workbench bench;
    {
        auto& dialog = bench.ask<PreferencesDialog>("preferences");
        CHECK(dialog.chosen() == Preferences());
        part<QSpinBox>(dialog, "firstLookImages").setValue(7);
        part<QSpinBox>(dialog, "threads").setValue(1);
        part<QLineEdit>(dialog, "studyFolderText").setText(bench.path("made/studies"));
        part<QComboBox>(dialog, "colours").setCurrentIndex(2);
        auto& language = part<QComboBox>(dialog, "language");
        CHECK(language.currentIndex() == 0);  // the system's
        language.setCurrentIndex(language.findText("English"));
        CHECK(part<QComboBox>(dialog, "sizes").currentText() == "megabytes (MB)");
        bench.accept(dialog);
    }
    CHECK(savedColourScheme() == ColourScheme::Dark);
    CHECK(preferences().firstLookImages == 7);
    CHECK(preferences().language == "en");
    bench.drop({sharedPictures(), trainedCheckpoint()});
    bench.createFromSheet();
    REQUIRE(bench.snapshot()->rows.size() == 1);
    CHECK(bench.snapshot()->rows.front().count == 7);
    CHECK(bench.snapshot()->evaluations.front().workers == 1);
    CHECK(QFileInfo(QString::fromStdString(bench.snapshot()->path)).path() ==
          bench.path("made/studies"));

    Preferences chosen = preferences();
    chosen.measureAtOpening = false;
    savePreferences(chosen);
    bench.workspace().createStudy(bench.request("b.secateur", trainedCheckpoint()));
    bench.settle();
    CHECK(bench.snapshot()->rows.empty());
    savePreferences({});
    chooseColourScheme(ColourScheme::System);
}

TEST_CASE("the unit of sizes is kept, and holds at once in all that is open", "[shell][help]") {
    const SizesIn before(SizeUnit::Megabyte);
    Workbench bench;
    bench.createStudy("sized.secateur");
    const QTreeWidgetItem* network = bench.find<QTreeWidget>("networks").topLevelItem(0);
    auto& goal = bench.find<QComboBox>("planGoal");
    auto& target = bench.find<QDoubleSpinBox>("planTarget");
    goal.setCurrentIndex(goal.findText("Size at most"));
    const double bytes = 1e6 * target.value();
    const auto choose = [&](const QString& unit) {
        auto& dialog = bench.ask<PreferencesDialog>("preferences");
        auto& sizes = part<QComboBox>(dialog, "sizes");
        sizes.setCurrentIndex(sizes.findText(unit));
        bench.accept(dialog);
        delete &dialog;
        bench.settle();
    };
    const auto said = [&](const QString& unit, double one) {
        const auto size = static_cast<double>(bench.snapshot()->variants.front().sizeBytes);
        const QString text = QString::number(size / one, 'f', 2) + ' ' + unit;
        INFO(text.toStdString());
        CHECK(network->text(2) == text);
        CHECK(bench.find<QLabel>("resultCard").text().endsWith("; " + text + "."));
        const auto& table = bench.find<FigureView>("comparisonTable").figures();
        CHECK(table.index(0, table.columnOf("size_bytes")).data().toString() == text);
        CHECK(bench.find<FrontPlot>("frontPlot").xAxis->label() ==
              "Size of the file (" + unit + ")");
        CHECK(bench.find<QLabel>("planTotals").text().endsWith(' ' + unit + " of weights"));
        CHECK(target.suffix().startsWith(' ' + unit + " of "));
        CHECK(target.value() == Approx(bytes / one).margin(0.005));
    };
    said("MB", 1e6);
    choose("mebibytes (MiB)");
    CHECK(preferences().sizes == SizeUnit::Mebibyte);
    said("MiB", 1048576);
    choose("megabytes (MB)");
    CHECK(preferences().sizes == SizeUnit::Megabyte);
    said("MB", 1e6);
    QSettings().setValue("sizes", "furlongs");  // anybody may have written the file
    CHECK(preferences().sizes == SizeUnit::Megabyte);
    savePreferences({});
}
