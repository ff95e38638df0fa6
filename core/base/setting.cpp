#include "core/base/setting.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace secateur {

namespace {

using nlohmann::json;

bool within(const SettingRange& range, double value) {
    return (range.openLow ? value > range.low : value >= range.low) &&
           (range.openHigh ? value < range.high : value <= range.high) && std::isfinite(value);
}

std::string rangeText(const SettingRange& range) {
    std::string text;
    if (std::isfinite(range.low)) {
        text = fmt::format("{} {:.10g}", range.openLow ? "above" : "at least", range.low);
    }
    if (std::isfinite(range.high)) {
        text += fmt::format("{}{} {:.15g}", text.empty() ? "" : ", ",
                            range.openHigh ? "below" : "at most", range.high);
    }
    return text.empty() ? "a finite number" : text;
}

const char* typeText(SettingKind kind) {
    switch (kind) {
        case SettingKind::Flag:
            return "true or false";
        case SettingKind::Count:
        case SettingKind::Images:
            return "a whole number";
        case SettingKind::Number:
        case SettingKind::Share:
            return "a number";
        case SettingKind::Choice:
        case SettingKind::Text:
            return "a text";
        case SettingKind::Layers:
            return "a list of names";
        case SettingKind::Counts:
            return "a list of whole numbers";
        case SettingKind::Numbers:
            return "a list of numbers";
        case SettingKind::Shares:
            return "a number by name";
        case SettingKind::Ranges:
            break;
    }
    return "a lower and an upper end by layer";
}

bool isPair(const json& value) {
    return value.is_array() && value.size() == 2 && value[0].is_number() && value[1].is_number();
}

bool isListOf(const json& value, bool (json::*is)() const noexcept) {
    return value.is_array() &&
           std::all_of(value.begin(), value.end(), [is](const json& each) { return (each.*is)(); });
}

bool hasType(SettingKind kind, const json& value) {
    switch (kind) {
        case SettingKind::Flag:
            return value.is_boolean();
        case SettingKind::Count:
        case SettingKind::Images:
            return value.is_number_integer();
        case SettingKind::Number:
        case SettingKind::Share:
            return value.is_number();
        case SettingKind::Choice:
        case SettingKind::Text:
            return value.is_string();
        case SettingKind::Layers:
            return isListOf(value, &json::is_string);
        case SettingKind::Counts:
            return isListOf(value, &json::is_number_integer);
        case SettingKind::Numbers:
            return isListOf(value, &json::is_number);
        case SettingKind::Shares:
            return value.is_object() && std::all_of(value.begin(), value.end(),
                                                    [](const json& v) { return v.is_number(); });
        case SettingKind::Ranges:
            break;
    }
    return value.is_object() && std::all_of(value.begin(), value.end(), isPair);
}

}  // namespace

std::string Setting::name() const {
    std::string name = text.label[0] == '\0' ? text.key : text.label;
    std::erase(name, '&');
    return name;
}

std::string Setting::expected() const {
    if (kind != SettingKind::Choice) {
        return rangeText(range);
    }
    std::string names;
    for (const SettingChoice& choice : choices) {
        names += (names.empty() ? "one of " : ", ") + choice.name;
    }
    return names;
}

void Setting::check(const json& value, const std::string& where) const {
    const std::string subject = where.empty() ? name() : where + ": " + text.key;
    if (!hasType(kind, value)) {
        throw Error(ErrorCode::CorruptData, "a setting has a value of another type",
                    {subject, typeText(kind), value.dump()});
    }
    const auto refuse = [&](const std::string& got, const std::string& part = {}) {
        throw Error(ErrorCode::InvalidArgument, "impossible setting",
                    {part.empty() ? subject : subject + ": " + part, expected(), got});
    };
    const auto numberText = [](const json& number) {
        return fmt::format("{:.10g}", number.get<double>());
    };
    if (kind == SettingKind::Choice) {
        const auto named = [&](const SettingChoice& choice) { return value == choice.name; };
        if (std::none_of(choices.begin(), choices.end(), named)) {
            refuse(value.get<std::string>());
        }
    } else if (value.is_number() && !within(range, value.get<double>())) {
        refuse(numberText(value));
    } else if (kind == SettingKind::Counts || kind == SettingKind::Numbers ||
               kind == SettingKind::Shares) {
        for (const auto& [part, number] : value.items()) {
            if (!within(range, number.get<double>())) {
                refuse(numberText(number), kind == SettingKind::Shares ? part : "");
            }
        }
    }
}

}  // namespace secateur
