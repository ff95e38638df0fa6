#include "core/study/settings.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/study/study.h"

namespace secateur {

std::map<std::string, std::string> listSettings(Study& study) {
    std::map<std::string, std::string> settings;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement query(database, "SELECT name, value FROM setting");
        while (query.executeStep()) {
            settings.emplace(query.getColumn(0).getString(), query.getColumn(1).getString());
        }
    });
    return settings;
}

void setSetting(Study& study, const std::string& name, const std::string& value) {
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(database,
                                 "INSERT INTO setting (name, value) VALUES (?, ?) "
                                 "ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        insert.bind(1, name);
        insert.bind(2, value);
        insert.exec();
    });
}

}  // namespace secateur
