#include "core/study/quant_error_store.h"

#include "core/study/rows.h"
#include "core/study/study.h"

namespace secateur {

namespace {

std::vector<LayerNoise> readNoises(Study& study, SQLite::Database& database, int64_t run) {
    std::vector<LayerNoise> noises;
    Rows row(study, database, {"quant_error_noise"},
             "SELECT rowid, layer, kind, weight_sqnr, activation_sqnr FROM quant_error_noise "
             "WHERE run = ? ORDER BY position");
    row.with(run);
    while (row.next()) {
        noises.push_back({row.text(), row.text(), row.optionalNumber(), row.number()});
    }
    return noises;
}

}  // namespace

int64_t openQuantErrorRun(Study& study, int64_t variant, int64_t images, const std::string& recipe,
                          const std::vector<LayerNoise>& noises) {
    int64_t id = 0;
    study.transact([&](SQLite::Database& database) {
        execute(database,
                "INSERT INTO quant_error_run (variant, image_list, recipe) VALUES (?,?,?) "
                "ON CONFLICT DO NOTHING",
                variant, images, recipe);
        Rows row(study, database, {"quant_error_run"},
                 "SELECT id, id FROM quant_error_run WHERE variant = ? AND image_list = ? AND "
                 "recipe = ?");
        row.with(variant, images, recipe).require();
        id = row.id();
        int64_t position = 0;
        for (const LayerNoise& noise : noises) {
            execute(database,
                    "INSERT INTO quant_error_noise VALUES (?,?,?,?,?,?) ON CONFLICT DO UPDATE SET "
                    "layer = excluded.layer, kind = excluded.kind, "
                    "weight_sqnr = excluded.weight_sqnr, "
                    "activation_sqnr = excluded.activation_sqnr",
                    id, position++, noise.layer, noise.kind, noise.weightSqnrDb,
                    noise.activationSqnrDb);
        }
    });
    return id;
}

std::vector<QuantErrorPoint> quantErrorPoints(Study& study, int64_t run) {
    std::vector<QuantErrorPoint> points;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"quant_error_point"},
                 "SELECT rowid, layer, mode, count, correct, lost, gained FROM quant_error_point "
                 "WHERE run = ? ORDER BY rowid");
        row.with(run);
        while (row.next()) {
            QuantErrorPoint point{row.text(), row.named<QuantErrorMode>(), row.integer(1)};
            point.correct = row.integer(0, point.count);
            point.lost = row.integer(0, point.count - point.correct);
            point.gained = row.integer(0, point.correct);
            points.push_back(std::move(point));
        }
    });
    return points;
}

void addQuantErrorPoint(Study& study, int64_t run, const QuantErrorPoint& point) {
    study.transact([&](SQLite::Database& database) {
        execute(database,
                "INSERT INTO quant_error_point VALUES (?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET "
                "count = excluded.count, correct = excluded.correct, lost = excluded.lost, "
                "gained = excluded.gained",
                run, point.layer, enumName(point.mode), point.count, point.correct, point.lost,
                point.gained);
    });
}

QuantErrors storedQuantErrors(Study& study, int64_t variant) {
    QuantErrors errors;
    int64_t run = 0;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"quant_error_run"},
                 "SELECT id, id FROM quant_error_run WHERE variant = ? ORDER BY id DESC LIMIT 1");
        if (row.with(variant).next()) {
            run = row.id();
            errors.noises = readNoises(study, database, run);
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
