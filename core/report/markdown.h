#pragma once

#include <memory>
#include <string>

#include "core/report/study_snapshot.h"

namespace secateur {

/// The study for people, in percent and points: which images its accuracies are of
/// (shownImageSet), the table of stages on them (top-1, paired drop with its 95 % interval, size,
/// speed, sparsity), what changed in the answers (flips, the classes that lost most), the speeds
/// that were measured together, the sensitivity, the trainings, and what the numbers were measured
/// on.
std::string studyMarkdown(const std::shared_ptr<const StudySnapshot>& study,
                          double tolerancePoints);

}  // namespace secateur
