#include "ui/ranking/ranking_controller.h"

#include <utility>

#include "ui/ranking/ranking_page.h"

namespace secateur {

RankingController::RankingController(Workspace& workspace, StageRunner& runner, QWidget* parent)
    : PageController(workspace, runner, parent), m_page(new RankingPage(parent)) {
    connect(m_page, &RankingPage::compareRequested, this,
            [this] { emit dialogWanted(StageDialog::CompareNetworks); });
}

QWidget& RankingController::widget() {
    return *m_page;
}

std::vector<Exportable*> RankingController::drawings() {
    return m_page->exportables();
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
