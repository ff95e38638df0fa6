#include "core/study/training_store.h"

#include <fmt/format.h>

#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/base/json_text.h"
#include "core/graph/graph.h"
#include "core/io/model_file.h"
#include "core/io/safetensors.h"
#include "core/study/rows.h"
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

/// What belongs to the network and the plan is looked at by trainNetwork.
TrainState parsed(std::vector<uint8_t> bytes) {
    const StateDict file = parseSafetensors(std::move(bytes), kKey);
    const auto text = file.metadata.find(kKey);
    if (text == file.metadata.end()) {
        throw Error(ErrorCode::CorruptData, "not a saved training", {"", kKey, "no such field"});
    }
    constexpr int64_t kMany = std::numeric_limits<int64_t>::max();
    constexpr double kHuge = std::numeric_limits<double>::max();
    const nlohmann::json json = parseJson(text->second, kKey);
    const JsonFields fields(json, kKey);
    TrainState state;
    state.step = fields.integer("step", 0, kMany);
    state.lossSum = fields.number("loss_sum", 0.0, kHuge);
    state.correct = fields.integer("correct", 0, kMany);
    state.seen = fields.integer("seen", state.correct, kMany);
    state.epochSeconds = fields.number("epoch_seconds", 0.0, kHuge);
    for (const auto& [name, value] : file.tensors) {
        (name == "parameters" ? state.parameters
         : name == "momentum" ? state.momentum
                              : state.statistics) = value;
    }
    return state;
}

/// Empty where there is none (any more).
std::vector<uint8_t> readBest(Study& study, int64_t training) {
    std::vector<uint8_t> bytes;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"training"},
                 "SELECT id, best FROM training WHERE id = ? AND best IS NOT NULL");
        if (row.with(training).next()) {
            bytes = row.bytes();
        }
    });
    return bytes;
}

void writeBlob(SQLite::Database& database, const char* column, int64_t training,
               const std::vector<uint8_t>& bytes) {
    execute(database, fmt::format("UPDATE training SET {} = ? WHERE id = ?", column), bytes,
            training);
}

using EpochsByTraining = std::map<int64_t, std::vector<EpochRecord>>;

/// Of this training, or of all (0).
std::map<std::pair<int64_t, int64_t>, std::vector<LayerScales>> readScales(
    Study& study, SQLite::Database& database, int64_t only) {
    Rows row(study, database, {"training_scale"},
             "SELECT rowid, training, epoch, layer, scale, zero_point, weight_scale FROM "
             "training_scale WHERE ? IN (0, training) ORDER BY training, epoch, position");
    row.with(only);
    std::map<std::pair<int64_t, int64_t>, std::vector<LayerScales>> scales;
    while (row.next()) {
        const int64_t training = row.id();
        auto& ofEpoch = scales[{training, row.integer(1)}];
        ofEpoch.push_back({row.text(), row.finite(0.0), row.integer(-128, 255), row.finite(0.0)});
    }
    return scales;
}

EpochsByTraining readEpochs(Study& study, SQLite::Database& database, int64_t only) {
    const auto scales = readScales(study, database, only);
    Rows row(study, database, {"training_epoch"},
             "SELECT rowid, training, epoch, loss, train_accuracy, accuracy, seconds, "
             "simulated_accuracy IS NOT NULL, ifnull(simulated_accuracy, 0), "
             "ifnull(observers_frozen, 0), ifnull(norms_frozen, 0) FROM training_epoch "
             "WHERE ? IN (0, training) ORDER BY training, epoch");
    row.with(only);
    EpochsByTraining epochs;
    while (row.next()) {
        const int64_t training = row.id();
        EpochRecord epoch{row.integer(1), row.finite(),    row.share(),
                          row.share(),    row.finite(0.0), {}};
        if (row.flag()) {
            epoch.quantization = {row.share(), row.flag(), row.flag(), {}};
            if (const auto found = scales.find({training, epoch.epoch}); found != scales.end()) {
                epoch.quantization->scales = found->second;
            }
        }
        epochs[training].push_back(std::move(epoch));
    }
    return epochs;
}

void writeEpoch(SQLite::Database& database, int64_t training, const EpochRecord& epoch) {
    const auto& q = epoch.quantization;
    execute(database,
            "INSERT INTO training_epoch VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET "
            "loss = excluded.loss, train_accuracy = excluded.train_accuracy, "
            "accuracy = excluded.accuracy, seconds = excluded.seconds, "
            "simulated_accuracy = excluded.simulated_accuracy, "
            "observers_frozen = excluded.observers_frozen, norms_frozen = excluded.norms_frozen",
            training, epoch.epoch, epoch.loss, epoch.trainAccuracy, epoch.accuracy, epoch.seconds,
            q ? std::optional(q->simulatedAccuracy) : std::nullopt,
            q ? std::optional(q->observersFrozen) : std::nullopt,
            q ? std::optional(q->normsFrozen) : std::nullopt);
    if (!q) {
        return;
    }
    int64_t position = 0;
    for (const LayerScales& layer : q->scales) {
        execute(database,
                "INSERT INTO training_scale VALUES (?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET "
                "layer = excluded.layer, scale = excluded.scale, "
                "zero_point = excluded.zero_point, weight_scale = excluded.weight_scale",
                training, epoch.epoch, position++, layer.layer, layer.scale, layer.zeroPoint,
                layer.weightScale);
    }
}

}  // namespace

int64_t openTraining(Study& study, TrainingKind kind, const std::string& recipe) {
    int64_t id = 0;
    study.transact([&](SQLite::Database& database) {
        execute(database, "INSERT INTO training (kind, recipe) VALUES (?,?) ON CONFLICT DO NOTHING",
                enumName(kind), recipe);
        Rows row(study, database, {"training"}, "SELECT id, id FROM training WHERE recipe = ?");
        row.with(recipe).require();
        id = row.id();
    });
    return id;
}

std::optional<TrainState> loadTrainState(Study& study, int64_t training) {
    std::optional<TrainState> state;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"training"},
                 "SELECT id, state FROM training WHERE id = ? AND state IS NOT NULL");
        if (row.with(training).next()) {
            state = row.parsed([&] { return parsed(row.bytes()); });
            state->source = row.place();
            state->history = readEpochs(study, database, training)[training];
        }
    });
    return state;
}

void saveTrainState(Study& study, int64_t training, const TrainState& state) {
    const std::vector<uint8_t> bytes = serialized(state);
    study.transact([&](SQLite::Database& database) {
        writeBlob(database, "state", training, bytes);
        for (const EpochRecord& epoch : state.history) {
            writeEpoch(database, training, epoch);
        }
    });
}

void saveBestNetwork(Study& study, int64_t training, const Graph& graph) {
    const std::vector<uint8_t> bytes = serializeModel(graph);
    study.transact(
        [&](SQLite::Database& database) { writeBlob(database, "best", training, bytes); });
}

std::optional<Graph> loadBestNetwork(Study& study, int64_t training) {
    std::vector<uint8_t> bytes = readBest(study, training);
    if (bytes.empty()) {
        return std::nullopt;
    }
    return parseModel(std::move(bytes),
                      fmt::format("{}, training {}, best epoch", study.label(), training));
}

void finishTraining(Study& study, int64_t training, int64_t lastVariant,
                    std::optional<int64_t> bestVariant) {
    study.transact([&](SQLite::Database& database) {
        execute(database,
                "UPDATE training SET state = NULL, best = NULL, last_variant = ?, "
                "best_variant = ? WHERE id = ?",
                lastVariant, bestVariant, training);
        database.exec("PRAGMA incremental_vacuum");
    });
}

std::vector<StoredTraining> listTrainings(Study& study) {
    std::vector<StoredTraining> trainings;
    study.transact([&](SQLite::Database& database) {
        EpochsByTraining epochs = readEpochs(study, database, 0);
        Rows row(study, database, {"training"},
                 "SELECT id, id, kind, recipe, last_variant, best_variant FROM training "
                 "ORDER BY id");
        while (row.next()) {
            StoredTraining training{row.id(), row.named<TrainingKind>(), row.recipe(), {}, {}, {}};
            training.lastVariant = row.optionalId();
            training.bestVariant = row.optionalId();
            training.epochs = std::move(epochs[training.id]);
            trainings.push_back(std::move(training));
        }
    });
    return trainings;
}

}  // namespace secateur
