#include "core/study/quant_error_store.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/study/study.h"

namespace secateur {

namespace {

void writeNoises(SQLite::Database& database, int64_t run, const std::vector<LayerNoise>& noises) {
    SQLite::Statement insert(database,
                             "INSERT OR REPLACE INTO quant_error_noise VALUES (?,?,?,?,?,?)");
    for (size_t i = 0; i < noises.size(); ++i) {
        insert.bind(1, run);
        insert.bind(2, static_cast<int64_t>(i));
        insert.bind(3, noises[i].layer);
        insert.bind(4, noises[i].kind);
        if (noises[i].weightSqnrDb) {
            insert.bind(5, *noises[i].weightSqnrDb);
        } else {
            insert.bind(5);
        }
        insert.bind(6, noises[i].activationSqnrDb);
        insert.exec();
        insert.reset();
    }
}

std::vector<LayerNoise> readNoises(SQLite::Database& database, int64_t run) {
    std::vector<LayerNoise> noises;
    SQLite::Statement row(database,
                          "SELECT layer, kind, weight_sqnr, activation_sqnr FROM quant_error_noise "
                          "WHERE run = ? ORDER BY position");
    row.bind(1, run);
    while (row.executeStep()) {
        LayerNoise noise{row.getColumn(0).getString(), row.getColumn(1).getString(), std::nullopt,
                         row.getColumn(3).getDouble()};
        if (!row.getColumn(2).isNull()) {
            noise.weightSqnrDb = row.getColumn(2).getDouble();
        }
        noises.push_back(std::move(noise));
    }
    return noises;
}

}  // namespace

int64_t openQuantErrorRun(Study& study, int64_t variant, int64_t images, const std::string& recipe,
                          const std::vector<LayerNoise>& noises) {
    int64_t id = 0;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(database,
                                 "INSERT OR IGNORE INTO quant_error_run (variant, image_list, "
                                 "recipe) VALUES (?,?,?)");
        SQLite::Statement query(database,
                                "SELECT id FROM quant_error_run WHERE variant = ? AND image_list = "
                                "? AND recipe = ?");
        for (SQLite::Statement* statement : {&insert, &query}) {
            statement->bind(1, variant);
            statement->bind(2, images);
            statement->bind(3, recipe);
        }
        insert.exec();
        query.executeStep();
        id = query.getColumn(0).getInt64();
        writeNoises(database, id, noises);
    });
    return id;
}

std::vector<QuantErrorPoint> quantErrorPoints(Study& study, int64_t run) {
    std::vector<QuantErrorPoint> points;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement row(database,
                              "SELECT layer, mode, count, correct, lost, gained FROM "
                              "quant_error_point WHERE run = ? ORDER BY rowid");
        row.bind(1, run);
        while (row.executeStep()) {
            points.push_back({row.getColumn(0).getString(),
                              quantErrorModeFromName(row.getColumn(1).getString()),
                              row.getColumn(2).getInt64(), row.getColumn(3).getInt64(),
                              row.getColumn(4).getInt64(), row.getColumn(5).getInt64()});
        }
    });
    return points;
}

void addQuantErrorPoint(Study& study, int64_t run, const QuantErrorPoint& point) {
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(database,
                                 "INSERT OR REPLACE INTO quant_error_point VALUES (?,?,?,?,?,?,?)");
        insert.bind(1, run);
        insert.bind(2, point.layer);
        insert.bind(3, std::string(quantErrorModeName(point.mode)));
        insert.bind(4, point.count);
        insert.bind(5, point.correct);
        insert.bind(6, point.lost);
        insert.bind(7, point.gained);
        insert.exec();
    });
}

QuantErrors storedQuantErrors(Study& study, int64_t variant) {
    QuantErrors errors;
    int64_t run = 0;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement row(database,
                              "SELECT id FROM quant_error_run WHERE variant = ? ORDER BY id DESC "
                              "LIMIT 1");
        row.bind(1, variant);
        if (row.executeStep()) {
            run = row.getColumn(0).getInt64();
            errors.noises = readNoises(database, run);
        }
    });
    errors.points = quantErrorPoints(study, run);
    errors.knownBefore = static_cast<int64_t>(errors.points.size());
    if (!errors.points.empty()) {
        const QuantErrorPoint& first = errors.points.front();
        errors.count = first.count;
        errors.baselineCorrect = first.correct + first.lost - first.gained;
    }
    return errors;
}

}  // namespace secateur
