#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/say.h"
#include "core/base/table.h"
#include "core/study/speed_store.h"
#include "core/study/variant.h"

namespace secateur {

/// "1650 [1630, 1672]": images a second, the median with the slowest and fastest round.
std::string speedText(const SpeedFigure& figure);
/// How and where the run was measured, as one sentence.
std::string speedNote(const SpeedRun& run, const Say& say = inEnglish);
/// A row a network of the run, for people.
Table speedTable(const SpeedRun& run, const std::vector<Variant>& variants);
/// A list of workers, median, lowest and highest.
nlohmann::ordered_json speedsJson(const std::vector<SpeedFigure>& figures);
nlohmann::ordered_json speedJson(const SpeedRun& run, const std::vector<Variant>& variants);

}  // namespace secateur
