#pragma once

#include <QObject>
#include <functional>

#include "ui/workspace/page_controller.h"

namespace secateur {

struct Actions;
struct DialogContext;
struct Variant;

/// The stages of the work as commands: a small dialog of settings each, then a job.
class StageActions : public QObject {
    Q_OBJECT

 public:
    StageActions(const Actions& actions, Workspace& workspace, StageRunner& runner,
                 QWidget& window);

    void ask(StageDialog dialog);
    /// Whether a network without a result is measured by itself, on a few images, when its study
    /// is opened (yes).
    void setMeasuring(bool measuring) { m_measuring = measuring; }

 signals:
    void accepted();  ///< the user has started a stage

 private:
    DialogContext dialogContext() const;
    /// Shows the dialog without blocking and calls `run` with it when it is accepted.
    template <class Dialog>
    Dialog* open(std::function<void(Dialog&)> run);
    void connectStages();
    void connectMeasurements();
    void askForQat();
    void changeSettings();
    void askAgain(const Variant& made);
    void compareNetworks();
    void measureBaseline();

    const Actions& m_actions;
    Workspace& m_workspace;
    StageRunner& m_runner;
    QWidget& m_window;
    bool m_measuring = true;
    std::function<void(DialogContext&)> m_filling;  ///< of the next dialog, if not as usual
    bool m_measureBaseline = false;                 ///< once its data is open
};

}  // namespace secateur
