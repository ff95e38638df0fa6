#pragma once

#include <map>
#include <optional>
#include <string>

#include "ui/sensitivity/sensitivity_page.h"
#include "ui/workspace/page_controller.h"

namespace secateur {

/// The page "Sensitivity": sweeps, those of the study and the one under way, and measured plans.
class SensitivityController : public ControllerOf<SensitivityPage> {
    Q_OBJECT

 public:
    SensitivityController(Workspace& workspace, StageRunner& runner, QWidget* parent);

 protected:
    void forgetStudy() override;
    void forgetNetwork() override;
    void showNetwork() override;
    void showStudy() override;

 private:
    /// The plan that was last to be measured.
    struct AskedPlan {
        int64_t variant = 0;  ///< that it prunes; 0: no plan
        int64_t made = 0;     ///< the network that it made; 0: not yet
        std::optional<PairedDrop> predicted;
        int64_t images = 0;  ///< StoredImages::id of the curves; 0: not in the study
    };

    void showSweeps();
    void measurePlan(const std::map<std::string, double>& plan,
                     std::optional<PairedDrop> predicted);
    void showMeasuredPlan();

    AskedPlan m_plan;
};

}  // namespace secateur
