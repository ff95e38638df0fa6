#include "app/cli/setting_options.h"

#include <charconv>

namespace secateur::cli {

namespace {

using nlohmann::json;

template <class Number>
json numberFrom(const std::string& text) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, value);
    if (failure != std::errc() || stop != end) {
        throw Error(ErrorCode::InvalidArgument, "not a number", {"", "", text});
    }
    return value;
}

bool isList(SettingKind kind) {
    return kind == SettingKind::Layers || kind == SettingKind::Counts ||
           kind == SettingKind::Numbers || kind == SettingKind::Shares;
}

/// "name=share".
json shareFrom(const std::string& text) {
    const size_t sign = text.rfind('=');
    if (sign == std::string::npos || sign == 0) {
        throw Error(ErrorCode::InvalidArgument, "no name and share", {"", "NAME=SHARE", text});
    }
    return {{text.substr(0, sign), numberFrom<double>(text.substr(sign + 1))}};
}

/// One value, or what a list or object with this one element is.
json valueFrom(const Setting& setting, const std::string& text) {
    switch (setting.kind) {
        case SettingKind::Count:
        case SettingKind::Images:
            return numberFrom<int64_t>(text);
        case SettingKind::Counts:
            return json::array({numberFrom<int64_t>(text)});
        case SettingKind::Number:
        case SettingKind::Share:
            return numberFrom<double>(text);
        case SettingKind::Numbers:
            return json::array({numberFrom<double>(text)});
        case SettingKind::Shares:
            return shareFrom(text);
        case SettingKind::Layers:
            return json::array({text});
        default:
            return text;
    }
}

/// CLI11's way to be told what is wrong; it names the flag itself.
std::string problemWith(const Setting& setting, const std::string& text) {
    try {
        setting.check(valueFrom(setting, text));
        return {};
    } catch (const Error&) {
        const char* form = setting.kind == SettingKind::Shares ? "NAME=SHARE, the share " : "";
        return "expected " + (form + setting.expected()) + ", got " + text;
    }
}

std::string shownText(const json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string typeName(const Setting& setting) {
    switch (setting.kind) {
        case SettingKind::Choice: {
            std::string names;
            for (const SettingChoice& choice : setting.choices) {
                names += (names.empty() ? "{" : ",") + choice.name;
            }
            return names + "}";
        }
        case SettingKind::Number:
        case SettingKind::Share:
            return "FLOAT";
        case SettingKind::Text:
            return "TEXT";
        case SettingKind::Layers:
            return "NAME,...";
        case SettingKind::Counts:
            return "INT,...";
        case SettingKind::Numbers:
            return "FLOAT,...";
        case SettingKind::Shares:
            return "NAME=SHARE,...";
        default:
            return "INT";
    }
}

}  // namespace

void addSettingOption(CLI::App& command, const Setting& setting, const json& shown,
                      GivenSettings& given) {
    const std::string key = setting.text.key;
    const std::string help =
        setting.text.help + std::string(setting.kind == SettingKind::Images ? " 0: all." : "");
    if (setting.kind == SettingKind::Flag) {
        // Stays empty where it is not given, which CLI11's own binding to a bool does not.
        command.add_flag_function(
            setting.text.flag, [&given, key](int64_t times) { given[key] = times > 0; }, help);
        return;
    }
    const Setting* declared = &setting;  // of a table, which outlives every command
    CLI::Option* option = nullptr;
    if (isList(setting.kind)) {
        option = command
                     .add_option_function<std::vector<std::string>>(
                         setting.text.flag,
                         [&given, key, declared](const std::vector<std::string>& texts) {
                             json all = declared->kind == SettingKind::Shares ? json::object()
                                                                              : json::array();
                             for (const std::string& text : texts) {
                                 const json one = valueFrom(*declared, text);
                                 all.is_object() ? all.update(one) : all.push_back(one.front());
                             }
                             given[key] = all;
                         },
                         help)
                     ->delimiter(',');
    } else {
        option = command.add_option_function<std::string>(
            setting.text.flag,
            [&given, key, declared](const std::string& text) {
                given[key] = valueFrom(*declared, text);
            },
            help);
        if (!(shown.is_string() && shown.get<std::string>().empty())) {
            option->default_str(shownText(shown));
        }
    }
    option->type_name(typeName(setting));
    option->check([declared](const std::string& text) { return problemWith(*declared, text); });
}

}  // namespace secateur::cli
