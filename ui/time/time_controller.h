#pragma once

#include "ui/time/time_page.h"
#include "ui/workspace/page_controller.h"

namespace secateur {

/// The page "Time": the study's latest profile.
class TimeController : public ControllerOf<TimePage> {
    Q_OBJECT

 public:
    TimeController(Workspace& workspace, StageRunner& runner, QWidget* parent);

 protected:
    void forgetStudy() override;
    void forgetNetwork() override;
    void showNetwork() override;
    void showStudy() override;
};

}  // namespace secateur
