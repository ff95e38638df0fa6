#include "core/study/measurements.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/data/digest.h"
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

std::vector<SensitivityPoint> readPoints(SQLite::Database& database, int64_t sweep) {
    SQLite::Statement query(
        database,
        "SELECT layer, ratio, correct, count, lost, gained, pruned_weights FROM sweep_point "
        "WHERE sweep = ? ORDER BY rowid");
    query.bind(1, sweep);
    std::vector<SensitivityPoint> points;
    while (query.executeStep()) {
        points.push_back({query.getColumn(0).getString(), query.getColumn(1).getDouble(),
                          query.getColumn(2).getInt64(), query.getColumn(3).getInt64(),
                          query.getColumn(4).getInt64(), query.getColumn(5).getInt64(),
                          query.getColumn(6).getInt64()});
    }
    return points;
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

int64_t openSweep(Study& study, int64_t variant, int64_t images, const std::string& scope) {
    int64_t id = 0;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(
            database, "INSERT OR IGNORE INTO sweep (variant, image_list, scope) VALUES (?,?,?)");
        SQLite::Statement query(
            database, "SELECT id FROM sweep WHERE variant = ? AND image_list = ? AND scope = ?");
        for (SQLite::Statement* statement : {&insert, &query}) {
            statement->bind(1, variant);
            statement->bind(2, images);
            statement->bind(3, scope);
        }
        insert.exec();
        query.executeStep();
        id = query.getColumn(0).getInt64();
    });
    return id;
}

void addSweepPoint(Study& study, int64_t sweep, const SensitivityPoint& point) {
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(database,
                                 "INSERT OR REPLACE INTO sweep_point VALUES (?,?,?,?,?,?,?,?)");
        insert.bind(1, sweep);
        insert.bind(2, point.layer);
        insert.bind(3, point.ratio);
        insert.bind(4, point.correct);
        insert.bind(5, point.count);
        insert.bind(6, point.lost);
        insert.bind(7, point.gained);
        insert.bind(8, point.prunedWeights);
        insert.exec();
    });
}

std::vector<SensitivityPoint> sweepPoints(Study& study, int64_t sweep) {
    std::vector<SensitivityPoint> points;
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
                                "SELECT id, variant, image_list, scope FROM sweep ORDER BY id");
        while (query.executeStep()) {
            const int64_t id = query.getColumn(0).getInt64();
            sweeps.push_back({id, query.getColumn(1).getInt64(), query.getColumn(2).getInt64(),
                              query.getColumn(3).getString(), readPoints(database, id)});
        }
    });
    return sweeps;
}

}  // namespace secateur
