#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "core/ranking/ranking.h"

namespace secateur {

/// Everything that decides a comparison's figures: the options (workers resolved), the data set by
/// its digest and name, and this processor.
nlohmann::json comparisonSettings(const ComparisonOptions& options, const ImageData& data);
/// The options in it. Errors: CorruptData naming the study.
ComparisonOptions comparisonOptions(const nlohmann::json& settings, const std::string& study);

/// How many multiples of `step` are below 1.
int64_t cutSteps(double step);
/// How many of them a bisection tries at most.
int64_t searchSteps(double step);
/// How many measurements one network takes at most.
int64_t expectedMeasurements(const ComparisonOptions& options);
/// The share that is cut at one of them.
double cutLevel(int64_t step, const ComparisonOptions& options);
/// True if a result ("lost", "gained", "count") loses at most `points`.
bool withinPoints(const nlohmann::json& result, double points);

}  // namespace secateur
