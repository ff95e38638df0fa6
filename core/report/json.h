#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "core/report/stage_rows.h"
#include "core/study/study.h"

namespace secateur {

/// Rows of the pipeline table, accuracies and drops as fractions; drops are null where the baseline
/// was not measured on these images.
nlohmann::ordered_json stagesJson(const std::vector<StageRow>& rows);
/// Everything but the images' predictions and the weights. "stages" is the table of the image set
/// "measured_on"; results on other images stand in "other_stages".
nlohmann::ordered_json studyJson(Study& study, double tolerance);

}  // namespace secateur
