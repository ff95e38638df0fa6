#pragma once

#include <QWidget>
#include <vector>

#include "ui/base/exportable.h"
#include "ui/workspace/stage_runner.h"
#include "ui/workspace/workspace.h"

namespace secateur {

/// What a page may want the user to be asked about before a stage starts.
enum class StageDialog { Sweep, LayerErrors, Qat, CompareNetworks, TimeLayers };

/// A page and its wires: what the page shows comes from the workspace, what it asks for goes there.
/// A page knows nothing of studies and jobs, a controller nothing of the other pages. GUI thread.
class PageController : public QObject {
    Q_OBJECT

 public:
    /// `chapter`: the manual's file about it.
    PageController(Workspace& workspace, StageRunner& runner, const QString& title,
                   const char* chapter, QWidget* parent);

    const QString& title() const { return m_title; }  ///< of its tab
    QString chapter() const { return QString::fromLatin1(m_chapter); }
    virtual QWidget& widget() = 0;
    virtual std::vector<Exportable*> drawings() = 0;
    /// Its drawings are of the selected layer, and read when the page is looked at.
    virtual bool followsLayer() const { return false; }

 signals:
    void frontWanted();  ///< nothing is to be seen on the other pages
    void dialogWanted(secateur::StageDialog dialog);

 protected:
    /// Another study was opened; forgetNetwork() comes with it.
    virtual void forgetStudy() {}
    /// Another network is looked at: what is of the former must not stand beside its name.
    virtual void forgetNetwork() {}
    /// Workspace::network() is here.
    virtual void showNetwork() {}
    /// Workspace::snapshot() is new.
    virtual void showStudy() {}

    Workspace& m_workspace;
    StageRunner& m_runner;

 private:
    const QString m_title;
    const char* const m_chapter;
};

/// Of a page of this class.
template <class Page>
class ControllerOf : public PageController {
 public:
    QWidget& widget() final { return *m_page; }
    std::vector<Exportable*> drawings() final { return m_page->exportables(); }

 protected:
    ControllerOf(Workspace& workspace, StageRunner& runner, const QString& title,
                 const char* chapter, Page* page)
        : PageController(workspace, runner, title, chapter, page->parentWidget()), m_page(page) {}

    Page* m_page;
};

}  // namespace secateur
