#include "ui/workspace/page_controller.h"

namespace secateur {

PageController::PageController(Workspace& workspace, StageRunner& runner, const QString& title,
                               const char* chapter, QWidget* parent)
    : QObject(parent),
      m_workspace(workspace),
      m_runner(runner),
      m_title(title),
      m_chapter(chapter) {
    connect(&workspace, &Workspace::studyOpened, this, [this] {
        forgetNetwork();
        forgetStudy();
    });
    connect(&workspace, &Workspace::variantChanged, this, [this] { forgetNetwork(); });
    connect(&workspace, &Workspace::networkChanged, this, [this] { showNetwork(); });
    connect(&workspace, &Workspace::snapshotChanged, this, [this] { showStudy(); });
}

}  // namespace secateur
