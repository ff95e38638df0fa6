#include "app/cli/train_state_file.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/io/safetensors.h"

namespace secateur::cli {

namespace {

constexpr const char* kKey = "secateur.training";

nlohmann::json historyJson(const TrainState& state) {
    nlohmann::json history = nlohmann::json::array();
    for (const EpochRecord& r : state.history) {
        history.push_back({r.epoch, r.loss, r.trainAccuracy, r.accuracy, r.seconds});
    }
    return history;
}

}  // namespace

std::optional<TrainState> readTrainState(const std::string& path, const std::string& identity) {
    if (!std::filesystem::exists(path)) {
        return std::nullopt;
    }
    const StateDict file = readSafetensors(path);
    try {
        const auto json = nlohmann::json::parse(file.metadata.at(kKey));
        if (json.at("identity") != identity) {
            throw Error(ErrorCode::Mismatch,
                        "there is a saved training of other settings; give another --out or remove "
                        "the file",
                        {path, identity, json.at("identity").get<std::string>()});
        }
        TrainState state;
        state.step = json.at("step");
        state.lossSum = json.at("loss_sum");
        state.correct = json.at("correct");
        state.seen = json.at("seen");
        state.epochSeconds = json.at("epoch_seconds");
        for (const auto& r : json.at("history")) {
            state.history.push_back({r.at(0), r.at(1), r.at(2), r.at(3), r.at(4)});
        }
        for (const auto& [name, value] : file.tensors) {
            (name == "parameters" ? state.parameters
             : name == "momentum" ? state.momentum
                                  : state.statistics) = value;
        }
        return state;
    } catch (const nlohmann::json::exception& e) {
        throw Error(ErrorCode::CorruptData, "not a saved training", {path, "", e.what()});
    } catch (const std::out_of_range&) {
        throw Error(ErrorCode::CorruptData, "not a saved training", {path, kKey, "no such field"});
    }
}

void writeTrainState(const std::string& path, const std::string& identity,
                     const TrainState& state) {
    StateDict file;
    file.tensors = {{"parameters", state.parameters}, {"statistics", state.statistics}};
    if (state.momentum.defined()) {
        file.tensors.emplace_back("momentum", state.momentum);
    }
    file.metadata[kKey] =
        nlohmann::json{{"identity", identity},         {"step", state.step},
                       {"loss_sum", state.lossSum},    {"correct", state.correct},
                       {"seen", state.seen},           {"epoch_seconds", state.epochSeconds},
                       {"history", historyJson(state)}}
            .dump();
    writeSafetensors(path, file);
}

}  // namespace secateur::cli
