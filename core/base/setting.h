#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/enum_names.h"
#include "core/base/error.h"

namespace secateur {

/// Which value a setting has as JSON, and which field of a dialog.
enum class SettingKind {
    Flag,
    Count,   ///< a whole number
    Images,  ///< a number of images; 0: all there are
    Number,
    Share,    ///< a number in [0, 1)
    Choice,   ///< one of Setting::choices, by name
    Layers,   ///< names of layers
    Counts,   ///< a list of whole numbers, each within the range
    Numbers,  ///< a list of numbers, each within the range
    Shares,   ///< a number within the range by name
    Text,
    Ranges,  ///< a lower and an upper end by layer
};

/// The values that a number may have.
struct SettingRange {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool openLow = false;   ///< `low` itself is none of them
    bool openHigh = false;  ///< nor is `high`
    int decimals = 0;       ///< that a field shows
};

struct SettingChoice {
    std::string name;        ///< in recipes and on the command line
    const char* title = "";  ///< in a field; empty: no field offers it
};

/// How a setting is called, wherever it can be set.
struct SettingText {
    std::string key;         ///< in recipes
    std::string flag;        ///< of the command line, as CLI11 takes it; empty: not set there
    const char* label = "";  ///< of its field, with a mnemonic; empty: it has none
    const char* help = "";   ///< sentences for tool tips and --help
};

/// One setting, declared once: recipes, command lines, dialogs and checks follow from it.
struct Setting {
    SettingText text;
    SettingKind kind = SettingKind::Text;
    SettingRange range;
    std::vector<SettingChoice> choices;

    /// The label without its mnemonic, by which errors and fields call it.
    std::string name() const;
    /// "at least 2", "above 0, at most 100", "one of on, off".
    std::string expected() const;
    /// Errors: CorruptData (a value of another type), InvalidArgument (out of range, no such
    /// choice). `where`: what stands before the name.
    void check(const nlohmann::json& value, const std::string& where = {}) const;
};

/// A setting as a member of `Options`. A member is a pointer to it, or a function from options to
/// it (`[](auto& o) -> auto& { return o.part.member; }`).
template <class Options>
struct SettingOf : Setting {
    std::function<nlohmann::json(const Options&)> get;
    std::function<void(Options&, const nlohmann::json&)> put;  ///< of a checked value

    template <class Member>
    static SettingOf plain(SettingText text, SettingKind kind, Member member,
                           SettingRange range = {}) {
        const auto get = [member](const Options& o) {
            return nlohmann::json(std::invoke(member, o));
        };
        const auto put = [member](Options& o, const nlohmann::json& value) {
            auto& target = std::invoke(member, o);
            target = value.get<std::remove_reference_t<decltype(target)>>();
        };
        return {{std::move(text), kind, range, {}}, get, put};
    }
    template <class Member>
    static SettingOf flag(SettingText text, Member member) {
        return plain(std::move(text), SettingKind::Flag, member);
    }
    template <class Member>
    static SettingOf count(SettingText text, Member member, SettingRange range) {
        return plain(std::move(text), SettingKind::Count, member, range);
    }
    template <class Member>
    static SettingOf images(SettingText text, Member member) {
        return plain(std::move(text), SettingKind::Images, member, {.low = 0, .high = 1e12});
    }
    template <class Member>
    static SettingOf number(SettingText text, Member member, SettingRange range) {
        return plain(std::move(text), SettingKind::Number, member, range);
    }
    template <class Member>
    static SettingOf share(SettingText text, Member member) {
        return plain(std::move(text), SettingKind::Share, member,
                     {.low = 0, .high = 1, .openHigh = true, .decimals = 2});
    }
    template <class Member>
    static SettingOf layers(SettingText text, Member member) {
        return plain(std::move(text), SettingKind::Layers, member);
    }
    template <class Member>
    static SettingOf shares(SettingText text, Member member) {
        return plain(std::move(text), SettingKind::Shares, member,
                     {.low = 0, .high = 1, .openHigh = true});
    }
    /// A member that is a fraction, set in hundredths; `range` is of these.
    template <class Member>
    static SettingOf hundredths(SettingText text, Member member, SettingRange range) {
        SettingOf setting{{std::move(text), SettingKind::Number, range, {}}, {}, {}};
        setting.get = [member](const Options& o) {
            return nlohmann::json(100.0 * std::invoke(member, o));
        };
        setting.put = [member](Options& o, const nlohmann::json& value) {
            std::invoke(member, o) = value.get<double>() / 100.0;
        };
        return setting;
    }
    /// Its names are kEnumNames'; `titles` are those of the values that it can have.
    template <class Value>
    static SettingOf choice(SettingText text, Value Options::*member,
                            std::vector<std::pair<Value, const char*>> titles) {
        SettingOf setting{{std::move(text), SettingKind::Choice, {}, {}}, {}, {}};
        for (const auto& [value, title] : titles) {
            setting.choices.push_back({enumName(value), title});
        }
        setting.get = [=](const Options& o) {
            return nlohmann::json(enumName(std::invoke(member, o)));
        };
        setting.put = [=](Options& o, const nlohmann::json& chosen) {
            for (const auto& [value, title] : titles) {
                if (chosen == enumName(value)) {
                    std::invoke(member, o) = value;
                }
            }
        };
        return setting;
    }
};

/// All settings of `Options`, in the order of fields and of `--help`.
template <class Options>
class SettingsOf : public std::vector<SettingOf<Options>> {
 public:
    using std::vector<SettingOf<Options>>::vector;

    /// These and then those.
    SettingsOf with(const SettingsOf& more) const {
        SettingsOf all = *this;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    const SettingOf<Options>* find(const std::string& key) const {
        for (const SettingOf<Options>& setting : *this) {
            if (setting.text.key == key) {
                return &setting;
            }
        }
        return nullptr;
    }
    const SettingOf<Options>& at(const std::string& key) const {
        const SettingOf<Options>* found = find(key);
        if (found == nullptr) {
            throw Error(ErrorCode::Internal, "there is no such setting", {key, "", ""});
        }
        return *found;
    }
    nlohmann::json toJson(const Options& options) const {
        nlohmann::json json = nlohmann::json::object();
        for (const SettingOf<Options>& setting : *this) {
            json[setting.text.key] = setting.get(options);
        }
        return json;
    }
    /// Lays values by key over `options`. Errors: CorruptData (no object, an unknown key, another
    /// type), InvalidArgument (Setting::check); `source` is what they name.
    void read(const nlohmann::json& values, const std::string& source, Options& options) const {
        if (!values.is_object()) {
            throw Error(ErrorCode::CorruptData, "file is damaged", {source, "an object", ""});
        }
        for (const auto& [key, value] : values.items()) {
            const SettingOf<Options>* setting = find(key);
            if (setting == nullptr) {
                throw Error(ErrorCode::CorruptData, "there is no such setting", {source, "", key});
            }
            setting->check(value, source);
            setting->put(options, value);
        }
    }
    /// Error(InvalidArgument) for the first value out of its range.
    void check(const Options& options) const {
        for (const SettingOf<Options>& setting : *this) {
            setting.check(setting.get(options));
        }
    }
};

}  // namespace secateur
