#include "core/study/measurements.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "core/analysis/given_masks.h"
#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/study/study.h"

namespace secateur {

namespace {

template <class T>
void bindNumbers(SQLite::Statement& statement, int index, const std::vector<T>& values) {
    statement.bind(index, static_cast<const void*>(values.data()),
                   static_cast<int>(values.size() * sizeof(T)));
}

template <class T>
std::vector<T> readNumbers(const SQLite::Column& column) {
    std::vector<T> values(static_cast<size_t>(column.getBytes()) / sizeof(T));
    if (!values.empty()) {
        std::memcpy(values.data(), column.getBlob(), values.size() * sizeof(T));
    }
    return values;
}

int64_t dataSetId(SQLite::Database& database, const ImageData& data) {
    SQLite::Statement insert(
        database,
        "INSERT OR IGNORE INTO data_set (kind, name, location, digest, channels, height, width, "
        "train_images, test_images, class_names) VALUES (?,?,?,?,?,?,?,?,?,?)");
    insert.bind(1, std::string(datasetKindName(data.kind)));
    insert.bind(2, data.name);
    insert.bind(3, data.location);
    insert.bind(4, data.digest);
    insert.bind(5, data.test->channels());
    insert.bind(6, data.test->height());
    insert.bind(7, data.test->width());
    insert.bind(8, data.train ? data.train->size() : 0);
    insert.bind(9, data.test->size());
    insert.bind(10, nlohmann::json(data.classNames).dump());
    insert.exec();
    SQLite::Statement query(database, "SELECT id FROM data_set WHERE digest = ?");
    query.bind(1, data.digest);
    query.executeStep();
    return query.getColumn(0).getInt64();
}

StoredEvaluation readEvaluation(SQLite::Statement& row) {
    StoredEvaluation e;
    e.variant = row.getColumn(0).getInt64();
    e.images = row.getColumn(1).getInt64();
    e.processor = row.getColumn(2).getString();
    e.workers = row.getColumn(3).getInt();
    e.created = row.getColumn(4).getString();
    e.result.correct = row.getColumn(5).getInt64();
    e.result.seconds = row.getColumn(6).getDouble();
    e.result.predictions = readNumbers<int32_t>(row.getColumn(7));
    e.result.labels = readNumbers<int32_t>(row.getColumn(8));
    return e;
}

constexpr const char* kSelectEvaluation =
    "SELECT variant, image_list, processor, workers, evaluation.created, correct, seconds, "
    "predictions, labels FROM evaluation JOIN image_list ON image_list.id = image_list ";

std::vector<AdaptivePoint> readPoints(SQLite::Database& database, int64_t sweep) {
    SQLite::Statement query(
        database,
        "SELECT layer, ratio, correct, count, lost, gained, pruned_weights, weights, unchanged, "
        "settled, bound_drop, bound_low, bound_high, flips, kind FROM sweep_point JOIN sweep ON "
        "sweep.id = sweep WHERE sweep = ? ORDER BY sweep_point.rowid");
    query.bind(1, sweep);
    std::vector<AdaptivePoint> points;
    while (query.executeStep()) {
        AdaptivePoint found;
        SensitivityPoint& point = found.point;
        point.layer = query.getColumn(0).getString();
        point.ratio = query.getColumn(1).getDouble();
        point.correct = query.getColumn(2).getInt64();
        point.count = query.getColumn(3).getInt64();
        point.lost = query.getColumn(4).getInt64();
        point.gained = query.getColumn(5).getInt64();
        point.prunedWeights = query.getColumn(6).getInt64();
        point.weights = query.getColumn(7).getInt64();
        point.unchanged = query.getColumn(8).getInt() != 0;
        point.settled = query.getColumn(9).getInt() != 0;
        if (!query.isColumnNull(10)) {
            point.bounds =
                PairedDrop{query.getColumn(10).getDouble(), query.getColumn(11).getDouble(),
                           query.getColumn(12).getDouble()};
        }
        found.flips = readNumbers<int32_t>(query.getColumn(13));
        point.kind = perturbationFromName(query.getColumn(14).getString());
        points.push_back(std::move(found));
    }
    return points;
}

std::vector<SensitivityPoint> withoutFlips(const std::vector<AdaptivePoint>& points) {
    std::vector<SensitivityPoint> plain;
    plain.reserve(points.size());
    for (const AdaptivePoint& point : points) {
        plain.push_back(point.point);
    }
    return plain;
}

void writePoint(SQLite::Database& database, int64_t sweep, const AdaptivePoint& adaptive) {
    const SensitivityPoint& point = adaptive.point;
    SQLite::Statement insert(
        database,
        "INSERT INTO sweep_point (sweep, layer, ratio, correct, count, lost, gained, "
        "pruned_weights, weights, unchanged, settled, bound_drop, bound_low, bound_high, flips) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (sweep, layer, ratio) DO UPDATE SET "
        "correct = excluded.correct, count = excluded.count, lost = excluded.lost, "
        "gained = excluded.gained, pruned_weights = excluded.pruned_weights, "
        "weights = excluded.weights, unchanged = excluded.unchanged, settled = excluded.settled, "
        "bound_drop = excluded.bound_drop, bound_low = excluded.bound_low, "
        "bound_high = excluded.bound_high, flips = excluded.flips");
    insert.bind(1, sweep);
    insert.bind(2, point.layer);
    insert.bind(3, point.ratio);
    insert.bind(4, point.correct);
    insert.bind(5, point.count);
    insert.bind(6, point.lost);
    insert.bind(7, point.gained);
    insert.bind(8, point.prunedWeights);
    insert.bind(9, point.weights);
    insert.bind(10, point.unchanged ? 1 : 0);
    insert.bind(11, point.settled ? 1 : 0);
    if (point.bounds) {
        insert.bind(12, point.bounds->drop);
        insert.bind(13, point.bounds->low);
        insert.bind(14, point.bounds->high);
    }
    bindNumbers(insert, 15, adaptive.flips);
    insert.exec();
}

}  // namespace

const Dataset& ImageList::dataset(const ImageData& data) const {
    if (split == "test") {
        return *data.test;
    }
    if (!data.train) {
        throw Error(ErrorCode::NotFound, "the data set has no train split",
                    {data.location, "", ""});
    }
    return *data.train;
}

std::string imageListDigest(const ImageData& data, const ImageList& images) {
    Digest digest;
    digest.addText(data.digest);
    digest.addText(images.split == "test" ? "test" : "train");
    for (const int64_t index : images.indices) {
        digest.addNumber(index);
    }
    return digest.hex();
}

int64_t recordImages(Study& study, const ImageData& data, const ImageList& images) {
    const std::string digest = imageListDigest(data, images);
    const Dataset& dataset = images.dataset(data);
    std::vector<int32_t> labels;
    labels.reserve(images.indices.size());
    for (const int64_t index : images.indices) {
        labels.push_back(static_cast<int32_t>(dataset.label(index)));
    }
    int64_t id = 0;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(
            database,
            "INSERT OR IGNORE INTO image_list (data_set, split, digest, count, indices, labels) "
            "VALUES (?,?,?,?,?,?)");
        insert.bind(1, dataSetId(database, data));
        insert.bind(2, images.split);
        insert.bind(3, digest);
        insert.bind(4, static_cast<int64_t>(images.indices.size()));
        bindNumbers(insert, 5, images.indices);
        bindNumbers(insert, 6, labels);
        insert.exec();
        SQLite::Statement query(database, "SELECT id FROM image_list WHERE digest = ?");
        query.bind(1, digest);
        query.executeStep();
        id = query.getColumn(0).getInt64();
    });
    return id;
}

std::optional<StoredEvaluation> findEvaluation(Study& study, int64_t variant, int64_t images,
                                               const std::string& processor, int workers) {
    std::optional<StoredEvaluation> found;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement query(
            database, std::string(kSelectEvaluation) +
                          "WHERE variant = ? AND image_list = ? AND processor = ? AND workers = ?");
        query.bind(1, variant);
        query.bind(2, images);
        query.bind(3, processor);
        query.bind(4, workers);
        if (query.executeStep()) {
            found = readEvaluation(query);
        }
    });
    return found;
}

void addEvaluation(Study& study, const StoredEvaluation& evaluation) {
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(
            database,
            "INSERT OR REPLACE INTO evaluation (variant, image_list, processor, workers, correct, "
            "seconds, predictions) VALUES (?,?,?,?,?,?,?)");
        insert.bind(1, evaluation.variant);
        insert.bind(2, evaluation.images);
        insert.bind(3, evaluation.processor);
        insert.bind(4, evaluation.workers);
        insert.bind(5, evaluation.result.correct);
        insert.bind(6, evaluation.result.seconds);
        bindNumbers(insert, 7, evaluation.result.predictions);
        insert.exec();
    });
}

namespace {

/// What the sweep ranks by, if its kind ranks at all.
const char* criterionOf(const SweepOptions& options) {
    if (options.masks) {
        return "given";
    }
    return options.kind == PerturbationKind::Channels
               ? channelCriterionName(options.channelCriterion)
               : criterionName(options.criterion);
}

}  // namespace

std::string sweepScope(const SweepOptions& options) {
    std::string scope;
    for (const std::string& layer : options.layers) {
        scope += (scope.empty() ? "" : ",") + layer;
    }
    const SweepOptions plain;
    const bool pruning = options.kind == PerturbationKind::Prune;
    if (options.kind == plain.kind && options.criterion == plain.criterion &&
        options.grouping == plain.grouping && !options.adaptive.on && !options.masks) {
        return scope;
    }
    nlohmann::json all = {{"kind", perturbationName(options.kind)},
                          {"grouping", groupingName(options.grouping)},
                          {"layers", scope}};
    if (pruning || options.kind == PerturbationKind::Channels) {
        all["criterion"] = criterionOf(options);
    }
    if (options.masks) {
        all["masks"] = options.masks->digest;
    }
    if (pruning && !options.masks && options.criterion == PruneCriterion::Random) {
        all["seed"] = options.seed;
    }
    if (options.adaptive.on) {
        all["adaptive"] = {options.adaptive.tolerance, options.adaptive.width,
                           options.adaptive.confidence, options.adaptive.seed,
                           options.adaptive.firstRound};
        all["points"] = {options.masks ? std::vector<double>() : options.ratios, options.perLayer,
                         options.global};
    }
    return all.dump();
}

int64_t openSweep(Study& study, int64_t variant, int64_t images, const SweepOptions& options) {
    int64_t id = 0;
    const std::string scope = sweepScope(options);
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(database,
                                 "INSERT OR IGNORE INTO sweep (variant, image_list, scope, kind, "
                                 "criterion, grouping, adaptive) VALUES (?,?,?,?,?,?,?)");
        SQLite::Statement query(
            database, "SELECT id FROM sweep WHERE variant = ? AND image_list = ? AND scope = ?");
        for (SQLite::Statement* statement : {&insert, &query}) {
            statement->bind(1, variant);
            statement->bind(2, images);
            statement->bind(3, scope);
        }
        insert.bind(4, perturbationName(options.kind));
        insert.bind(5, criterionOf(options));
        insert.bind(6, groupingName(options.grouping));
        insert.bind(7, options.adaptive.on ? 1 : 0);
        insert.exec();
        query.executeStep();
        id = query.getColumn(0).getInt64();
    });
    return id;
}

void addSweepPoint(Study& study, int64_t sweep, const SensitivityPoint& point) {
    addSweepPoints(study, sweep, {{point, {}}});
}

void addSweepPoints(Study& study, int64_t sweep, const std::vector<AdaptivePoint>& points) {
    study.transact([&](SQLite::Database& database) {
        for (const AdaptivePoint& point : points) {
            writePoint(database, sweep, point);
        }
    });
}

std::vector<SensitivityPoint> sweepPoints(Study& study, int64_t sweep) {
    return withoutFlips(adaptivePoints(study, sweep));
}

std::vector<AdaptivePoint> adaptivePoints(Study& study, int64_t sweep) {
    std::vector<AdaptivePoint> points;
    study.transact([&](SQLite::Database& database) { points = readPoints(database, sweep); });
    return points;
}

std::vector<StoredData> listData(Study& study) {
    std::vector<StoredData> sets;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement row(database,
                              "SELECT id, kind, name, location, digest, train_images, test_images, "
                              "class_names FROM data_set ORDER BY id");
        while (row.executeStep()) {
            sets.push_back({row.getColumn(0).getInt64(), row.getColumn(1).getString(),
                            row.getColumn(2).getString(), row.getColumn(3).getString(),
                            row.getColumn(4).getString(), row.getColumn(5).getInt64(),
                            row.getColumn(6).getInt64(),
                            nlohmann::json::parse(row.getColumn(7).getString())
                                .get<std::vector<std::string>>()});
        }
    });
    return sets;
}

std::vector<StoredImages> listImages(Study& study) {
    std::vector<StoredImages> lists;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement row(
            database,
            "SELECT id, data_set, split, digest, count, indices FROM image_list ORDER BY id");
        while (row.executeStep()) {
            lists.push_back({row.getColumn(0).getInt64(), row.getColumn(1).getInt64(),
                             row.getColumn(2).getString(), row.getColumn(3).getString(),
                             row.getColumn(4).getInt64(), readNumbers<int64_t>(row.getColumn(5))});
        }
    });
    return lists;
}

std::vector<StoredEvaluation> listEvaluations(Study& study) {
    std::vector<StoredEvaluation> evaluations;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement query(database,
                                std::string(kSelectEvaluation) + "ORDER BY image_list, variant");
        while (query.executeStep()) {
            evaluations.push_back(readEvaluation(query));
        }
    });
    return evaluations;
}

std::vector<StoredSweep> listSweeps(Study& study) {
    std::vector<StoredSweep> sweeps;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement query(database,
                                "SELECT id, variant, image_list, scope, kind, criterion, grouping, "
                                "adaptive FROM sweep ORDER BY id");
        while (query.executeStep()) {
            const int64_t id = query.getColumn(0).getInt64();
            sweeps.push_back({id, query.getColumn(1).getInt64(), query.getColumn(2).getInt64(),
                              query.getColumn(3).getString(),
                              perturbationFromName(query.getColumn(4).getString()),
                              query.getColumn(5).getString(), query.getColumn(6).getString(),
                              query.getColumn(7).getInt() != 0,
                              withoutFlips(readPoints(database, id))});
        }
    });
    return sweeps;
}

}  // namespace secateur
