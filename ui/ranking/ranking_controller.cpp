#include "ui/ranking/ranking_controller.h"

#include <utility>

namespace secateur {

RankingController::RankingController(Workspace& workspace, StageRunner& runner, QWidget* parent)
    : ControllerOf(workspace, runner, tr("Ranking"), "compare.md", new RankingPage(parent)) {
    connect(m_page, &RankingPage::compareRequested, this,
            [this] { emit dialogWanted(StageDialog::CompareNetworks); });
}

void RankingController::forgetStudy() {
    m_page->setSnapshot(nullptr);
    m_studyIsNew = true;
}

void RankingController::showStudy() {
    const auto snapshot = m_workspace.snapshot();
    m_page->setSnapshot(snapshot);
    if (std::exchange(m_studyIsNew, false) && snapshot->variants.empty() &&
        !snapshot->rankings.empty()) {
        emit frontWanted();
    }
}

}  // namespace secateur
