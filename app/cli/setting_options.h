#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "core/base/setting.h"

namespace secateur::cli {

/// What was given on the command line for settings, checked, by their keys.
using GivenSettings = std::map<std::string, nlohmann::json>;

/// The option of one setting; `shown`: its default, for --help. `given` must outlive the parsing.
void addSettingOption(CLI::App& command, const Setting& setting, const nlohmann::json& shown,
                      GivenSettings& given);

/// Those of the settings with these keys, or of all that have a flag.
template <class Options>
void addSettingOptions(CLI::App& command, const SettingsOf<Options>& settings,
                       const Options& defaults, GivenSettings& given,
                       const std::set<std::string>& keys = {}) {
    for (const SettingOf<Options>& setting : settings) {
        if (!setting.text.flag.empty() && (keys.empty() || keys.contains(setting.text.key))) {
            addSettingOption(command, setting, setting.get(defaults), given);
        }
    }
}

/// `options` with what was given in place of their own.
template <class Options>
Options withGiven(Options options, const SettingsOf<Options>& settings,
                  const GivenSettings& given) {
    for (const auto& [key, value] : given) {
        settings.at(key).put(options, value);
    }
    return options;
}

}  // namespace secateur::cli
