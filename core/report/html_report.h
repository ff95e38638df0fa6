#pragma once

#include <memory>
#include <string>

#include "core/report/study_snapshot.h"

namespace secateur {

/// What the smallest network of the study that stays within the tolerance (or, if none does, the
/// smallest) is worth, as one sentence with its figures; says what is missing where nothing was
/// made or measured yet.
std::string reportClaim(const StudySnapshot& study, double tolerancePoints);

/// The report as one HTML page that needs no other file, no network and no script: the claim, the
/// stages, figures (SVG), what changed by class, flipped images with their files, the settings of
/// each network, data, machines, versions, and the commands that make it again. `version`: of the
/// program that writes it. Errors: CorruptData (a recipe that is no JSON).
std::string studyHtml(const std::shared_ptr<const StudySnapshot>& study, double tolerancePoints,
                      const std::string& version);

}  // namespace secateur
