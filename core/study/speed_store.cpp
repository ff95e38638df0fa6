#include "core/study/speed_store.h"

#include <limits>

#include "core/study/rows.h"
#include "core/study/study.h"

namespace secateur {

std::vector<SpeedFigure> SpeedRun::of(int64_t variant) const {
    std::vector<SpeedFigure> found;
    for (const Entry& entry : figures) {
        if (entry.variant == variant) {
            found.push_back(entry.figure);
        }
    }
    return found;
}

SpeedRun addSpeedRun(Study& study, const SpeedRun& run) {
    study.transact([&](SQLite::Database& database) {
        execute(database,
                "INSERT INTO speed_run (processor, images, batch_size, rounds) VALUES (?,?,?,?)",
                run.processor, run.images, run.batchSize, run.rounds);
        const int64_t id = database.getLastInsertRowid();
        for (const SpeedRun::Entry& entry : run.figures) {
            execute(database,
                    "INSERT INTO speed (run, variant, workers, median, lowest, highest) "
                    "VALUES (?,?,?,?,?,?)",
                    id, entry.variant, entry.figure.workers, entry.figure.median,
                    entry.figure.lowest, entry.figure.highest);
        }
    });
    return *latestSpeedRun(study);
}

std::optional<SpeedRun> latestSpeedRun(Study& study) {
    std::optional<SpeedRun> latest;
    study.transact([&](SQLite::Database& database) {
        constexpr int64_t kMany = std::numeric_limits<int>::max();
        Rows row(study, database, {"speed_run"},
                 "SELECT id, id, processor, images, batch_size, rounds, created FROM speed_run "
                 "ORDER BY id DESC LIMIT 1");
        if (!row.next()) {
            return;
        }
        latest = SpeedRun{row.id(),
                          row.text(),
                          row.integer(1),
                          row.integer(1),
                          static_cast<int>(row.integer(1, kMany)),
                          row.text(),
                          {}};
        Rows figure(study, database, {"speed"},
                    "SELECT rowid, variant, workers, lowest, highest, median FROM speed "
                    "WHERE run = ? ORDER BY variant, workers");
        figure.with(latest->id);
        while (figure.next()) {
            SpeedRun::Entry entry;
            entry.variant = figure.id();
            entry.figure.workers = static_cast<int>(figure.integer(1, kMany));
            entry.figure.lowest = figure.finite(std::numeric_limits<double>::min());
            entry.figure.highest = figure.finite(entry.figure.lowest);
            entry.figure.median = figure.number(entry.figure.lowest, entry.figure.highest);
            latest->figures.push_back(entry);
        }
    });
    return latest;
}

}  // namespace secateur
