#pragma once

#include "ui/compare/compare_page.h"
#include "ui/workspace/page_controller.h"

namespace secateur {

/// The page "Compare": the study's networks side by side.
class CompareController : public ControllerOf<ComparePage> {
    Q_OBJECT

 public:
    CompareController(Workspace& workspace, StageRunner& runner, QWidget* parent);

 protected:
    void forgetStudy() override;
    void forgetNetwork() override;
    void showStudy() override;
};

}  // namespace secateur
