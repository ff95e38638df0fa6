#pragma once

#include <string>

#include "core/study/study.h"

namespace secateur {

/// The study for people, in percent and points: which images its accuracies are of
/// (shownImageSet), the table of stages on them (top-1, paired drop with its 95 % interval, size,
/// speed, sparsity), the speeds that were measured together, the sensitivity, the trainings, and
/// what the numbers were measured on. `tolerance` in points.
std::string studyMarkdown(Study& study, double tolerance);

}  // namespace secateur
