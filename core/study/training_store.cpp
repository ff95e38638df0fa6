#include "core/study/training_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/io/model_file.h"
#include "core/io/safetensors.h"
#include "core/study/study.h"
#include "core/train/trainer.h"

namespace secateur {

namespace {

constexpr const char* kKey = "secateur.training";

std::vector<uint8_t> serialized(const TrainState& state) {
    StateDict file;
    file.tensors = {{"parameters", state.parameters}, {"statistics", state.statistics}};
    if (state.momentum.defined()) {
        file.tensors.emplace_back("momentum", state.momentum);
    }
    file.metadata[kKey] = nlohmann::json{
        {"step", state.step},
        {"loss_sum", state.lossSum},
        {"correct", state.correct},
        {"seen", state.seen},
        {"epoch_seconds",
         state.epochSeconds}}.dump();
    return serializeSafetensors(file);
}

TrainState parsed(std::vector<uint8_t> bytes, const std::string& source) {
    const StateDict file = parseSafetensors(std::move(bytes), source);
    try {
        const auto json = nlohmann::json::parse(file.metadata.at(kKey));
        TrainState state;
        state.step = json.at("step");
        state.lossSum = json.at("loss_sum");
        state.correct = json.at("correct");
        state.seen = json.at("seen");
        state.epochSeconds = json.at("epoch_seconds");
        for (const auto& [name, value] : file.tensors) {
            (name == "parameters" ? state.parameters
             : name == "momentum" ? state.momentum
                                  : state.statistics) = value;
        }
        return state;
    } catch (const nlohmann::json::exception& e) {
        throw Error(ErrorCode::CorruptData, "not a saved training", {source, "", e.what()});
    } catch (const std::out_of_range&) {
        throw Error(ErrorCode::CorruptData, "not a saved training",
                    {source, kKey, "no such field"});
    }
}

std::vector<uint8_t> readBlob(Study& study, const char* column, int64_t training) {
    std::vector<uint8_t> bytes;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement query(database,
                                fmt::format("SELECT {} FROM training WHERE id = ?", column));
        query.bind(1, training);
        if (query.executeStep()) {
            const SQLite::Column blob = query.getColumn(0);
            const auto* data = static_cast<const uint8_t*>(blob.getBlob());
            bytes.assign(data, data + blob.getBytes());
        }
    });
    return bytes;
}

void writeBlob(SQLite::Database& database, const char* column, int64_t training,
               const std::vector<uint8_t>& bytes) {
    SQLite::Statement update(database,
                             fmt::format("UPDATE training SET {} = ? WHERE id = ?", column));
    update.bindNoCopy(1, bytes.data(), static_cast<int>(bytes.size()));
    update.bind(2, training);
    update.exec();
}

std::vector<LayerScales> readScales(SQLite::Database& database, int64_t training, int64_t epoch) {
    SQLite::Statement query(database,
                            "SELECT layer, scale, zero_point, weight_scale FROM training_scale "
                            "WHERE training = ? AND epoch = ? ORDER BY position");
    query.bind(1, training);
    query.bind(2, epoch);
    std::vector<LayerScales> scales;
    while (query.executeStep()) {
        scales.push_back({query.getColumn(0).getString(), query.getColumn(1).getDouble(),
                          query.getColumn(2).getInt64(), query.getColumn(3).getDouble()});
    }
    return scales;
}

std::vector<EpochRecord> readEpochs(SQLite::Database& database, int64_t training) {
    SQLite::Statement query(
        database,
        "SELECT epoch, loss, train_accuracy, accuracy, seconds, simulated_accuracy, "
        "observers_frozen, norms_frozen FROM training_epoch WHERE training = ? ORDER BY epoch");
    query.bind(1, training);
    std::vector<EpochRecord> epochs;
    while (query.executeStep()) {
        EpochRecord epoch{query.getColumn(0).getInt64(),  query.getColumn(1).getDouble(),
                          query.getColumn(2).getDouble(), query.getColumn(3).getDouble(),
                          query.getColumn(4).getDouble(), {}};
        if (!query.getColumn(5).isNull()) {
            epoch.quantization = {query.getColumn(5).getDouble(), query.getColumn(6).getInt() != 0,
                                  query.getColumn(7).getInt() != 0,
                                  readScales(database, training, epoch.epoch)};
        }
        epochs.push_back(std::move(epoch));
    }
    return epochs;
}

void writeEpoch(SQLite::Database& database, int64_t training, const EpochRecord& epoch) {
    SQLite::Statement insert(database,
                             "INSERT OR REPLACE INTO training_epoch VALUES (?,?,?,?,?,?,?,?,?)");
    insert.bind(1, training);
    insert.bind(2, epoch.epoch);
    insert.bind(3, epoch.loss);
    insert.bind(4, epoch.trainAccuracy);
    insert.bind(5, epoch.accuracy);
    insert.bind(6, epoch.seconds);
    if (epoch.quantization) {
        insert.bind(7, epoch.quantization->simulatedAccuracy);
        insert.bind(8, epoch.quantization->observersFrozen ? 1 : 0);
        insert.bind(9, epoch.quantization->normsFrozen ? 1 : 0);
    }
    insert.exec();
}

void writeScales(SQLite::Database& database, int64_t training, const EpochRecord& epoch) {
    if (!epoch.quantization) {
        return;
    }
    SQLite::Statement insert(database,
                             "INSERT OR REPLACE INTO training_scale VALUES (?,?,?,?,?,?,?)");
    int64_t position = 0;
    for (const LayerScales& layer : epoch.quantization->scales) {
        insert.bind(1, training);
        insert.bind(2, epoch.epoch);
        insert.bind(3, position++);
        insert.bind(4, layer.layer);
        insert.bind(5, layer.scale);
        insert.bind(6, layer.zeroPoint);
        insert.bind(7, layer.weightScale);
        insert.exec();
        insert.reset();
    }
}

std::optional<int64_t> optionalId(const SQLite::Column& column) {
    return column.isNull() ? std::nullopt : std::optional<int64_t>(column.getInt64());
}

}  // namespace

int64_t openTraining(Study& study, const std::string& kind, const std::string& recipe) {
    int64_t id = 0;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(database,
                                 "INSERT OR IGNORE INTO training (kind, recipe) VALUES (?,?)");
        insert.bind(1, kind);
        insert.bind(2, recipe);
        insert.exec();
        SQLite::Statement query(database, "SELECT id FROM training WHERE recipe = ?");
        query.bind(1, recipe);
        query.executeStep();
        id = query.getColumn(0).getInt64();
    });
    return id;
}

std::optional<TrainState> loadTrainState(Study& study, int64_t training) {
    std::vector<uint8_t> bytes = readBlob(study, "state", training);
    if (bytes.empty()) {
        return std::nullopt;
    }
    TrainState state =
        parsed(std::move(bytes), fmt::format("{}, training {}", study.label(), training));
    study.transact(
        [&](SQLite::Database& database) { state.history = readEpochs(database, training); });
    return state;
}

void saveTrainState(Study& study, int64_t training, const TrainState& state) {
    const std::vector<uint8_t> bytes = serialized(state);
    study.transact([&](SQLite::Database& database) {
        writeBlob(database, "state", training, bytes);
        for (const EpochRecord& epoch : state.history) {
            writeEpoch(database, training, epoch);
            writeScales(database, training, epoch);
        }
    });
}

void saveBestNetwork(Study& study, int64_t training, const Graph& graph) {
    const std::vector<uint8_t> bytes = serializeModel(graph);
    study.transact(
        [&](SQLite::Database& database) { writeBlob(database, "best", training, bytes); });
}

std::optional<Graph> loadBestNetwork(Study& study, int64_t training) {
    std::vector<uint8_t> bytes = readBlob(study, "best", training);
    if (bytes.empty()) {
        return std::nullopt;
    }
    return parseModel(std::move(bytes),
                      fmt::format("{}, training {}, best epoch", study.label(), training));
}

void finishTraining(Study& study, int64_t training, int64_t lastVariant,
                    std::optional<int64_t> bestVariant) {
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement update(database,
                                 "UPDATE training SET state = NULL, best = NULL, last_variant = ?, "
                                 "best_variant = ? WHERE id = ?");
        update.bind(1, lastVariant);
        if (bestVariant) {
            update.bind(2, *bestVariant);
        }
        update.bind(3, training);
        update.exec();
        database.exec("PRAGMA incremental_vacuum");
    });
}

std::vector<StoredTraining> listTrainings(Study& study) {
    std::vector<StoredTraining> trainings;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement row(
            database,
            "SELECT id, kind, recipe, last_variant, best_variant FROM training ORDER BY id");
        while (row.executeStep()) {
            const int64_t id = row.getColumn(0).getInt64();
            trainings.push_back({id, row.getColumn(1).getString(), row.getColumn(2).getString(),
                                 readEpochs(database, id), optionalId(row.getColumn(3)),
                                 optionalId(row.getColumn(4))});
        }
    });
    return trainings;
}

}  // namespace secateur
