#pragma once

#include <memory>
#include <nlohmann/json.hpp>

#include "core/report/study_snapshot.h"

namespace secateur {

/// Everything but the weights and the images' predictions: "stages" is the table of the image set
/// "measured_on", results on other images stand in "other_stages"; "changes" is what became of the
/// answers of each variant against the root of its family (changesJson); "rankings" are of
/// networks.
nlohmann::ordered_json studyJson(const std::shared_ptr<const StudySnapshot>& study,
                                 double tolerancePoints);

}  // namespace secateur
