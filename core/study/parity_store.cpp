#include "core/study/parity_store.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/analysis/parity_json.h"
#include "core/base/error.h"
#include "core/study/study.h"

namespace secateur {

namespace {

/// From the first column.
ParityReport reportOf(SQLite::Statement& row) {
    return parityFromJson(nlohmann::json::parse(row.getColumn(0).getString(), nullptr, false));
}

}  // namespace

void storeParity(Study& study, int64_t variant, int64_t images, const ParityReport& report) {
    const std::string text = parityToJson(report).dump();
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(database,
                                 "INSERT OR REPLACE INTO parity (variant, image_list, engine, "
                                 "instruction_set, report) VALUES (?,?,?,?,?)");
        insert.bind(1, variant);
        insert.bind(2, images);
        insert.bind(3, report.engine);
        insert.bind(4, report.instructionSet);
        insert.bind(5, text);
        insert.exec();
    });
}

std::vector<StoredParity> listParity(Study& study) {
    std::vector<StoredParity> found;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement row(database, "SELECT report, variant FROM parity ORDER BY id");
        while (row.executeStep()) {
            found.push_back({row.getColumn(1).getInt64(), reportOf(row)});
        }
    });
    return found;
}

std::optional<ParityReport> findParity(Study& study, int64_t variant) {
    std::optional<ParityReport> newest;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement row(
            database, "SELECT report FROM parity WHERE variant = ? ORDER BY id DESC LIMIT 1");
        row.bind(1, variant);
        if (row.executeStep()) {
            newest = reportOf(row);
        }
    });
    return newest;
}

}  // namespace secateur
