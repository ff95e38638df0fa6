#include "ui/time/time_controller.h"

namespace secateur {

TimeController::TimeController(Workspace& workspace, StageRunner& runner, QWidget* parent)
    : ControllerOf(workspace, runner, tr("Time"), "profile.md",
                   new TimePage(&workspace.selection(), parent)) {
    connect(m_page, &TimePage::measureRequested, this,
            [this] { emit dialogWanted(StageDialog::TimeLayers); });
    connect(&runner, &StageRunner::timing, this, [this](bool timing) {
        m_page->setMeasuring(timing);
        if (timing) {
            emit frontWanted();
        }
    });
}

void TimeController::forgetStudy() {
    m_page->setStudy(nullptr);
}

void TimeController::forgetNetwork() {
    m_page->setNetwork(nullptr);
}

void TimeController::showNetwork() {
    m_page->setNetwork(m_workspace.network());
}

void TimeController::showStudy() {
    m_page->setStudy(m_workspace.snapshot());
}

}  // namespace secateur
