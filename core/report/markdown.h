#pragma once

#include <string>

#include "core/study/study.h"

namespace secateur {

/// The study for people, in percent and points: for every list of test images the table of stages
/// (top-1, paired drop with its 95 % interval, size, speed, sparsity), then the sensitivity, the
/// trainings, and what the numbers were measured on. `tolerance` in points.
std::string studyMarkdown(Study& study, double tolerance);

}  // namespace secateur
