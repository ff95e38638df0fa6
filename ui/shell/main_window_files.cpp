// What comes in and goes out: studies, checkpoints, images, drawings, reports.
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QStandardPaths>
#include <QStatusBar>

#include "core/base/file.h"
#include "core/report/study_report.h"
#include "core/stages/network_file.h"
#include "core/stages/network_source.h"
#include "ui/base/export_writer.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/new_study_wizard.h"
#include "ui/download/cifar10_fetch.h"
#include "ui/jobs/job_dock.h"
#include "ui/shell/download_bar.h"
#include "ui/shell/drawing_export.h"
#include "ui/shell/main_window.h"

namespace secateur {

namespace {

constexpr int kShortMs = 6000;  // a note of success in the status bar
constexpr double kClipboardScale = 2.0;

}  // namespace

void MainWindow::setupActions() {
    const Actions& a = *m_actions;
    connect(a.newStudy, &QAction::triggered, this, &MainWindow::newStudy);
    connect(a.open, &QAction::triggered, this, &MainWindow::chooseFile);
    connect(a.openData, &QAction::triggered, this, &MainWindow::chooseData);
    connect(a.getCifar10, &QAction::triggered, this, &MainWindow::getCifar10);
    connect(a.saveCopy, &QAction::triggered, this, &MainWindow::saveCopy);
    connect(a.exportNetwork, &QAction::triggered, this, &MainWindow::exportNetwork);
    connect(a.exportDrawings, &QAction::triggered, this, &MainWindow::exportDrawings);
    connect(a.exportReport, &QAction::triggered, this, &MainWindow::exportReport);
    connect(a.copyPicture, &QAction::triggered, this, &MainWindow::copyPicture);
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
    connect(a.about, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::chooseFile() {
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open"), {},
        tr("Studies and checkpoints (*.secateur *.pth *.pt *.bin *.safetensors);;All files (*)"));
    if (!path.isEmpty()) {
        openPath(path);
    }
}

void MainWindow::chooseData() {
    const QString path =
        QFileDialog::getExistingDirectory(this, tr("Open a folder of labelled images"));
    if (!path.isEmpty()) {
        openPath(path);
    }
}

void MainWindow::newStudy() {
    NewStudyChoices choices;
    choices.models = modelChoices();
    const Cifar10Source cifar10 = cifar10Source();
    choices.cifar10Folder = QFileInfo::exists(cifar10.folder) ? cifar10.folder : QString();
    choices.studyFolder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto* wizard = new NewStudyWizard(choices, this);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    connect(wizard, &NewStudyWizard::cifar10Requested, this, &MainWindow::getCifar10);
    connect(this, &MainWindow::cifar10Ready, wizard, &NewStudyWizard::setCifar10Folder);
    connect(wizard, &QDialog::accepted, this, [this, wizard] {
        const NewStudyRequest asked = wizard->request();
        StudyRequest request;
        request.path = asked.path;
        request.seed = asked.seed;
        request.model = asked.model;
        request.checkpoint = asked.checkpoint;
        request.data = {asked.data, asked.images};
        m_workspace->createStudy(request);
    });
    wizard->open();
}

void MainWindow::getCifar10() {
    if (m_fetch != nullptr) {
        return;
    }
    m_fetch = new Cifar10Fetch(*m_jobs, this);
    auto* bar = new DownloadBar(tr("CIFAR-10"), this);
    statusBar()->addPermanentWidget(bar);
    const auto end = [this, bar] {
        m_fetch->deleteLater();
        m_fetch = nullptr;
        bar->deleteLater();
    };
    connect(bar, &DownloadBar::cancelRequested, m_fetch, &Cifar10Fetch::cancel);
    connect(m_fetch, &Cifar10Fetch::progress, bar, &DownloadBar::setProgress);
    connect(m_fetch, &Cifar10Fetch::cancelled, this, end);
    connect(m_fetch, &Cifar10Fetch::failed, this, [this, end](const QString& text) {
        m_messages->showMessage(MessageBar::Kind::Failure, text);
        end();
    });
    connect(m_fetch, &Cifar10Fetch::ready, this, [this, end](const QString& folder) {
        m_messages->showMessage(
            MessageBar::Kind::Notice,
            tr("CIFAR-10 is in %1. Make a study of it with File, New study.").arg(folder));
        emit cifar10Ready(folder);
        end();
    });
    m_fetch->start();
}

void MainWindow::saveCopy() {
    const QString path = QFileDialog::getSaveFileName(this, tr("Save a copy of the study"), {},
                                                      tr("Studies (*.secateur)"));
    const auto study = m_workspace->study();
    if (path.isEmpty() || !study) {
        return;
    }
    m_jobs->submit(
        {tr("Save a copy as %1").arg(path), JobLane::Io, {}},
        [=](const RunContext&) { study->copyTo(path.toStdString()); }, this,
        [this, path] { statusBar()->showMessage(tr("Saved %1").arg(path), kShortMs); });
}

void MainWindow::exportNetwork() {
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export the network"), {}, tr("ONNX (*.onnx);;safetensors (*.safetensors)"));
    if (!path.isEmpty()) {
        exportNetworkTo(path);
    }
}

void MainWindow::exportNetworkTo(const QString& path) {
    const auto study = m_workspace->study();
    const Variant* variant = m_workspace->currentVariant();
    if (!study || variant == nullptr) {
        return;
    }
    const NetworkFormat format = path.endsWith(QStringLiteral(".onnx"), Qt::CaseInsensitive)
                                     ? NetworkFormat::Onnx
                                     : NetworkFormat::Safetensors;
    m_jobs->submit(
        {tr("Export %1 as %2").arg(QString::fromStdString(variant->name), path), JobLane::Io, {}},
        [study, format, path, id = variant->id, data = m_workspace->data()](const RunContext&) {
            const std::vector<uint8_t> bytes = networkFile(*study, id, format, data.get());
            writeFile(path.toStdString(), bytes.data(), bytes.size());
        },
        this, [this, path] { statusBar()->showMessage(tr("Wrote %1").arg(path), kShortMs); });
}

std::vector<Exportable*> MainWindow::drawings() const {
    std::vector<Exportable*> all = m_pages->drawings();
    all.push_back(&m_jobPanel->livePlot());
    return all;
}

void MainWindow::exportDrawings() {
    std::vector<ExportChoice> choices;
    for (Exportable* drawing : drawings()) {
        const QString name = drawing->exportName();
        choices.push_back({name, name, !drawing->csv().isEmpty()});
    }
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    auto* dialog =
        new ExportDialog(choices, QDir(pictures).exists() ? pictures : QDir::homePath(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        auto* writing = new DrawingExport(drawings(), dialog->options(), this);
        connect(writing, &DrawingExport::finished, this,
                [this](const QStringList& paths, const QString& failure) {
                    if (failure.isEmpty()) {
                        statusBar()->showMessage(
                            tr("%n file(s) written", nullptr, static_cast<int>(paths.size())),
                            kShortMs);
                    } else {
                        m_messages->showMessage(MessageBar::Kind::Failure, failure);
                    }
                });
        writing->start();
    });
    dialog->open();
}

void MainWindow::exportReport() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of the report"));
    const auto study = m_workspace->study();
    if (folder.isEmpty() || !study) {
        return;
    }
    m_jobs->submit(
        {tr("Write the report into %1").arg(folder), JobLane::Io, {}},
        [study, folder, tolerance = m_workspace->tolerance()](const RunContext&) {
            writeStudyReport(*study, folder.toStdString(), tolerance);
        },
        this,
        [this, folder] { statusBar()->showMessage(tr("Report in %1").arg(folder), kShortMs); });
}

void MainWindow::copyPicture() {
    for (Exportable* drawing : m_pages->drawingsInFront()) {
        if (!drawing->csv().isEmpty()) {
            copyDrawing(*drawing);
            return;
        }
    }
    statusBar()->showMessage(tr("There is nothing on this page to copy yet"), kShortMs);
}

void MainWindow::copyDrawing(Exportable& drawing) {
    copyToClipboard(drawing, drawing.exportSize(), kClipboardScale);
    statusBar()->showMessage(tr("Copied %1").arg(drawing.exportName()), kShortMs);
}

void MainWindow::showAbout() {
    QMessageBox::about(
        this, tr("About Secateur"),
        tr("<h3>Secateur %1</h3><p>A workbench for people who make convolutional networks "
           "smaller.</p><p>GPL-3.0-or-later. Uses LibTorch, Qt, Qt Charts, QCustomPlot, SQLite, "
           "SQLiteCpp, ONNX, libarchive, fmt and nlohmann/json.</p>")
            .arg(QCoreApplication::applicationVersion()));
}

}  // namespace secateur
