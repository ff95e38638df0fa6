#pragma once

#include "ui/workspace/page_controller.h"

namespace secateur {

class RankingPage;

/// The page "Ranking": the comparisons of networks that the study holds.
class RankingController : public PageController {
    Q_OBJECT

 public:
    RankingController(Workspace& workspace, StageRunner& runner, QWidget* parent);

    QWidget& widget() override;
    QString title() const override { return tr("Ranking"); }
    std::vector<Exportable*> drawings() override;

 protected:
    void forgetStudy() override;
    void showStudy() override;

 private:
    RankingPage* m_page;
    bool m_studyIsNew = false;  ///< what it holds was not shown yet
};

}  // namespace secateur
