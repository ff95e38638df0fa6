#pragma once

#include <QObject>
#include <functional>
#include <optional>
#include <vector>

#include "core/stages/network_file.h"
#include "ui/base/exportable.h"

class QMenu;
class QWidget;

namespace secateur {

struct Actions;
class Workspace;

/// What goes out: copies of the study, networks, drawings, reports.
class ExportActions : public QObject {
    Q_OBJECT

 public:
    using Drawings = std::function<std::vector<Exportable*>()>;

    /// `all`: every drawing of the program; `inFront`: of the page that is looked at.
    ExportActions(const Actions& actions, Workspace& workspace, Drawings all, Drawings inFront,
                  QWidget& window);

    /// Writes the network that is looked at under the name that networkDestination gives, as a job.
    void exportNetworkTo(const QString& path, std::optional<NetworkFormat> asked = {});
    /// Writes the report, as a job, as what the name says (report_export.h).
    void writeReport(const QString& path);
    /// A menu with every drawing of the page in front; the shortcut takes the first.
    QMenu* copyMenu();

 signals:
    /// `path`: what was written; empty: no file was.
    void done(const QString& text, const QString& path = {});
    void failed(const QString& text);

 private:
    void saveCopy();
    void exportNetwork();
    void exportDrawings();
    void exportReport();
    void copyPicture();
    void copyDrawing(Exportable& drawing);

    Workspace& m_workspace;
    const Drawings m_all;
    const Drawings m_inFront;
    QWidget& m_window;
};

}  // namespace secateur
