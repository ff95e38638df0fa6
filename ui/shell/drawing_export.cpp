#include "ui/shell/drawing_export.h"

#include <QDir>
#include <QTimer>

#include "core/base/error.h"
#include "ui/base/export_writer.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

QSize sizeFor(const Exportable& drawing, const QSize& asked) {
    const QSize own = drawing.exportSize();
    return asked.width() <= 0 ? own
           : asked.height() > 0
               ? asked
               : QSize(asked.width(),
                       std::max(1, asked.width() * own.height() / std::max(1, own.width())));
}

/// The path, or nothing where the drawing shows nothing. Errors: those of exportTo.
QString writeOne(Exportable& drawing, const QString& format, const ExportRequest& request) {
    if (drawing.csv().isEmpty()) {
        return {};
    }
    if (!QDir().mkpath(request.folder)) {
        throw Error(ErrorCode::Io, Text::tr("cannot make the folder of the export").toStdString(),
                    {request.folder.toStdString(), "", ""});
    }
    const QString path = QDir(request.folder).filePath(drawing.exportName() + '.' + format);
    exportTo(drawing, path, sizeFor(drawing, request.size), request.scale);
    return path;
}

std::vector<Exportable*> named(const std::vector<Exportable*>& drawings,
                               const ExportRequest& request) {
    std::vector<Exportable*> chosen;
    for (Exportable* drawing : drawings) {
        if (request.names.isEmpty() || request.names.contains(drawing->exportName())) {
            chosen.push_back(drawing);
        }
    }
    return chosen;
}

}  // namespace

DrawingExport::DrawingExport(const std::vector<Exportable*>& drawings, ExportRequest request,
                             QObject* parent)
    : QObject(parent), m_request(std::move(request)), m_drawings(named(drawings, m_request)) {}

void DrawingExport::start() {
    QTimer::singleShot(0, this, &DrawingExport::next);
}

QStringList DrawingExport::writeNow(const std::vector<Exportable*>& drawings,
                                    const ExportRequest& request) {
    QStringList paths;
    for (Exportable* drawing : named(drawings, request)) {
        for (const QString& format : request.extensions) {
            const QString path = writeOne(*drawing, format, request);
            if (!path.isEmpty()) {
                paths << path;
            }
        }
    }
    return paths;
}

void DrawingExport::next() {
    QString failure;
    if (m_drawing < m_drawings.size()) {
        try {
            const QString path =
                writeOne(*m_drawings[m_drawing], m_request.extensions[m_format], m_request);
            if (!path.isEmpty()) {
                m_paths << path;
            }
            if (++m_format == m_request.extensions.size()) {
                m_format = 0;
                ++m_drawing;
            }
            start();
            return;
        } catch (const Error& error) {
            failure = QString::fromUtf8(error.what());
        }
    }
    emit finished(m_paths, failure);
    deleteLater();
}

}  // namespace secateur
