#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace secateur {

/// The one way in for JSON that may come from anyone. Time and memory stay in proportion to the
/// text: at most 64 levels and a million values, where every reader of this program needs a
/// hundredth of it. `order`, if given, receives the keys of the outermost object as they stand in
/// the text. Errors: CorruptData naming `source`: not JSON, too deep, too many values, a key twice
/// in one object.
nlohmann::json parseJson(std::string_view text, const std::string& source,
                         std::vector<std::string>* order = nullptr);

/// The one way out: strings and keys that are not UTF-8 are written as toUtf8 has them (text.h),
/// where dump() alone would throw. `indent`: as for dump().
std::string jsonText(const nlohmann::json& value, int indent = -1);
std::string jsonText(const nlohmann::ordered_json& value, int indent = -1);

}  // namespace secateur
