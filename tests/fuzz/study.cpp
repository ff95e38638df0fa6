// Rows of a study: each line of the input is an INSERT, UPDATE or DELETE on a study in memory; then
// everything in it is read. What SQL itself refuses is passed over.

#include "core/study/study.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <sstream>

#include "core/report/study_check.h"
#include "tests/fuzz/fuzz.h"

namespace {

/// Without parts that could run for ever or ask for any memory by themselves.
bool changesRows(std::string line) {
    std::transform(line.begin(), line.end(), line.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const bool known =
        line.starts_with("INSERT ") || line.starts_with("UPDATE ") || line.starts_with("DELETE ");
    return known && line.find("SELECT") == std::string::npos &&
           line.find("WITH") == std::string::npos && line.find("BLOB(") == std::string::npos;
}

void run(secateur::Study& study, const std::string& line) {
    study.transact([&](SQLite::Database& database) {
        sqlite3_limit(database.getHandle(), SQLITE_LIMIT_LENGTH, 1 << 20);
        SQLite::Statement(database, line).exec();
    });
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace secateur;
    Study study;
    std::istringstream lines(std::string(reinterpret_cast<const char*>(data), size));
    for (std::string line; std::getline(lines, line);) {
        if (changesRows(line)) {
            fuzz::succeedsOrRefuses([&] { run(study, line); });
        }
    }
    return fuzz::succeedsOrRefuses([&] { readEverything(study); });
}
