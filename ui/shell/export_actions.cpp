#include "ui/shell/export_actions.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QStandardPaths>
#include <algorithm>

#include "ui/base/export_writer.h"
#include "ui/base/show_in_folder.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/shell/actions.h"
#include "ui/shell/drawing_export.h"
#include "ui/shell/report_export.h"
#include "ui/workspace/workspace.h"

namespace secateur {

namespace {

constexpr double kClipboardScale = 2.0;

/// What is seen now, the other drawings of the page, those of the other pages.
std::vector<Exportable*> frontFirst(std::vector<Exportable*> all,
                                    const std::vector<Exportable*>& front) {
    const auto rest = std::stable_partition(all.begin(), all.end(), [&](Exportable* drawing) {
        return std::find(front.begin(), front.end(), drawing) != front.end();
    });
    std::stable_partition(all.begin(), rest, [](Exportable* drawing) {
        const auto* widget = dynamic_cast<QWidget*>(drawing);
        return widget != nullptr && widget->isVisible();
    });
    return all;
}

}  // namespace

ExportActions::ExportActions(const Actions& actions, Workspace& workspace, Drawings all,
                             Drawings inFront, QWidget& window)
    : m_workspace(workspace),
      m_all(std::move(all)),
      m_inFront(std::move(inFront)),
      m_window(window) {
    connect(actions.saveCopy, &QAction::triggered, this, &ExportActions::saveCopy);
    connect(actions.showInFolder, &QAction::triggered, this, [this] {
        const QString path = QString::fromStdString(m_workspace.study()->path());
        if (!showInFolder(path)) {
            emit failed(tr("No program opens the folder of %1.").arg(path));
        }
    });
    connect(actions.exportNetwork, &QAction::triggered, this, &ExportActions::exportNetwork);
    connect(actions.exportDrawings, &QAction::triggered, this, &ExportActions::exportDrawings);
    connect(actions.exportReport, &QAction::triggered, this, &ExportActions::exportReport);
    connect(actions.copyPicture, &QAction::triggered, this, &ExportActions::copyPicture);
}

QMenu* ExportActions::copyMenu() {
    auto* menu = new QMenu(tr("Copy one &drawing"), &m_window);
    menu->setObjectName("copyMenu");
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        for (Exportable* drawing : m_inFront()) {
            QAction* action = menu->addAction(drawing->exportTitle(), this,
                                              [this, drawing] { copyDrawing(*drawing); });
            action->setEnabled(!drawing->csv().isEmpty());
        }
    });
    return menu;
}

void ExportActions::saveCopy() {
    const auto study = m_workspace.study();
    if (!study) {
        return;
    }
    const QFileInfo file(QString::fromStdString(study->path()));
    const QString name =
        study->path().empty() ? tr("study") : tr("%1-copy").arg(file.completeBaseName());
    const QString path = QFileDialog::getSaveFileName(
        &m_window, tr("Save a copy of the study"),
        file.dir().filePath(name + QStringLiteral(".secateur")), tr("Studies (*.secateur)"));
    if (path.isEmpty()) {
        return;
    }
    m_workspace.jobs().submit(
        {tr("Save a copy as %1").arg(path), JobLane::Io, {}},
        [=](const RunContext&) { study->copyTo(path.toStdString()); }, this,
        [this, path] { emit done(tr("Saved %1").arg(path), path); });
}

void ExportActions::exportNetwork() {
    const QString onnx = tr("ONNX (*.onnx)");
    const QString pytorch = tr("PyTorch, a folder (*)");
    QString filter = onnx;
    const Variant* variant = m_workspace.currentVariant();
    const QString path = QFileDialog::getSaveFileName(
        &m_window, tr("Export the network"),
        variant != nullptr ? QString::fromStdString(variant->name) : QString(),
        QStringList{onnx, tr("safetensors (*.safetensors)"), pytorch}.join(";;"), &filter);
    if (!path.isEmpty()) {
        exportNetworkTo(path, filter == onnx      ? NetworkFormat::Onnx
                              : filter == pytorch ? NetworkFormat::PyTorch
                                                  : NetworkFormat::Safetensors);
    }
}

void ExportActions::exportNetworkTo(const QString& path, std::optional<NetworkFormat> asked) {
    const auto study = m_workspace.study();
    const Variant* variant = m_workspace.currentVariant();
    if (!study || variant == nullptr) {
        return;
    }
    m_workspace.jobs().submit<QString>(
        {tr("Export %1 as %2").arg(QString::fromStdString(variant->name), path), JobLane::Io, {}},
        [study, asked, path, id = variant->id, data = m_workspace.data()](const RunContext&) {
            const NetworkDestination out = networkDestination(path.toStdString(), asked);
            writeNetwork(*study, id, out, data.get());
            return QString::fromStdString(out.path);
        },
        this, [this](const QString& written) { emit done(tr("Wrote %1").arg(written), written); });
}

void ExportActions::exportDrawings() {
    std::vector<ExportChoice> choices;
    const std::vector<Exportable*> front = m_inFront();
    for (const Exportable* drawing : frontFirst(m_all(), front)) {
        choices.push_back({drawing->exportName(), drawing->exportTitle(), !drawing->csv().isEmpty(),
                           std::find(front.begin(), front.end(), drawing) != front.end()});
    }
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    auto* dialog =
        new ExportDialog(choices, QDir(pictures).exists() ? pictures : QDir::homePath(), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        auto* writing = new DrawingExport(m_all(), dialog->options(), &m_window);
        connect(writing, &DrawingExport::finished, this,
                [this](const QStringList& paths, const QString& failure) {
                    if (failure.isEmpty()) {
                        emit done(tr("%n file(s) written", nullptr, static_cast<int>(paths.size())),
                                  paths.value(0));
                    } else {
                        emit failed(failure);
                    }
                });
        writing->start();
    });
    dialog->open();
}

void ExportActions::exportReport() {
    const QString page = tr("One HTML page (*.html)");
    const QString pdf = tr("The same as PDF (*.pdf)");
    QString filter = page;
    QString path = QFileDialog::getSaveFileName(
        &m_window, tr("Write the report"), QStringLiteral("report.html"),
        QStringList{page, pdf, tr("A folder of Markdown, JSON and CSV (*)")}.join(";;"), &filter);
    if (path.isEmpty() || !m_workspace.study()) {
        return;
    }
    if (QFileInfo(path).suffix().isEmpty() && (filter == page || filter == pdf)) {
        path += filter == page ? QLatin1String(".html") : QLatin1String(".pdf");
    }
    writeReport(path);
}

void ExportActions::writeReport(const QString& path) {
    const auto study = m_workspace.study();
    m_workspace.jobs().submit(
        {tr("Write the report %1").arg(path), JobLane::Io, {}},
        [study, path, tolerance = m_workspace.tolerance()](const RunContext&) {
            secateur::writeReport(*study, path, tolerance);
        },
        this, [this, path] { emit done(tr("Report: %1").arg(path), path); });
}

void ExportActions::copyPicture() {
    for (Exportable* drawing : m_inFront()) {
        if (!drawing->csv().isEmpty()) {
            copyDrawing(*drawing);
            return;
        }
    }
    emit done(tr("There is nothing on this page to copy yet"));
}

void ExportActions::copyDrawing(Exportable& drawing) {
    copyToClipboard(drawing, drawing.exportSize(), kClipboardScale);
    emit done(tr("Copied %1").arg(drawing.exportTitle()));
}

}  // namespace secateur
