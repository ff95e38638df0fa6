#include "core/study/parity_store.h"

#include "core/analysis/parity_json.h"
#include "core/study/rows.h"
#include "core/study/study.h"

namespace secateur {

namespace {

std::vector<StoredParity> readParity(Study& study, const std::string& which, int64_t variant) {
    std::vector<StoredParity> found;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"parity"}, "SELECT id, variant, report FROM parity " + which);
        if (variant != 0) {
            row.with(variant);
        }
        while (row.next()) {
            const int64_t id = row.id();
            found.push_back({id, row.parsed([&] { return parityFromJson(row.json()); })});
        }
    });
    return found;
}

}  // namespace

void storeParity(Study& study, int64_t variant, int64_t images, const ParityReport& report) {
    study.transact([&](SQLite::Database& database) {
        // Made anew, not updated: the newest has the largest id.
        execute(database,
                "DELETE FROM parity WHERE variant = ? AND image_list = ? AND engine = ? AND "
                "instruction_set = ?",
                variant, images, report.engine, report.instructionSet);
        execute(database,
                "INSERT INTO parity (variant, image_list, engine, instruction_set, report) "
                "VALUES (?,?,?,?,?)",
                variant, images, report.engine, report.instructionSet, parityToJson(report).dump());
    });
}

std::vector<StoredParity> listParity(Study& study) {
    return readParity(study, "ORDER BY id", 0);
}

std::optional<ParityReport> findParity(Study& study, int64_t variant) {
    const auto newest = readParity(study, "WHERE variant = ? ORDER BY id DESC LIMIT 1", variant);
    return newest.empty() ? std::nullopt : std::optional(newest.front().report);
}

}  // namespace secateur
