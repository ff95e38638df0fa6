#include "tests/ui/shell/workbench.h"

#include <QCoreApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QUrl>

namespace secateur::test {

Workbench::Workbench() {
    useTemporaryHome();
    m_window = std::make_unique<MainWindow>(QString());
    m_window->show();
}

Workbench::~Workbench() = default;

StudyRequest Workbench::request(const QString& name, const QString& checkpoint) const {
    StudyRequest request;
    request.path = path(name);
    request.model = "mobilenet_v2_cifar";
    request.checkpoint = checkpoint;
    request.data.location = sharedPictures();
    request.seed = 1;
    return request;
}

void Workbench::createStudy(const QString& name) {
    workspace().createStudy(request(name, trainedCheckpoint()));
    settle();
    REQUIRE(snapshot());
    REQUIRE(snapshot()->rows.size() == 1);
}

void Workbench::settle() {
    REQUIRE(waitUntil([this] { return !m_window->jobs().busy(); }, kLong));
    QCoreApplication::processEvents();
}

void Workbench::showPage(int index) {
    find<QTabWidget>("pages").setCurrentIndex(index);
    QCoreApplication::processEvents();
}

void Workbench::drop(const QStringList& paths, QWidget* where) {
    dropOn(where != nullptr ? *where : *m_window, paths);
}

void Workbench::dropOn(QWidget& target, const QStringList& paths) {
    QMimeData files;
    QList<QUrl> urls;
    for (const QString& path : paths) {
        urls << QUrl::fromLocalFile(path);
    }
    files.setUrls(urls);
    const QPoint centre = target.rect().center();
    QDragEnterEvent enter(centre, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&target, &enter);
    REQUIRE(enter.isAccepted());
    QDropEvent drop(centre, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&target, &drop);
}

NewStudyDialog& Workbench::lookedAtSheet() {
    auto* sheet = m_window->findChild<NewStudyDialog*>();
    REQUIRE(sheet != nullptr);
    REQUIRE(waitUntil([&] { return !sheet->looking() && !m_window->jobs().busy(); }, kLong));
    return *sheet;
}

void Workbench::createFromSheet() {
    accept(lookedAtSheet());
    settle();
}

void Workbench::accept(QDialog& dialog) {
    auto& button = part<QPushButton>(dialog, "accept");
    REQUIRE(button.isEnabled());
    QTest::mouseClick(&button, Qt::LeftButton);
    CHECK(dialog.result() == QDialog::Accepted);
}

}  // namespace secateur::test
