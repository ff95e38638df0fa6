#pragma once

#include "ui/workspace/page_controller.h"

namespace secateur {

class ComparePage;

/// The page "Compare": the study's networks side by side.
class CompareController : public PageController {
    Q_OBJECT

 public:
    CompareController(Workspace& workspace, StageRunner& runner, QWidget* parent);

    QWidget& widget() override;
    QString title() const override { return tr("Compare"); }
    std::vector<Exportable*> drawings() override;

 protected:
    void forgetStudy() override;
    void showStudy() override;

 private:
    ComparePage* m_page;
};

}  // namespace secateur
