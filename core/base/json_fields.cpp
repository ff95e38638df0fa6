#include "core/base/json_fields.h"

#include <limits>

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/text.h"

namespace secateur {

using nlohmann::json;

JsonFields::JsonFields(const json& value, std::string where)
    : m_value(value), m_where(std::move(where)) {
    if (!m_value.is_object()) {
        throw Error(ErrorCode::CorruptData, "file is damaged", {m_where, "an object", ""});
    }
}

void JsonFields::corrupt(const std::string& key, const std::string& expected) const {
    constexpr size_t kShown = 40;
    const auto found = m_value.find(key);
    throw Error(ErrorCode::CorruptData, "file is damaged",
                {m_where + ": " + key, expected,
                 found == m_value.end() ? "none" : printable(jsonText(*found).substr(0, kShown))});
}

const json& JsonFields::at(const char* key) const {
    const auto found = m_value.find(key);
    if (found == m_value.end()) {
        corrupt(key, "a value");
    }
    return *found;
}

std::string JsonFields::text(const char* key) const {
    const json& value = at(key);
    if (!value.is_string()) {
        corrupt(key, "a text");
    }
    return value.get<std::string>();
}

bool JsonFields::flag(const char* key) const {
    const json& value = at(key);
    if (!value.is_boolean()) {
        corrupt(key, "true or false");
    }
    return value.get<bool>();
}

int64_t JsonFields::checkedInteger(const json& value, const char* key, int64_t min,
                                   int64_t max) const {
    const bool tooLarge =
        value.is_number_unsigned() &&
        value.get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
    if (!value.is_number_integer() || tooLarge || value.get<int64_t>() < min ||
        value.get<int64_t>() > max) {
        corrupt(key, "a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    }
    return value.get<int64_t>();
}

int64_t JsonFields::integer(const char* key, int64_t min, int64_t max) const {
    return checkedInteger(at(key), key, min, max);
}

double JsonFields::number(const char* key, double min, double max) const {
    const json& value = at(key);
    if (!value.is_number() || !(value.get<double>() >= min && value.get<double>() <= max)) {
        corrupt(key, "a number from " + std::to_string(min) + " to " + std::to_string(max));
    }
    return value.get<double>();
}

std::vector<int64_t> JsonFields::integers(const char* key, int64_t min, int64_t max) const {
    const json& value = at(key);
    if (!value.is_array()) {
        corrupt(key, "a list of numbers");
    }
    std::vector<int64_t> result;
    for (const json& element : value) {
        result.push_back(checkedInteger(element, key, min, max));
    }
    return result;
}

std::array<int64_t, 2> JsonFields::pair(const char* key, int64_t min, int64_t max) const {
    const std::vector<int64_t> values = integers(key, min, max);
    if (values.size() != 2) {
        corrupt(key, "two numbers");
    }
    return {values[0], values[1]};
}

JsonFields JsonFields::child(const char* key) const {
    return JsonFields(at(key), m_where + ", " + key);
}

std::vector<JsonFields> JsonFields::children(const char* key) const {
    const json& value = at(key);
    if (!value.is_array()) {
        corrupt(key, "a list");
    }
    std::vector<JsonFields> result;
    for (size_t i = 0; i < value.size(); ++i) {
        result.emplace_back(value[i], m_where + ", " + key + " " + std::to_string(i));
    }
    return result;
}

}  // namespace secateur
