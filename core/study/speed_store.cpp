#include "core/study/speed_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"
#include "core/study/study.h"

namespace secateur {

namespace {

void insertFigure(SQLite::Database& database, int64_t run, const SpeedRun::Entry& entry) {
    SQLite::Statement insert(database,
                             "INSERT INTO speed (run, variant, workers, median, lowest, highest) "
                             "VALUES (?,?,?,?,?,?)");
    insert.bind(1, run);
    insert.bind(2, entry.variant);
    insert.bind(3, entry.figure.workers);
    insert.bind(4, entry.figure.median);
    insert.bind(5, entry.figure.lowest);
    insert.bind(6, entry.figure.highest);
    insert.exec();
}

SpeedRun::Entry readFigure(SQLite::Statement& row, const std::string& label) {
    const SpeedFigure figure{row.getColumn(1).getInt(), row.getColumn(2).getDouble(),
                             row.getColumn(3).getDouble(), row.getColumn(4).getDouble()};
    const bool possible = figure.workers > 0 && figure.lowest > 0 &&
                          figure.lowest <= figure.median && figure.median <= figure.highest &&
                          std::isfinite(figure.highest);
    if (!possible) {
        throw Error(ErrorCode::CorruptData, "a speed of the study is damaged",
                    {label + ", table speed", "0 < lowest <= median <= highest",
                     fmt::format("{}, {}, {} with {} workers", figure.lowest, figure.median,
                                 figure.highest, figure.workers)});
    }
    return {row.getColumn(0).getInt64(), figure};
}

}  // namespace

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
        SQLite::Statement insert(
            database,
            "INSERT INTO speed_run (processor, images, batch_size, rounds) VALUES (?,?,?,?)");
        insert.bind(1, run.processor);
        insert.bind(2, run.images);
        insert.bind(3, run.batchSize);
        insert.bind(4, run.rounds);
        insert.exec();
        const int64_t id = database.getLastInsertRowid();
        for (const SpeedRun::Entry& entry : run.figures) {
            insertFigure(database, id, entry);
        }
    });
    return *latestSpeedRun(study);
}

std::optional<SpeedRun> latestSpeedRun(Study& study) {
    std::optional<SpeedRun> latest;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement row(database,
                              "SELECT id, processor, images, batch_size, rounds, created "
                              "FROM speed_run ORDER BY id DESC LIMIT 1");
        if (!row.executeStep()) {
            return;
        }
        latest = SpeedRun{row.getColumn(0).getInt64(),
                          row.getColumn(1).getString(),
                          row.getColumn(2).getInt64(),
                          row.getColumn(3).getInt64(),
                          row.getColumn(4).getInt(),
                          row.getColumn(5).getString(),
                          {}};
        SQLite::Statement figure(database,
                                 "SELECT variant, workers, median, lowest, highest FROM speed "
                                 "WHERE run = ? ORDER BY variant, workers");
        figure.bind(1, latest->id);
        while (figure.executeStep()) {
            latest->figures.push_back(readFigure(figure, study.label()));
        }
    });
    return latest;
}

}  // namespace secateur
