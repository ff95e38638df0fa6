#pragma once

#include "ui/ranking/ranking_page.h"
#include "ui/workspace/page_controller.h"

namespace secateur {

/// The page "Ranking": the comparisons of networks that the study holds.
class RankingController : public ControllerOf<RankingPage> {
    Q_OBJECT

 public:
    RankingController(Workspace& workspace, StageRunner& runner, QWidget* parent);

 protected:
    void forgetStudy() override;
    void showStudy() override;

 private:
    bool m_studyIsNew = false;  ///< what it holds was not shown yet
};

}  // namespace secateur
