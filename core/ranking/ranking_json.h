#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/ranking/ranking_store.h"

namespace secateur {

/// How settings and results stand in a study. `where` is for the errors of reading: CorruptData.
nlohmann::json toJson(const RankingSettings& settings);
RankingSettings rankingSettingsOf(const nlohmann::json& json, const std::string& where);
/// Of a result only what its measure is about.
nlohmann::json toJson(RankingMeasure measure, const RankingResult& result);
RankingResult rankingResultOf(RankingMeasure measure, const nlohmann::json& json,
                              const std::string& where);

}  // namespace secateur
