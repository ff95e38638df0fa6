#pragma once

#include <QObject>
#include <QStringList>
#include <vector>

#include "ui/base/exportable.h"
#include "ui/dialogs/export_dialog.h"

namespace secateur {

/// Writes drawings one file a turn of the event loop: drawing must happen in the GUI thread, and
/// the window answers between two files. Drawings that show nothing yet are left out.
/// Deletes itself after finished().
class DrawingExport : public QObject {
    Q_OBJECT

 public:
    /// Of `drawings` those that the request names; all where it names none.
    DrawingExport(const std::vector<Exportable*>& drawings, ExportRequest request, QObject* parent);

    void start();
    /// The same at once, for programs without a window. Gives the paths.
    static QStringList writeNow(const std::vector<Exportable*>& drawings,
                                const ExportRequest& request);

 signals:
    /// `failure`: the first error, in full; empty if there was none.
    void finished(const QStringList& paths, const QString& failure);

 private:
    void next();

    const ExportRequest m_request;
    const std::vector<Exportable*> m_drawings;
    size_t m_drawing = 0;
    qsizetype m_format = 0;
    QStringList m_paths;
};

}  // namespace secateur
