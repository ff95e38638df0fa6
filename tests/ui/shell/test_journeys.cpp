// The ways of a newcomer by the mouse alone, its clicks counted. Runs offscreen; to watch it:
// xvfb-run or a desktop, QT_QPA_PLATFORM=xcb test_ui_shell "[journey]".
#include <QApplication>
#include <QCommandLinkButton>
#include <QContextMenuEvent>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QGraphicsView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QSettings>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include "core/study/variant.h"
#include "tests/ui/shell/workbench.h"
#include "ui/dialogs/pipeline_dialog.h"
#include "ui/shell/network_sketch.h"
#include "ui/shell/path_bar.h"
#include "ui/shell/recent_files.h"
#include "ui/shell/start_page.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// The window as it starts, and a mouse that counts.
struct Journey : Workbench {
    int clicks = 0;

    void click(QWidget& widget) {
        INFO(widget.objectName().toStdString());
        REQUIRE(widget.isVisible());
        REQUIRE(widget.isEnabled());
        ++clicks;
        QTest::mouseClick(&widget, Qt::LeftButton);
    }
    /// What is done in the next file dialog, which blocks whoever opens it.
    void inFileDialog(std::function<void(QFileDialog&)> act) {
        auto* timer = new QTimer(&window());
        QObject::connect(timer, &QTimer::timeout, &window(), [timer, act] {
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            if (dialog != nullptr && dialog->isVisible()) {
                timer->deleteLater();
                act(*dialog);
            }
        });
        timer->start(50);
    }
    void doubleClick(QFileDialog& dialog, const QString& name) {
        auto* list = dialog.findChild<QListView*>("listView");
        const QPoint place = placeOf(dialog, name);
        ++clicks;  // a double click is one
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, place);
    }
    void confirm(QFileDialog& dialog) {
        auto* buttons = dialog.findChild<QDialogButtonBox*>();
        REQUIRE(buttons != nullptr);
        for (QAbstractButton* button : buttons->buttons()) {
            if (buttons->buttonRole(button) == QDialogButtonBox::AcceptRole) {
                click(*button);
                return;
            }
        }
    }
    /// Where `name` is seen in the list of the dialog.
    QPoint placeOf(QFileDialog& dialog, const QString& name) {
        auto* list = dialog.findChild<QListView*>("listView");
        REQUIRE(list != nullptr);
        QModelIndex found;
        REQUIRE(waitUntil([&] {
            const QModelIndexList hits =
                list->model()->match(list->model()->index(0, 0, list->rootIndex()), Qt::DisplayRole,
                                     name, 1, Qt::MatchExactly);
            found = hits.isEmpty() ? QModelIndex() : hits.front();
            return found.isValid() && list->visualRect(found).isValid();
        }));
        list->scrollTo(found);
        return list->visualRect(found).center();
    }
    QString stepState(int step) {
        return find<QToolButton>(QStringLiteral("pathStep%1").arg(step).toLatin1().constData())
            .property("stepState")
            .toString();
    }
    QString stepText(int step) {
        return find<QToolButton>(QStringLiteral("pathStep%1").arg(step).toLatin1().constData())
            .property("wholeText")
            .toString();
    }
};

}  // namespace

TEST_CASE("the window opens on the start page; nothing is opened or measured by itself",
          "[shell][journey]") {
    Journey bench;
    CHECK(bench.find<StartPage>("startPage").isVisible());
    CHECK_FALSE(bench.find<PathBar>("pathBar").isVisible());
    CHECK_FALSE(bench.find<QWidget>("networksDock").isVisible());
    CHECK_FALSE(bench.window().jobs().busy());
    CHECK(bench.workspace().study() == nullptr);
    CHECK(bench.find<QLabel>("startCommandLine").text().contains("secateur network.pth images/"));

    // What is open stays open behind it, and is there among the recent ones with what came out.
    bench.createStudy("mine.secateur");
    CHECK_FALSE(bench.find<StartPage>("startPage").isVisible());
    CHECK(bench.find<QWidget>("networksDock").isVisible());
    bench.action("startPageAction").trigger();
    CHECK(bench.find<StartPage>("startPage").isVisible());
    CHECK_FALSE(bench.find<QWidget>("networksDock").isVisible());
    auto& recent = bench.find<QCommandLinkButton>("startRecent");
    CHECK(recent.text() == "mine");
    CHECK(recent.description().contains("% of 40 test images"));
    CHECK(recentStudy(bench.path("mine.secateur")).widths ==
          layerWidths(*bench.workspace().network()));
    CHECK(recent.icon().actualSize({96, 96}).width() == 96);
    bench.click(recent);
    CHECK_FALSE(bench.find<StartPage>("startPage").isVisible());
    CHECK(bench.find<QWidget>("networksDock").isVisible());
}

TEST_CASE("a network and its folder from a cold start: four clicks, no typing",
          "[shell][journey]") {
    Journey bench;
    const bool beside = GENERATE(true, false);
    REQUIRE(QDir().mkpath(bench.path("models/mine")));
    REQUIRE(QFile::copy(trainedCheckpoint(), bench.path("models/mine/net.safetensors")));
    REQUIRE(QDir().mkpath(bench.path("far/away")));
    REQUIRE(QFile::link(sharedPictures(), bench.path(beside ? "models/pictures" : "far/pictures")));
    bench.inFileDialog([&](QFileDialog& files) {
        files.setDirectory(bench.path("models/mine"));  // as where one was last
        bench.doubleClick(files, "net.safetensors");
    });
    bench.click(bench.find<QCommandLinkButton>("startOpen"));
    bool asked = false;
    if (!beside) {
        bench.inFileDialog([&](QFileDialog& folders) {
            asked = true;
            folders.setDirectory(bench.path("far"));
            bench.doubleClick(folders, "pictures");
        });
        REQUIRE(waitUntil([&] { return asked; }, kLong));
    }
    auto& sheet = bench.lookedAtSheet();
    CHECK(part<QLabel>(sheet, "aboutNetwork").text().contains("10 classes of colour images"));
    CHECK(part<QLabel>(sheet, "aboutSamples").text().startsWith("10 classes, "));
    const QString said = part<QLabel>(sheet, "summary").text();
    CHECK(
        said.contains(QRegularExpression("^Evaluated at once on 40 test images: about \\d+ s\\.")));
    CHECK(said.contains("found near the network's file") == beside);
    bench.click(part<QPushButton>(sheet, "accept"));
    bench.settle();
    REQUIRE(bench.snapshot());
    REQUIRE(bench.snapshot()->rows.size() == 1);
    CHECK(bench.snapshot()->rows.front().count == kTestImages);  // all 40: fewer than 500
    CHECK(bench.stepText(0).contains("% of 40"));
    CHECK(bench.clicks == (beside ? 3 : 4));
}

TEST_CASE("from the baseline to the result with its report: five clicks, each the emphasised one",
          "[shell][journey]") {
    Journey bench;
    bench.createStudy("mine.secateur");  // as the sample, which is one click
    CHECK(bench.stepState(0) == "done");
    CHECK(bench.stepState(1) == "next");
    CHECK(bench.find<QLabel>("resultCard").text().startsWith("baseline: "));

    bench.click(bench.find<QPushButton>("cardAllSteps"));
    auto* dialog = bench.window().findChild<PipelineDialog*>();
    REQUIRE(dialog != nullptr);
    part<QSpinBox>(*dialog, "sensitivityImages").setValue(8);  // the test's time, not a click
    part<QSpinBox>(*dialog, "epochs").setValue(1);
    bench.click(part<QPushButton>(*dialog, "accept"));
    bench.settle();
    for (int step = 0; step < 5; ++step) {
        CHECK(bench.stepState(step) == "done");
    }
    CHECK(bench.stepState(5) == "next");
    CHECK(bench.stepText(4).contains("times smaller"));

    auto& next = bench.find<QPushButton>("cardNext");
    CHECK(next.text() == "Next: look at the result");
    bench.click(next);
    CHECK(bench.find<QTabWidget>("pages").currentIndex() == 3);
    bench.inFileDialog([&](QFileDialog& files) {
        files.selectFile(bench.path("report.html"));
        bench.confirm(files);
    });
    bench.click(bench.find<QPushButton>("cardReport"));
    bench.settle();
    CHECK(bench.clicks == 5);
    QFile report(bench.path("report.html"));
    REQUIRE(report.open(QIODevice::ReadOnly));
    CHECK(report.readAll().contains("times smaller than baseline"));
}

TEST_CASE("a step that was done shows its network and page, one that was not asks", "[shell]") {
    Journey bench;
    bench.createStudy("mine.secateur");
    bench.showPage(3);
    bench.click(bench.find<QToolButton>("pathStep0"));
    CHECK(bench.find<QTabWidget>("pages").currentIndex() == 0);
    bench.click(bench.find<QToolButton>("pathStep4"));
    CHECK(bench.find<QTabWidget>("pages").currentIndex() == 4);
    auto* dialog = bench.window().findChild<QDialog*>(QString(), Qt::FindDirectChildrenOnly);
    REQUIRE(dialog != nullptr);
    bench.accept(*dialog);
    bench.settle();
    CHECK(bench.stepState(4) == "done");
    CHECK(bench.find<QLabel>("resultCard").text().startsWith("int8: "));
    bench.click(bench.find<QToolButton>("pathStep0"));
    CHECK(bench.workspace().currentVariant()->name == "baseline");
    CHECK(bench.stepState(4) == "done");  // it lies on the same line

    // A cut beside it is another line, from which the step offers what it made on this one.
    CHECK(bench.find<QToolButton>("pathStep4").menu() == nullptr);
    bench.window().runner().prune({});
    bench.settle();
    CHECK(bench.workspace().currentVariant()->name == "pruned");
    CHECK(bench.stepState(4) != "done");
    QMenu* others = bench.find<QToolButton>("pathStep4").menu();
    REQUIRE(others != nullptr);
    emit others->aboutToShow();
    CHECK(others->actions().back()->text().startsWith("int8: "));
    others->actions().back()->trigger();
    bench.settle();
    CHECK(bench.workspace().currentVariant()->name == "int8");
    CHECK(bench.stepState(4) == "done");
}

TEST_CASE("the right button on a drawing offers what can be done with it", "[shell]") {
    Journey bench;
    bench.createStudy("mine.secateur");
    auto& tabs = bench.find<QTabWidget>("pages");
    for (int page = 0; page < tabs.count(); ++page) {
        bench.showPage(page);
        QWidget* target = qobject_cast<QScrollArea*>(tabs.currentWidget())->widget();
        if (const auto* view = target->findChild<QGraphicsView*>(); view && view->isVisible()) {
            target = view->viewport();
        }
        QStringList offered;
        QTimer::singleShot(0, [&] {
            if (auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) {
                for (const QAction* action : menu->actions()) {
                    offered << action->objectName();
                }
                menu->close();
            }
        });
        const QPoint centre = target->rect().center();
        QContextMenuEvent asked(QContextMenuEvent::Mouse, centre, target->mapToGlobal(centre));
        QCoreApplication::sendEvent(target, &asked);
        CHECK(offered.mid(offered.size() - 2) == QStringList{"copyPicture", "exportDrawings"});
    }
}

TEST_CASE("a network and a folder that are dropped together get a study of their own", "[shell]") {
    Workbench bench;
    bench.createStudy("mine.secateur");
    bench.drop({sharedPictures(), trainedCheckpoint()});
    bench.createFromSheet();
    CHECK(QString::fromStdString(bench.workspace().study()->path()) != bench.path("mine.secateur"));
    CHECK(bench.snapshot()->variants.size() == 1);
    CHECK(bench.snapshot()->rows.size() == 1);
}

TEST_CASE("a folder, then a network, in any order: both fill in one sheet", "[shell]") {
    Workbench bench;
    const bool folderFirst = GENERATE(true, false);
    const QString first = folderFirst ? sharedPictures() : trainedCheckpoint();
    bench.drop({first});
    auto& sheet = bench.lookedAtSheet();
    bench.dropOn(sheet, {folderFirst ? trainedCheckpoint() : sharedPictures()});
    CHECK(waitUntil([&] {
        return sheet.request().checkpoint == trainedCheckpoint() &&
               sheet.request().data.location == sharedPictures();
    }));
    CHECK(&bench.lookedAtSheet() == &sheet);
    QFile notes(bench.path("notes.txt"));
    REQUIRE(notes.open(QIODevice::WriteOnly));
    notes.write("nothing");
    notes.close();
    bench.dropOn(sheet, {bench.path("notes.txt")});
    CHECK(waitUntil([&] {
        auto* remark = sheet.findChild<QLabel*>("subject");
        return remark != nullptr && remark->text().contains("notes.txt is none of what");
    }));
    bench.dropOn(sheet, {sharedPictures()});
    CHECK(waitUntil([&] { return part<QLabel>(sheet, "subject").text().isEmpty(); }));
    CHECK(sheet.request().checkpoint == trainedCheckpoint());
    CHECK(sheet.request().data.location == sharedPictures());
    bench.createFromSheet();
    CHECK(bench.snapshot()->rows.size() == 1);

    bench.action("newStudy").trigger();
    bench.dropOn(bench.lookedAtSheet(), {bench.path("none.secateur")});
    const QString before = QString::fromStdString(bench.snapshot()->path);
    bench.createStudy("other.secateur");
    // A study takes the sheet's place.
    bench.dropOn(bench.lookedAtSheet(), {before, bench.path("nothing.pth")});
    CHECK(waitUntil([&] { return bench.window().findChild<NewStudyDialog*>() == nullptr; }));
    bench.settle();
    CHECK(QString::fromStdString(bench.snapshot()->path) == before);
}

TEST_CASE("files are dropped on the drawings, too", "[shell]") {
    Workbench bench;
    bench.createStudy("mine.secateur");
    REQUIRE(QFile::copy(trainedCheckpoint(), bench.path("again.safetensors")));
    int drawings = 0;
    for (int page = 0; page < 6; ++page) {
        bench.showPage(page);
        for (auto* view : bench.window().findChildren<QGraphicsView*>()) {
            if (view->isVisible()) {
                INFO(page << " " << view->objectName().toStdString());
                const size_t before = bench.window().jobs().jobs().size();
                bench.drop({bench.path("again.safetensors")}, view->viewport());
                bench.settle();
                CHECK(bench.window().jobs().jobs().size() > before);
                ++drawings;
            }
        }
    }
    CHECK(drawings >= 2);
}

TEST_CASE("a network that the open images are not for is opened with images of its own",
          "[shell][journey]") {
    Journey bench;
    const QDir all(sharedPictures());
    for (const QString split : {"train", "test"}) {
        const QDir classes(all.filePath(split));
        QDir().mkpath(bench.path("three/" + split));
        for (const QString& name : classes.entryList(QDir::Dirs | QDir::NoDotAndDotDot).mid(0, 3)) {
            REQUIRE(QFile::link(classes.filePath(name), bench.path("three/" + split + "/" + name)));
        }
    }
    StudyRequest request = bench.request("three.secateur", {});
    request.data.location = bench.path("three");
    bench.workspace().createStudy(request);
    bench.settle();
    {
        const std::vector<uint8_t> bytes = variantFile(*bench.workspace().study(), 1);
        QFile file(bench.path("three.safetensors"));
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size()));
    }
    bench.createStudy("mine.secateur");  // of ten classes
    bench.window().files().openPath(bench.path("three.safetensors"));
    bench.settle();
    auto& sheet = bench.lookedAtSheet();
    CHECK(part<QLabel>(sheet, "subject")
              .text()
              .startsWith("three.safetensors does not join the open study: "));
    CHECK(sheet.request().data.location == bench.path("three"));  // found beside it
    bench.createFromSheet();
    CHECK(bench.snapshot()->data.size() == 1);
    CHECK(bench.snapshot()->data.front().classNames.size() == 3);
    CHECK(QString::fromStdString(bench.snapshot()->path) != bench.path("mine.secateur"));
}

TEST_CASE("the window fits a screen of 1280x720 with its title bar, whatever page is looked at",
          "[shell]") {
    Workbench bench;
    constexpr int kTitleBar = 30;
    bench.createStudy("mine.secateur");
    bench.find<QWidget>("jobsDock").show();
    for (int page = 0; page < 6; ++page) {
        bench.showPage(page);
        INFO(page);
        CHECK(bench.window().minimumSizeHint().width() <= 1280);
        CHECK(bench.window().minimumSizeHint().height() <= 720 - kTitleBar);
    }
}
