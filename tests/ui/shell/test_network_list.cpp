// The list of networks by keys and menu, on a real study.
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QTest>
#include <QTreeWidget>
#include <QUndoStack>

#include "tests/ui/shell/workbench.h"
#include "ui/shell/networks_panel.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// baseline, pruned, and an INT8 network of that.
struct ListBench : Workbench {
    ListBench() {
        createStudy("mine.secateur");
        PruneRecipe recipe;
        recipe.amount = 0.3;
        window().runner().prune(recipe);
        settle();
        QuantizeOptions options;
        options.calibrationImages = 16;
        window().runner().run(QuantizeOrder{options, {}});
        settle();
        REQUIRE(names() == QStringList{"baseline", "pruned", "int8"});
        look(2);
    }
    QTreeWidget& tree() { return find<QTreeWidget>("networks"); }
    QStringList names() {
        QStringList all;
        for (const Variant& variant : snapshot()->variants) {
            all << QString::fromStdString(variant.name);
        }
        return all;
    }
    void look(int64_t variant) {
        workspace().setVariant(variant);
        settle();
    }
    void undo() {
        workspace().undoStack().undo();
        settle();
    }
    void press(int key) {
        tree().setFocus();
        QTest::keyClick(&tree(), static_cast<Qt::Key>(key));
    }
};

}  // namespace

TEST_CASE("F2 renames in place, Ctrl+Z takes it back, a taken name is refused", "[shell][list]") {
    ListBench bench;
    bench.action("renameNetwork").trigger();
    auto* editor = bench.tree().findChild<QLineEdit*>();
    REQUIRE(editor != nullptr);
    editor->selectAll();
    QTest::keyClicks(editor, "half the weights");
    QTest::keyClick(editor, Qt::Key_Return);
    QCoreApplication::processEvents();  // the editor commits by and by
    bench.settle();
    CHECK(bench.names() == QStringList{"baseline", "half the weights", "int8"});
    CHECK(bench.tree().currentItem()->text(0) == "half the weights");
    bench.undo();
    CHECK(bench.names() == QStringList{"baseline", "pruned", "int8"});

    bench.action("renameNetwork").trigger();
    editor = bench.tree().findChild<QLineEdit*>();
    REQUIRE(editor != nullptr);
    editor->setText("int8");
    QTest::keyClick(editor, Qt::Key_Return);
    QCoreApplication::processEvents();  // the editor commits by and by
    bench.settle();
    CHECK(bench.names() == QStringList{"baseline", "pruned", "int8"});
    CHECK(bench.tree().currentItem()->text(0) == "pruned");
    CHECK(bench.message().contains("int8"));
    CHECK(bench.action("renameNetwork").shortcut() == QKeySequence(Qt::Key_F2));
}

TEST_CASE("Del takes a network out with what was made of it; Ctrl+Z and the menu bring it back",
          "[shell][list]") {
    ListBench bench;
    CHECK(bench.action("deleteNetwork").shortcut() == QKeySequence(Qt::Key_Delete));
    bench.action("deleteNetwork").trigger();
    bench.settle();
    CHECK(bench.names() == QStringList{"baseline"});
    CHECK(bench.snapshot()->rows.size() == 1);
    CHECK(bench.workspace().currentVariant()->name == "baseline");
    CHECK(bench.message().contains("pruned and 1 made from it are deleted"));
    bench.undo();
    CHECK(bench.names() == QStringList{"baseline", "pruned", "int8"});
    CHECK(bench.snapshot()->rows.size() == 3);

    bench.look(3);
    bench.action("deleteNetwork").trigger();
    bench.settle();
    CHECK(bench.names() == QStringList{"baseline", "pruned"});
    CHECK(bench.workspace().currentVariant()->name == "pruned");
    // Also later, and in another session.
    bench.workspace().openStudy(bench.path("mine.secateur"));
    bench.settle();
    CHECK(bench.names() == QStringList{"baseline", "pruned"});
    bench.action("restoreNetworks").trigger();
    bench.settle();
    CHECK(bench.names() == QStringList{"baseline", "pruned", "int8"});

    bench.look(1);
    bench.dismissMessage();
    bench.action("deleteNetwork").trigger();
    bench.settle();
    CHECK(bench.names().size() == 3);
    CHECK(bench.message() == "A study keeps at least one network.");
}

TEST_CASE("boxes and reference in the list are those of Compare", "[shell][list]") {
    ListBench bench;
    bench.showPage(3);
    const auto subject = [&] { return bench.find<QLabel>("compareSubject").text(); };
    CHECK(subject().startsWith("3 networks against baseline, on test, 40 images"));
    QTreeWidgetItem* int8 = bench.tree().topLevelItem(0)->child(0)->child(0);
    REQUIRE(int8->text(0) == "int8");
    CHECK(int8->checkState(0) == Qt::Checked);
    int8->setCheckState(0, Qt::Unchecked);
    CHECK(subject().startsWith("2 networks against baseline"));
    bench.action("referenceNetwork").trigger();
    CHECK(subject().startsWith("2 networks against pruned"));
    CHECK(bench.tree().topLevelItem(0)->child(0)->font(0).bold());
    CHECK_FALSE(bench.tree().topLevelItem(0)->font(0).bold());
    // What is measured or made meanwhile changes nothing of it.
    bench.workspace().refresh();
    bench.settle();
    CHECK(subject().startsWith("2 networks against pruned"));
}

TEST_CASE("the list has the figures of each network, and a note and the command that makes it",
          "[shell][list]") {
    ListBench bench;
    const QTreeWidgetItem* baseline = bench.tree().topLevelItem(0);
    const QTreeWidgetItem* pruned = baseline->child(0);
    CHECK(baseline->text(5).isEmpty());  // a drop is to it
    CHECK_FALSE(pruned->text(5).isEmpty());
    CHECK(baseline->text(6).endsWith(" M"));
    CHECK(baseline->text(6) == pruned->text(6));  // weights of zero are multiplied all the same
    CHECK(baseline->text(7) == pruned->text(7));
    CHECK(pruned->text(3) == "30.00 %");

    bench.action("noteNetwork").trigger();
    auto& note = bench.find<QInputDialog>("noteDialog");
    CHECK(note.textValue().contains("0.3"));
    note.setTextValue("for the talk");
    note.accept();
    bench.settle();
    CHECK(bench.workspace().currentVariant()->note == "for the talk");
    bench.undo();
    CHECK(bench.workspace().currentVariant()->note.find("0.3") != std::string::npos);

    bench.action("commandOfNetwork").trigger();
    const QString text = bench.find<QMessageBox>("commandBox").text();
    CHECK(text.contains("secateur-cli prune --amount 0.3 --study again.secateur"));
    CHECK_FALSE(text.contains("quantize"));
}
