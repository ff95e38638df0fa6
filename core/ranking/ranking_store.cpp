#include "core/ranking/ranking_store.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/error.h"
#include "core/ranking/ranking_json.h"
#include "core/study/study.h"

namespace secateur {

namespace {

using nlohmann::json;

std::vector<const char*> settingsOf(RankingMeasure measure) {
    std::vector<const char*> keys{"data", "seed"};
    const auto add = [&](std::initializer_list<const char*> more) {
        keys.insert(keys.end(), more);
    };
    switch (measure) {
        case RankingMeasure::Top1:
        case RankingMeasure::Prune:
        case RankingMeasure::Channels:
            add({"test_images"});
            break;
        case RankingMeasure::PruneTuned:
        case RankingMeasure::ChannelsTuned:
            add({"test_images", "finetune_images", "finetune_epochs", "finetune_rate", "workers"});
            break;
        case RankingMeasure::Int8PerChannel:
        case RankingMeasure::Int8PerTensor:
            add({"test_images", "calibration_images", "processor"});
            break;
        case RankingMeasure::Speed:
            add({"calibration_images", "speed_images", "processor", "workers"});
            break;
    }
    return keys;
}

/// A JSON object, or null, which no reader of it takes.
json parsed(const std::string& text) {
    return json::parse(text, nullptr, false);
}

std::string whereOf(const Study& study) {
    return study.label() + ", ranking";
}

}  // namespace

const char* rankingMeasureName(RankingMeasure measure) {
    switch (measure) {
        case RankingMeasure::Top1:
            return "top1";
        case RankingMeasure::Int8PerChannel:
            return "int8-per-channel";
        case RankingMeasure::Int8PerTensor:
            return "int8-per-tensor";
        case RankingMeasure::Speed:
            return "speed";
        case RankingMeasure::Prune:
            return "prune";
        case RankingMeasure::Channels:
            return "channels";
        case RankingMeasure::PruneTuned:
            return "prune-tuned";
        case RankingMeasure::ChannelsTuned:
            return "channels-tuned";
    }
    throw Error(ErrorCode::Internal, "unknown measure of a ranking");
}

std::string measureSettings(RankingMeasure measure, const RankingSettings& settings) {
    const json all = toJson(settings);
    json chosen = json::object();
    for (const char* key : settingsOf(measure)) {
        chosen[key] = all.at(key);
    }
    return chosen.dump();
}

int64_t openRanking(Study& study, const RankingSettings& settings) {
    int64_t id = 0;
    const std::string text = toJson(settings).dump();
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(database,
                                 "INSERT OR IGNORE INTO comparison (settings) VALUES (?)");
        insert.bind(1, text);
        insert.exec();
        SQLite::Statement query(database, "SELECT id FROM comparison WHERE settings = ?");
        query.bind(1, text);
        query.executeStep();
        id = query.getColumn(0).getInt64();
    });
    return id;
}

void addRankedNetwork(Study& study, int64_t ranking, const NetworkRow& network) {
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement known(database,
                                "INSERT OR IGNORE INTO compared_network VALUES (?, ?, ?, ?)");
        known.bind(1, network.digest);
        known.bind(2, network.model);
        known.bind(3, network.parameters);
        known.bind(4, network.macs);
        known.exec();
        SQLite::Statement insert(
            database,
            "INSERT INTO comparison_network (comparison, network, name) VALUES (?, ?, ?) "
            "ON CONFLICT (comparison, network) DO UPDATE SET name = excluded.name");
        insert.bind(1, ranking);
        insert.bind(2, network.digest);
        insert.bind(3, network.name);
        insert.exec();
    });
}

std::vector<RankingRow> rankingRows(Study& study) {
    std::vector<RankingRow> rows;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement query(database,
                                "SELECT id, settings, created FROM comparison ORDER BY id");
        while (query.executeStep()) {
            rows.push_back(
                {query.getColumn(0).getInt64(),
                 rankingSettingsOf(parsed(query.getColumn(1).getString()), whereOf(study)),
                 query.getColumn(2).getString(),
                 {}});
        }
        for (RankingRow& row : rows) {
            SQLite::Statement networks(
                database,
                "SELECT n.digest, c.name, n.model, n.parameters, n.macs FROM comparison_network c "
                "JOIN compared_network n ON n.digest = c.network WHERE c.comparison = ? "
                "ORDER BY c.rowid");
            networks.bind(1, row.id);
            while (networks.executeStep()) {
                row.networks.push_back(
                    {networks.getColumn(0).getString(), networks.getColumn(1).getString(),
                     networks.getColumn(2).getString(), networks.getColumn(3).getInt64(),
                     networks.getColumn(4).getInt64()});
            }
        }
    });
    return rows;
}

std::map<double, RankingResult> rankingResults(Study& study, const std::string& network,
                                               RankingMeasure measure,
                                               const std::string& settings) {
    std::map<double, RankingResult> results;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement query(database,
                                "SELECT level, result FROM comparison_result WHERE network = ? "
                                "AND measure = ? AND settings = ?");
        query.bind(1, network);
        query.bind(2, std::string(rankingMeasureName(measure)));
        query.bind(3, settings);
        while (query.executeStep()) {
            results.emplace(
                query.getColumn(0).getDouble(),
                rankingResultOf(measure, parsed(query.getColumn(1).getString()), whereOf(study)));
        }
    });
    return results;
}

void addRankingResult(Study& study, const std::string& network, RankingMeasure measure,
                      const std::string& settings, double level, const RankingResult& result) {
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(database,
                                 "INSERT OR REPLACE INTO comparison_result "
                                 "(network, measure, settings, level, result) VALUES (?,?,?,?,?)");
        insert.bind(1, network);
        insert.bind(2, std::string(rankingMeasureName(measure)));
        insert.bind(3, settings);
        insert.bind(4, level);
        insert.bind(5, toJson(measure, result).dump());
        insert.exec();
    });
}

}  // namespace secateur
