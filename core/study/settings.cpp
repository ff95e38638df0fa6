#include "core/study/settings.h"

#include "core/study/rows.h"
#include "core/study/study.h"

namespace secateur {

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
    study.transact([&](SQLite::Database& database) {
        execute(database,
                "INSERT INTO setting (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                name, value);
    });
}

}  // namespace secateur
