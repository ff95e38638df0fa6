#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/base/machine.h"
#include "core/report/image_set.h"
#include "core/study/settings.h"
#include "tests/support/sizes_in.h"
#include "tests/ui/shell/workbench.h"
#include "ui/base/moment_text.h"
#include "ui/base/theme.h"
#include "ui/shell/colour_scheme.h"
#include "ui/shell/drawing_export.h"
#include "ui/shell/job_indicator.h"
#include "ui/shell/networks_panel.h"
#include "ui/shell/opened_path.h"
#include "ui/shell/recent_files.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// A file of these bytes in a folder that lives as long.
struct Given {
    QTemporaryDir folder;
    QString file(const QString& name, const QByteArray& bytes) {
        QFile made(folder.filePath(name));
        REQUIRE(made.open(QIODevice::WriteOnly));
        REQUIRE(made.write(bytes) == bytes.size());
        return made.fileName();
    }
};

/// Two families: a baseline with a pruned network that has an INT8 one, and another baseline.
std::shared_ptr<const StudySnapshot> family() {
    StudySnapshot snapshot;
    const auto add = [&](int64_t id, std::optional<int64_t> parent, const char* name, int64_t zeros,
                         int64_t bytes) {
        Variant variant;
        variant.id = id;
        variant.parent = parent;
        variant.name = name;
        variant.note = "made by hand";
        variant.weights = 1000;
        variant.zeros = zeros;
        variant.sizeBytes = bytes;
        snapshot.variants.push_back(variant);
    };
    add(1, {}, "baseline", 0, 9'123'456);
    add(2, 1, "pruned", 700, 4'000'000);
    add(3, 2, "int8", 700, 2'000'000);
    add(4, {}, "another", 0, 512);
    const auto measure = [&](int64_t variant, int64_t images, Split split, int64_t correct,
                             int64_t count) {
        StageRow row;
        row.variant = variant;
        row.images = images;
        row.split = split;
        row.data = "pictures";
        row.correct = correct;
        row.count = count;
        row.reference = variant == 1;
        snapshot.rows.push_back(row);
    };
    measure(1, 1, Split::Test, 9276, 10'000);
    measure(2, 1, Split::Test, 9120, 10'000);
    snapshot.rows.back().drop = PairedDrop{0.0156, 0.0121, 0.0191};
    measure(2, 2, Split::Test, 95, 100);
    measure(2, 3, Split::HeldOut, 19'000, 20'000);
    measure(3, 2, Split::Test, 96, 100);
    snapshot.speed = SpeedRun{1,
                              "a processor",
                              128,
                              16,
                              5,
                              "2026-11-28T16:00:00Z",
                              {{1, {1, 480, 470, 490}},
                               {1, {8, 3700, 3600, 3800}},
                               {3, {1, 1200, 1100, 1300}},
                               {3, {8, 9100, 9000, 9200}}}};
    return std::make_shared<const StudySnapshot>(snapshot);
}

/// Draws nothing but its name.
struct Drawing : Exportable {
    Drawing(QString name, QByteArray numbers)
        : name(std::move(name)), numbers(std::move(numbers)) {}
    QString exportName() const override { return name; }
    QString exportTitle() const override { return name; }
    QSize exportSize() const override { return {120, 80}; }
    void renderTo(QPaintDevice& device, const QSize& size) override {
        QPainter(&device).fillRect(QRect({}, size), Qt::darkGreen);
    }
    QByteArray csv() const override { return numbers; }

    QString name;
    QByteArray numbers;
};

}  // namespace

TEST_CASE("a path is what its first bytes say, not its name", "[shell]") {
    Given given;
    CHECK(pathKind(given.folder.path()) == PathKind::DataFolder);
    CHECK(pathKind(given.folder.filePath("none")) == PathKind::Missing);
    CHECK(pathKind(given.file("study.txt", "SQLite format 3\0etc")) == PathKind::Study);
    CHECK(pathKind(given.file("zip.secateur", "PK\x03\x04 zip")) == PathKind::Checkpoint);
    CHECK(pathKind(given.file("legacy.pth",
                              "\x80\x02\x8a\nl\xfc\x9c"
                              "F\xf9 j\xa8P\x19.")) == PathKind::Checkpoint);
    CHECK(pathKind(given.file("w.safetensors", QByteArray("\x10\0\0\0\0\0\0\0{\"a\"", 12))) ==
          PathKind::Checkpoint);
    CHECK(pathKind(given.file("network", QByteArray("\x08\x08\x3a\x02\x12\x00", 6))) ==
          PathKind::Checkpoint);
    CHECK(pathKind(given.file("notes.pth", "milk and bread, eggs")) == PathKind::Unknown);
    CHECK(pathKind(given.file("empty.secateur", "")) == PathKind::Unknown);
    CHECK(pathKind(QString("/dev/null")) == PathKind::Unknown);

    CHECK(whyNotOpened(given.folder.path()).isEmpty());
    CHECK(whyNotOpened(given.folder.filePath("zip.secateur")).isEmpty());
    CHECK(whyNotOpened(given.folder.filePath("none")) ==
          "There is no " + given.folder.filePath("none") + ".");
    CHECK(whyNotOpened(given.folder.filePath("notes.pth"))
              .contains("none of what Secateur opens: a study (*.secateur)"));
}

TEST_CASE("recent files: newest first, each once, ten at most", "[shell]") {
    useTemporaryHome();
    CHECK(recentFiles().isEmpty());
    QString opened;
    const std::unique_ptr<QMenu> menu(recentMenu(nullptr, [&](const QString& p) { opened = p; }));
    emit menu->aboutToShow();
    REQUIRE(menu->actions().size() == 1);
    CHECK_FALSE(menu->actions().front()->isEnabled());

    for (int i = 0; i < 12; ++i) {
        addRecentFile(QString("/tmp/no such folder/%1").arg(i));
    }
    CHECK(recentFiles().size() == 10);
    CHECK(recentFiles().front() == "/tmp/no such folder/11");
    addRecentFile("/tmp/no such folder/5");
    CHECK(recentFiles().size() == 10);
    CHECK(recentFiles().front() == "/tmp/no such folder/5");
    CHECK(recentFiles().count("/tmp/no such folder/5") == 1);
    const QTemporaryDir folder;
    addRecentFile(folder.path());
    emit menu->aboutToShow();
    REQUIRE(menu->actions().size() == 10);
    CHECK(menu->actions()[0]->isEnabled());
    CHECK_FALSE(menu->actions()[1]->isEnabled());  // it is gone
    menu->actions()[0]->trigger();
    CHECK(opened == folder.path());
}

TEST_CASE("the colour scheme is applied at once and kept", "[shell]") {
    useTemporaryHome();
    const QPalette before = QApplication::palette();
    const auto lightness = [] {
        return QApplication::palette().color(QPalette::Window).lightness();
    };
    setupColours();
    CHECK(savedColourScheme() == ColourScheme::System);
    chooseColourScheme(ColourScheme::Dark);
    CHECK(lightness() < 100);
    CHECK(savedColourScheme() == ColourScheme::Dark);
    chooseColourScheme(ColourScheme::Light);
    CHECK(lightness() > 200);
    CHECK(savedColourScheme() == ColourScheme::Light);
    chooseColourScheme(ColourScheme::System);
    CHECK(savedColourScheme() == ColourScheme::System);
    CHECK(QApplication::palette().color(QPalette::Window) == before.color(QPalette::Window));
}

TEST_CASE("a message stays until it is dismissed", "[shell]") {
    QWidget window;
    MessageBar bar(&window);
    window.show();
    CHECK(bar.text().isEmpty());
    CHECK_FALSE(bar.isVisible());
    bar.showMessage(MessageBar::Kind::Failure, "file <b>x</b> is torn");
    CHECK(bar.isVisible());
    CHECK(bar.text() == "file <b>x</b> is torn");
    CHECK(bar.accessibleName() == bar.text());
    // a path is no markup
    CHECK(part<QLabel>(bar, "messageText").textFormat() == Qt::PlainText);
    bar.showMessage(MessageBar::Kind::Failure, QString::fromUtf8("x\u202egpj.pth is torn"));
    CHECK(bar.text() == "x\\xe2\\x80\\xaegpj.pth is torn");  // as the terminal says it
    bar.showMessage(MessageBar::Kind::Notice, "done");
    CHECK(bar.text() == "done");
    QTest::keyClick(&bar, Qt::Key_Escape);
    CHECK_FALSE(bar.isVisible());
    bar.showMessage(MessageBar::Kind::Notice, "again");
    QTest::mouseClick(&part<QToolButton>(bar, "dismissMessage"), Qt::LeftButton);
    CHECK(bar.text().isEmpty());
}

TEST_CASE("a long message takes three lines, and the rest is one click away", "[shell]") {
    QWidget window;
    window.resize(600, 400);
    MessageBar bar(&window);
    auto* layout = new QVBoxLayout(&window);
    layout->addWidget(&bar);
    layout->addStretch(1);
    window.show();
    auto& details = part<QToolButton>(bar, "messageDetails");
    auto& shown = part<QLabel>(bar, "messageText");
    bar.showMessage(MessageBar::Kind::Failure, "one line");
    QCoreApplication::processEvents();
    CHECK_FALSE(details.isVisible());
    QString text;
    for (int i = 0; i < 150; ++i) {
        text += QStringLiteral("layers.%1.conv1.weight is missing from the checkpoint\n").arg(i);
    }
    bar.showMessage(MessageBar::Kind::Failure, text);
    QCoreApplication::processEvents();
    CHECK(bar.text() == text);
    CHECK(shown.text().startsWith("layers.0.conv1.weight is missing"));
    CHECK(shown.text().count("is missing") == 3);
    CHECK(shown.heightForWidth(shown.width()) <= 3 * shown.fontMetrics().lineSpacing() + 2);
    CHECK(window.size() == QSize(600, 400));
    REQUIRE(details.isVisible());
    QTest::mouseClick(&details, Qt::LeftButton);
    auto& dialog = part<QDialog>(window, "messageDialog");
    CHECK(part<QPlainTextEdit>(dialog, "messageWhole").toPlainText() == text);
    QTest::mouseClick(&part<QPushButton>(dialog, "copyMessage"), Qt::LeftButton);
    CHECK(QGuiApplication::clipboard()->text() == text);
    window.resize(6000, 400);  // wider: a short one fits again
    bar.showMessage(MessageBar::Kind::Notice, "done");
    CHECK_FALSE(details.isVisible());
}

TEST_CASE("About names the version and the processor, to be copied", "[shell]") {
    Workbench bench;
    bench.action("about").trigger();
    auto& box = bench.find<QMessageBox>("aboutBox");
    CHECK(box.text().contains(QString::fromStdString(processorName()).toHtmlEscaped()));
    CHECK(box.textInteractionFlags().testFlag(Qt::TextSelectableByMouse));
}

TEST_CASE("networks: a tree of families with what was measured of each", "[shell]") {
    NetworksPanel panel;
    panel.show();
    const QSignalSpy chosen(&panel, &NetworksPanel::chosen);
    panel.setSnapshot(family());
    panel.setCurrent(2);
    auto& tree = part<QTreeWidget>(panel, "networks");
    REQUIRE(tree.topLevelItemCount() == 2);
    const QTreeWidgetItem* baseline = tree.topLevelItem(0);
    REQUIRE(baseline->childCount() == 1);
    const QTreeWidgetItem* pruned = baseline->child(0);
    REQUIRE(pruned->childCount() == 1);
    CHECK(baseline->text(0) == "baseline");
    CHECK(baseline->text(1) == "92.76 %");
    CHECK(baseline->text(2) == "9.12 MB");
    const QTreeWidgetItem* another = tree.topLevelItem(1);
    CHECK(another->text(1) == QStringLiteral("–"));
    CHECK(another->toolTip(0).contains("Not measured on test images yet"));
    CHECK(pruned->text(1) == "91.20 %");
    CHECK(pruned->text(3) == "70.00 %");
    CHECK(pruned->toolTip(1).contains("9120 of 10000 test images right"));
    CHECK(pruned->toolTip(1).contains("drop 1.56 [1.21, 1.91] points"));
    CHECK(tree.currentItem() == pruned);
    CHECK(chosen.isEmpty());  // only the user chooses

    tree.setFocus();
    QTest::keyClick(&tree, Qt::Key_Down);
    REQUIRE(chosen.size() == 1);
    CHECK(chosen.front().front().toLongLong() == 3);
    const SizesIn mebibytes(SizeUnit::Mebibyte);
    panel.setSnapshot(family());
    CHECK(baseline->text(2) == "8.70 MiB");  // 9,123,456 / 2^20: 8.70081
    panel.setSnapshot(nullptr);
    CHECK(tree.topLevelItemCount() == 0);
}

TEST_CASE("networks: figures of other images are grey and say of how many", "[shell]") {
    NetworksPanel panel;
    panel.setSnapshot(family());
    auto& sets = part<QComboBox>(panel, "measuredOn");
    REQUIRE(sets.count() == 3);
    CHECK(sets.currentText() == "test, 10,000");
    CHECK(sets.itemText(1) == "test, 100");  // the root was not measured on it
    CHECK(sets.itemText(2) == "held-out, 20,000");
    auto& tree = part<QTreeWidget>(panel, "networks");
    const QTreeWidgetItem* pruned = tree.topLevelItem(0)->child(0);
    const QTreeWidgetItem* int8 = pruned->child(0);
    const QBrush grey(themeFor(panel.palette()).mutedText);
    CHECK(int8->text(1) == "96.00 % of 100");
    CHECK(int8->foreground(1) == grey);
    CHECK(int8->toolTip(1).contains("100 other images (test), not to be compared"));
    CHECK(pruned->foreground(1) != grey);

    QSignalSpy asked(&panel, &NetworksPanel::imageSetChosen);
    sets.setCurrentIndex(1);
    emit sets.activated(1);
    REQUIRE(asked.size() == 1);
    CHECK(asked.front().front().toLongLong() == 2);
    StudySnapshot chosen = *family();
    chosen.settings[setting::kMeasuredOn] = "2";
    panel.setSnapshot(std::make_shared<const StudySnapshot>(chosen));
    CHECK(sets.currentText() == "test, 100");
    CHECK(tree.topLevelItem(0)->text(1) == "92.76 % of 10,000");
    CHECK(tree.topLevelItem(0)->foreground(1) == grey);
    CHECK(tree.topLevelItem(0)->child(0)->text(1) == "95.00 %");
}

TEST_CASE("networks: speeds are those of one run, or not measured", "[shell]") {
    NetworksPanel panel;
    panel.setSnapshot(family());
    auto& tree = part<QTreeWidget>(panel, "networks");
    const QTreeWidgetItem* baseline = tree.topLevelItem(0);
    CHECK(baseline->text(4) == "3,700");
    CHECK(baseline->toolTip(4).contains("480 [470, 490] images/s on 1 core"));
    CHECK(baseline->toolTip(4).contains("3700 [3600, 3800] images/s on 8 cores"));
    CHECK(baseline->toolTip(4).contains(momentText(std::string("2026-11-28T16:00:00Z")) +
                                        " on a processor"));
    CHECK(baseline->child(0)->text(4) == "not measured");  // it was not in that run
    CHECK(baseline->child(0)->toolTip(4).contains("Measure speed"));
    StudySnapshot unmeasured = *family();
    unmeasured.speed.reset();
    panel.setSnapshot(std::make_shared<const StudySnapshot>(unmeasured));
    CHECK(tree.topLevelItem(0)->text(4) == "not measured");
}

TEST_CASE("what runs is told while it runs", "[shell]") {
    JobManager jobs;
    JobIndicator indicator(jobs);
    CHECK(indicator.isHidden());
    std::atomic<bool> goOn = false;
    const auto work = [&](const RunContext& context) {
        context.report({"measure", 30, 120, "images", {}});
        while (!goOn) {
            context.checkCancelled();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    };
    jobs.submit({"Evaluate baseline", JobLane::Compute, {}}, work, nullptr, {});
    jobs.submit({"Evaluate pruned", JobLane::Compute, {}}, work, nullptr, {});
    auto& text = part<QToolButton>(indicator, "showJobs");
    const auto* bar = indicator.findChild<QProgressBar*>();
    REQUIRE(waitUntil([&] { return bar->value() == 250; }));  // of 1,000
    CHECK_FALSE(indicator.isHidden());
    CHECK(text.text().startsWith("Evaluate baseline"));
    CHECK(text.text().endsWith(", 1 more"));
    const QSignalSpy clicked(&indicator, &JobIndicator::clicked);
    QTest::mouseClick(&text, Qt::LeftButton);
    CHECK(clicked.size() == 1);
    goOn = true;
    REQUIRE(waitUntil([&] { return !jobs.busy(); }));
    CHECK(indicator.isHidden());
}

TEST_CASE("drawings are written one a turn, empty ones left out", "[shell]") {
    const QTemporaryDir folder;
    Drawing first("first", "x,y\r\n1,2\r\n");
    Drawing nothing("nothing", "");
    Drawing other("other", "x\r\n3\r\n");
    ExportRequest request;
    request.folder = folder.filePath("new/one");
    request.extensions = {"png", "csv"};
    request.scale = 2.0;
    request.names = {"first", "nothing"};
    auto* writing = new DrawingExport({&first, &nothing, &other}, request, nullptr);
    QStringList paths;
    QString failure = "unset";
    QObject::connect(writing, &DrawingExport::finished, writing,
                     [&](const QStringList& written, const QString& text) {
                         paths = written;
                         failure = text;
                     });
    writing->start();
    REQUIRE(waitUntil([&] { return failure != "unset"; }));
    CHECK(failure.isEmpty());
    CHECK(paths == QStringList{request.folder + "/first.png", request.folder + "/first.csv"});
    CHECK(QImage(paths[0]).size() == QSize(240, 160));
    QFile csv(paths[1]);
    REQUIRE(csv.open(QIODevice::ReadOnly));
    CHECK(csv.readAll() == first.numbers);

    request.size = QSize(321, 0);  // in its proportion: 120 to 80
    request.names = {"first"};
    CHECK(QImage(DrawingExport::writeNow({&first}, request).front()).size() == QSize(642, 428));
    request.size = QSize();
    request.names.clear();
    request.size = {50, 40};
    const QStringList all = DrawingExport::writeNow({&first, &nothing, &other}, request);
    CHECK(all.size() == 4);
    CHECK(QImage(request.folder + "/other.png").size() == QSize(100, 80));
}

TEST_CASE("the network that is looked at is exported as ONNX or as its own file", "[window]") {
    Workbench bench;
    CHECK_FALSE(bench.action("exportNetwork").isEnabled());
    bench.createStudy("a.secateur");
    CHECK(bench.action("exportNetwork").isEnabled());
    for (const char* name : {"net.onnx", "net.safetensors"}) {
        bench.window().exports().exportNetworkTo(bench.path(name));
    }
    bench.window().exports().exportNetworkTo(bench.path("bare"), NetworkFormat::Onnx);
    bench.settle();
    const auto bytesOf = [&](const char* name) {
        QFile file(bench.path(name));
        REQUIRE(file.open(QFile::ReadOnly));
        return file.readAll();
    };
    CHECK(bytesOf("net.onnx").contains("secateur.class_names"));
    CHECK(bytesOf("bare.onnx") == bytesOf("net.onnx"));
    const std::vector<uint8_t> stored =
        variantFile(*bench.workspace().study(), bench.workspace().variant());
    CHECK(bytesOf("net.safetensors") == QByteArray(reinterpret_cast<const char*>(stored.data()),
                                                   static_cast<int>(stored.size())));

    bench.window().exports().exportNetworkTo(bench.path("net.pt"));
    bench.settle();
    CHECK(bench.message().contains(".onnx or .safetensors"));
    bench.window().exports().exportNetworkTo(bench.path("no such folder/net.onnx"));
    bench.settle();
    CHECK(bench.message().contains("no such folder"));
}
