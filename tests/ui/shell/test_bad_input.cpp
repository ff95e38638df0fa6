// What goes wrong on a user's machine: each time a message, and the window goes on.
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>
#include <QTreeWidget>

#include "core/stages/network_source.h"
#include "core/study/measurements.h"
#include "core/study/settings.h"
#include "core/study/variant.h"
#include "core/study/variant_edits.h"
#include "tests/support/other_process.h"
#include "tests/ui/shell/workbench.h"
#include "ui/base/preferences.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/sensitivity/curve_plot.h"
#include "ui/shell/drawing_export.h"
#include "ui/shell/recent_files.h"

using namespace secateur;
using namespace secateur::test;

namespace {

void writeText(const QString& path, const QByteArray& text) {
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    REQUIRE(file.write(text) == text.size());
}

/// Hundreds of points: it cannot be over before a test has looked.
SweepOptions longSweep() {
    SweepOptions options;
    options.levels = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    return options;
}

size_t measuredPoints(Study& study) {
    size_t count = 0;
    for (const StoredSweep& sweep : listSweeps(study)) {
        count += sweep.points.size();
    }
    return count;
}

/// The last job of the list, whose title begins so.
JobInfo lastJob(Workbench& bench, const QString& title) {
    JobInfo found;
    for (const JobInfo& job : bench.window().jobs().jobs()) {
        found = job.title.startsWith(title) ? job : found;
    }
    REQUIRE(found.id != 0);
    return found;
}

void startLongSweep(Workbench& bench) {
    bench.window().runner().run(SweepOrder{longSweep(), 0, {}});
    const auto hasPoints = [&] {
        return measuredPoints(*bench.workspace().study()) >= 2 &&
               bench.window().runner().liveSweep().state().value != nullptr;
    };
    REQUIRE(waitUntil(hasPoints, kLong));
}

bool stillWorks(Workbench& bench) {
    bench.dismissMessage();
    bench.window().runner().run(EvaluateOrder{{bench.workspace().variant()}, 10});
    bench.settle();
    return bench.message().isEmpty();
}

}  // namespace

TEST_CASE("files that are none of ours", "[shell]") {
    Workbench bench;
    bench.createStudy("a.secateur");
    writeText(bench.path("notes.txt"), "milk, bread");
    bench.drop({bench.path("notes.txt")});
    CHECK(bench.message().contains("notes.txt is none of what Secateur opens"));
    bench.drop({bench.path("gone.secateur")});
    CHECK(bench.message() == "There is no " + bench.path("gone.secateur") + ".");
    CHECK_FALSE(recentFiles().contains(bench.path("notes.txt")));

    writeText(bench.path("torn.secateur"), "SQLite format 3" + QByteArray(4000, '\x5a'));
    bench.drop({bench.path("torn.secateur")});
    bench.settle();
    CHECK(bench.message().contains("torn.secateur"));
    CHECK(lastJob(bench, "Open").status == JobStatus::Failed);

    writeText(bench.path("torn.pth"), "PK\x03\x04" + QByteArray(300, 'x'));
    bench.drop({bench.path("torn.pth")});
    bench.settle();
    CHECK(bench.message().contains("torn.pth"));

    REQUIRE(QDir().mkpath(bench.path("empty")));
    bench.drop({bench.path("empty")});
    bench.settle();
    CHECK(bench.message().contains("empty"));
    CHECK_FALSE(bench.workspace().dataRequest().location.contains("empty"));
    CHECK(QString::fromStdString(bench.workspace().study()->path()) == bench.path("a.secateur"));
    CHECK(bench.workspace().data() != nullptr);
    CHECK(bench.snapshot()->variants.size() == 1);
    CHECK(stillWorks(bench));
}

TEST_CASE("a network that does not fit the images does not join the study", "[shell]") {
    Workbench bench;
    for (const QString& split : {QStringLiteral("/train/"), QStringLiteral("/test/")}) {
        const QDir all(sharedPictures() + split);
        for (const QString& name : all.entryList(QDir::Dirs | QDir::NoDotAndDotDot).mid(0, 2)) {
            REQUIRE(QDir().mkpath(bench.path("two") + split + name));
            for (const QString& file : QDir(all.filePath(name)).entryList(QDir::Files)) {
                REQUIRE(QFile::copy(all.filePath(name + "/" + file),
                                    bench.path("two") + split + name + "/" + file));
            }
        }
    }
    StudyRequest two = bench.request("a.secateur", {});
    two.data.location = bench.path("two");
    bench.workspace().createStudy(two);
    bench.settle();
    bench.drop({trainedCheckpoint()});  // of ten classes
    bench.settle();
    auto& sheet = bench.lookedAtSheet();  // which asks for other images
    CHECK(part<QLabel>(sheet, "subject").text().contains("classes"));
    sheet.reject();
    CHECK(bench.message().isEmpty());
    CHECK(listVariants(*bench.workspace().study()).size() == 1);
    CHECK(bench.workspace().variant() == bench.snapshot()->variants.front().id);
    CHECK(stillWorks(bench));

    StudyRequest wrong = bench.request("b.secateur", SECATEUR_SOURCE_DIR "/README.md");
    bench.workspace().createStudy(wrong);
    bench.settle();
    CHECK(bench.message().startsWith("New study failed: "));
    CHECK_FALSE(QFile::exists(bench.path("b.secateur")));

    bench.createStudy("c.secateur");  // it is not about this one
    CHECK_FALSE(bench.message().contains("failed"));
}

TEST_CASE("images that vanish while they are read", "[shell]") {
    Workbench bench;
    makePictures(bench.path("pictures"));
    StudyRequest request = bench.request("a.secateur", trainedCheckpoint());
    request.data.location = bench.path("pictures");
    bench.workspace().createStudy(request);
    bench.settle();
    REQUIRE(bench.snapshot()->rows.size() == 1);
    // The pictures that were classified are kept in memory; the training split was not read yet.
    REQUIRE(QDir(bench.path("pictures")).removeRecursively());
    bench.window().runner().run(SweepOrder{longSweep(), 0, {}});
    bench.settle();
    CHECK(lastJob(bench, "Sweep").status == JobStatus::Failed);
    CHECK(bench.message().startsWith("Sweep "));
    CHECK(bench.message().contains(bench.path("pictures") + "/train/"));
    CHECK(bench.snapshot()->rows.size() == 1);
    CHECK(bench.snapshot()->rows.front().count == kTestImages);
    CHECK(stillWorks(bench));
}

TEST_CASE("an export that cannot be written", "[shell]") {
    Workbench bench;
    bench.createStudy("a.secateur");
    writeText(bench.path("file"), "no folder");
    ExportRequest request;
    request.folder = bench.path("file");
    request.extensions = {"csv", "png"};
    CHECK_THROWS(DrawingExport::writeNow(bench.window().drawings(), request));

    auto* writing = new DrawingExport(bench.window().drawings(), request, &bench.window());
    QString failure;
    QStringList paths{"unset"};
    QObject::connect(writing, &DrawingExport::finished, &bench.window(),
                     [&](const QStringList& written, const QString& text) {
                         paths = written;
                         failure = text;
                     });
    writing->start();
    REQUIRE(waitUntil([&] { return !failure.isEmpty(); }));
    CHECK(paths.isEmpty());
    CHECK(failure.contains(bench.path("file")));

    // A folder at the place of a file: the message bar names it.
    REQUIRE(QDir().mkpath(bench.path("out/model.csv")));
    auto& dialog = bench.ask<ExportDialog>("exportDrawings");
    part<QLineEdit>(dialog, "folderText").setText(bench.path("file"));
    CHECK_FALSE(part<QPushButton>(dialog, "accept").isEnabled());
    part<QLineEdit>(dialog, "folderText").setText(bench.path("out"));
    bench.accept(dialog);
    REQUIRE(waitUntil([&] { return !bench.message().isEmpty(); }));
    CHECK(bench.message().contains("model.csv"));
    CHECK(stillWorks(bench));
}

TEST_CASE("a study that another process has open", "[shell]") {
    Workbench second;
    second.createStudy("b.secateur");
    second.workspace().study()->copyTo(second.path("a.secateur").toStdString());
    OtherProcess first(second.path("a.secateur").toStdString(), [](Study& study, int) {
        renameVariant(study, listVariants(study).front().id, "named there");
    });
    second.window().files().openPath(second.path("a.secateur"));
    second.settle();
    CHECK(second.message().contains("Another program works on this study"));
    CHECK(second.workspace().study()->following());
    CHECK_FALSE(second.window().runner().ready());  // nothing can be made there
    auto& badge = part<QLabel>(second.window(), "readOnlyBadge");
    CHECK(badge.isVisibleTo(&second.window()));
    CHECK(badge.text() == "Read-only, follows");
    CHECK(second.workspace().currentVariant()->name == "baseline");
    first.step();
    CHECK(waitUntil([&] { return second.workspace().currentVariant()->name == "named there"; }));
    second.window().files().openPath(second.path("b.secateur"));
    second.settle();
    CHECK_FALSE(badge.isVisibleTo(&second.window()));

    // Its own one is open, which is no failure.
    second.dismissMessage();
    second.window().files().openPath(second.path("b.secateur"));
    second.settle();
    CHECK(second.message() == second.path("b.secateur") + " is open.");

    // The default study falls back to memory, and says so.
    Study other(second.path("default.secateur").toStdString());
    second.workspace().openDefault(second.path("default.secateur"), trainedCheckpoint());
    REQUIRE(waitUntil([&] { return second.message().contains("in memory"); }, kLong));
    CHECK(second.workspace().study()->path().empty());
    second.window().jobs().cancelAll();  // Fashion-MNIST, where it is installed
    second.settle();
}

TEST_CASE("another study is opened while the first is measured", "[shell]") {
    Workbench bench;
    bench.createStudy("a.secateur");
    const auto first = bench.workspace().study();
    {
        Study made(bench.path("b.secateur").toStdString());
        importCheckpoint(made, {trainedCheckpoint().toStdString(), {}}, nullptr);
    }
    bench.showPage(1);
    startLongSweep(bench);
    auto& plot = bench.find<CurvePlot>("curvePlot");
    REQUIRE(waitUntil([&] { return !plot.curves().empty(); }));
    bench.window().files().openPath(bench.path("b.secateur"));
    REQUIRE(waitUntil([&] { return bench.workspace().study() != first && bench.snapshot(); }));
    const size_t before = measuredPoints(*first);
    REQUIRE(waitUntil([&] { return measuredPoints(*first) > before + 2; }, kLong));
    CHECK(plot.curves().empty());
    CHECK(measuredPoints(*bench.workspace().study()) == 0);
    CHECK(bench.snapshot()->sweeps.empty());
    bench.window().jobs().cancelAll();
    bench.settle();
    CHECK(plot.curves().empty());
    CHECK(measuredPoints(*bench.workspace().study()) == 0);
    CHECK(bench.find<QTreeWidget>("networks").topLevelItemCount() == 1);
}

TEST_CASE("closing while a job runs asks first", "[shell]") {
    Workbench bench;
    bench.createStudy("a.secateur");
    startLongSweep(bench);
    int asked = 0;
    const auto answer = [&](QMessageBox::StandardButton button) {
        QTimer::singleShot(0, &bench.window(), [&asked, &bench, button] {
            auto* box = bench.window().findChild<QMessageBox*>();
            if (box != nullptr) {
                ++asked;
                box->button(button)->click();
            }
        });
    };
    answer(QMessageBox::Cancel);
    bench.window().close();
    CHECK(asked == 1);
    CHECK(bench.window().isVisible());
    CHECK(bench.window().jobs().busy());
    answer(QMessageBox::Close);
    bench.window().close();
    CHECK(asked == 2);
    CHECK_FALSE(bench.window().isVisible());
    bench.settle();
    CHECK(lastJob(bench, "Sweep").status == JobStatus::Cancelled);
    CHECK(measuredPoints(*bench.workspace().study()) >= 2);  // what was measured is kept
}

TEST_CASE("a study and a folder that are opened at the start: the folder's images", "[shell]") {
    Workbench bench;
    const QString path = bench.path("b.secateur");
    {
        Study made(path.toStdString());
        importCheckpoint(made, {trainedCheckpoint().toStdString(), {}}, nullptr);
        setSetting(made, setting::kDataLocation, sharedPictures().toStdString());
        setSetting(made, "data.resize", "20");
    }
    bench.window().files().openPaths({path, sharedPictures()});
    bench.settle();
    REQUIRE(waitUntil([&] { return bench.workspace().data() != nullptr; }, kLong));
    bench.settle();
    CHECK(QString::fromStdString(bench.workspace().study()->path()) == path);
    CHECK(bench.workspace().data()->test->height() == 16);
}

TEST_CASE("a network that is opened once more: its earlier study is offered", "[shell]") {
    Workbench bench;
    const Preferences before = preferences();
    Preferences chosen = before;
    chosen.studyFolder = bench.path("studies");
    savePreferences(chosen);
    bench.window().files().openPaths({trainedCheckpoint(), sharedPictures()});
    CHECK_FALSE(part<QPushButton>(bench.lookedAtSheet(), "earlierStudy").isVisible());
    bench.createFromSheet();
    const QString first = QString::fromStdString(bench.snapshot()->path);
    // By what it holds: the file has another name.
    const QString copy = bench.path("elsewhere.safetensors");
    REQUIRE(QFile::copy(trainedCheckpoint(), copy));
    bench.window().files().openPaths({copy, sharedPictures()});
    auto& offer = part<QPushButton>(bench.lookedAtSheet(), "earlierStudy");
    CHECK(offer.isVisible());
    CHECK(offer.toolTip().endsWith(first));
    bench.createFromSheet();
    CHECK(QString::fromStdString(bench.snapshot()->path) != first);

    StudyRequest random = bench.request("random.secateur", {});
    random.seed = 9;
    bench.workspace().createStudy(random);
    bench.settle();
    const QString other = bench.path("other.safetensors");
    bench.window().exports().exportNetworkTo(other);
    bench.settle();
    bench.window().files().openPaths({other, sharedPictures()});
    auto& again = part<QPushButton>(bench.lookedAtSheet(), "earlierStudy");
    CHECK(again.toolTip().endsWith(bench.path("random.secateur")));
    bench.createStudy("third.secateur");
    QTest::mouseClick(&again, Qt::LeftButton);
    bench.settle();
    CHECK(QString::fromStdString(bench.snapshot()->path) == bench.path("random.secateur"));
    CHECK(waitUntil([&] { return bench.window().findChild<NewStudyDialog*>() == nullptr; }));
    savePreferences(before);
}
