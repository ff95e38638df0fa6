// Where a file is: the desktop's program for folders is asked for its folder.
#include <QDesktopServices>
#include <QFile>
#include <QToolButton>
#include <QUrl>

#include "tests/ui/shell/workbench.h"
#include "ui/base/show_in_folder.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// Takes the place of that program.
class Folders : public QObject {
    Q_OBJECT

 public:
    Folders() { QDesktopServices::setUrlHandler("file", this, "open"); }
    ~Folders() override { QDesktopServices::unsetUrlHandler("file"); }
    QStringList opened;

 public slots:
    void open(const QUrl& url) { opened << url.toLocalFile(); }
};

}  // namespace

TEST_CASE("a study and what was exported are shown in their folders", "[shell][folder]") {
    Workbench bench;
    CHECK_FALSE(bench.action("showInFolder").isEnabled());
    bench.createStudy("mine.secateur");
    Folders folders;
    const QString here = QFileInfo(bench.path("mine.secateur")).absolutePath();
    REQUIRE(bench.action("showInFolder").isEnabled());
    bench.action("showInFolder").trigger();
    CHECK(folders.opened == QStringList{here});

    auto& button = bench.find<QToolButton>("messageFolder");
    for (const char* name : {"out/report.html", "out/report.pdf"}) {
        bench.window().exports().writeReport(bench.path(name));
        bench.settle();
        CHECK(bench.message() == "Report: " + bench.path(name));
        CHECK(QFile(bench.path(name)).size() > 3000);
        REQUIRE(button.isVisible());
        button.click();
        CHECK(folders.opened.back() == here + "/out");
    }
    bench.window().files().openPath(bench.path("mine.secateur"));  // a message of no file
    CHECK(bench.message().endsWith("is open."));
    CHECK_FALSE(button.isVisible());
    CHECK_FALSE(showInFolder(bench.path("none/file")));
}

#include "test_show_in_folder.moc"
