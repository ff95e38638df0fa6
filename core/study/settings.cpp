#include "core/study/settings.h"

#include "core/base/json_text.h"
#include "core/data/image_folder.h"
#include "core/study/measurements.h"
#include "core/study/rows.h"
#include "core/study/study.h"

namespace secateur {

namespace {

/// "data.resize": an option's place among the settings.
std::string placeOf(const Setting& option) {
    return "data." + option.text.key;
}

void putSetting(SQLite::Database& database, const std::string& name, const std::string& value) {
    execute(database,
            "INSERT INTO setting (name, value) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> "
            "excluded.value",
            name, value);
}

}  // namespace

std::map<std::string, std::string> listSettings(Study& study) {
    std::map<std::string, std::string> settings;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"setting"}, "SELECT rowid, name, value FROM setting");
        while (row.next()) {
            std::string name = row.text();
            settings.emplace(std::move(name), row.path());
        }
    });
    return settings;
}

void setSetting(Study& study, const std::string& name, const std::string& value) {
    study.transact([&](SQLite::Database& database) { putSetting(database, name, value); });
}

void removeSetting(Study& study, const std::string& name) {
    study.transact([&](SQLite::Database& database) {
        execute(database, "DELETE FROM setting WHERE name = ?", name);
    });
}

std::optional<KeptImages> keptImages(Study& study) {
    const std::map<std::string, std::string> settings = listSettings(study);
    const auto location = settings.find(setting::kDataLocation);
    if (location == settings.end()) {  // older programs kept them in the window only
        const std::vector<StoredData> measured = listData(study);
        return measured.empty() ? std::nullopt
                                : std::optional(KeptImages{measured.back().location});
    }
    KeptImages images{location->second};
    for (const auto& option : imageFolderSettings()) {
        const auto kept = settings.find(placeOf(option));
        if (kept != settings.end()) {
            const bool isText =
                option.kind == SettingKind::Text || option.kind == SettingKind::Choice;
            const auto value =
                !isText ? parseJson(kept->second, study.label()) : nlohmann::json(kept->second);
            option.check(value, study.label());
            option.put(images.options, value);
        }
    }
    return images;
}

void keepImages(Study& study, const KeptImages& images) {
    study.transact([&](SQLite::Database& database) { keepImages(database, images); });
}

void keepImages(SQLite::Database& database, const KeptImages& images) {
    putSetting(database, setting::kDataLocation, images.location);
    for (const auto& option : imageFolderSettings()) {
        const nlohmann::json value = option.get(images.options);
        putSetting(database, placeOf(option),
                   value.is_string() ? value.get<std::string>() : value.dump());
    }
}

}  // namespace secateur
