#pragma once

#include <cstdint>

#include "core/ranking/ranking_store.h"

namespace secateur {

/// These options on this data set and this processor, workers resolved.
RankingSettings rankingSettings(const RankingOptions& options, const ImageData& data);

/// How many multiples of `step` are below 1.
int64_t cutSteps(double step);
/// How many of them a bisection tries at most.
int64_t searchSteps(double step);
/// How many measurements one network takes at most.
int64_t expectedMeasurements(const RankingOptions& options);
/// The share that is cut at one of them.
double cutLevel(int64_t step, const RankingOptions& options);
/// How many images the points of curves are recalibrated on: half as many as they are measured on,
/// at least 2, at most those of every cut network; 0: none.
int64_t curveRecalibration(const RankingOptions& options);
/// True if it was measured and loses at most `points` of top-1.
bool withinPoints(const RankingResult& result, double points);

}  // namespace secateur
