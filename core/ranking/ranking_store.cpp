#include "core/ranking/ranking_store.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/error.h"
#include "core/study/study.h"

namespace secateur {

namespace {

using nlohmann::json;

std::vector<const char*> settingsOf(ComparisonMeasure measure) {
    std::vector<const char*> keys{"data", "seed"};
    const auto add = [&](std::initializer_list<const char*> more) {
        keys.insert(keys.end(), more);
    };
    switch (measure) {
        case ComparisonMeasure::Top1:
        case ComparisonMeasure::Prune:
        case ComparisonMeasure::Channels:
            add({"test_images"});
            break;
        case ComparisonMeasure::PruneTuned:
        case ComparisonMeasure::ChannelsTuned:
            add({"test_images", "finetune_images", "finetune_epochs", "finetune_rate", "workers"});
            break;
        case ComparisonMeasure::Int8PerChannel:
        case ComparisonMeasure::Int8PerTensor:
            add({"test_images", "calibration_images", "processor"});
            break;
        case ComparisonMeasure::Speed:
            add({"calibration_images", "speed_images", "processor", "workers"});
            break;
    }
    return keys;
}

json parsed(const std::string& text, const Study& study) {
    json value = json::parse(text, nullptr, false);
    if (!value.is_object()) {
        throw Error(ErrorCode::CorruptData, "a result of a comparison is damaged",
                    {study.label(), "a JSON object", text.substr(0, 80)});
    }
    return value;
}

}  // namespace

const char* comparisonMeasureName(ComparisonMeasure measure) {
    switch (measure) {
        case ComparisonMeasure::Top1:
            return "top1";
        case ComparisonMeasure::Int8PerChannel:
            return "int8-per-channel";
        case ComparisonMeasure::Int8PerTensor:
            return "int8-per-tensor";
        case ComparisonMeasure::Speed:
            return "speed";
        case ComparisonMeasure::Prune:
            return "prune";
        case ComparisonMeasure::Channels:
            return "channels";
        case ComparisonMeasure::PruneTuned:
            return "prune-tuned";
        case ComparisonMeasure::ChannelsTuned:
            return "channels-tuned";
    }
    throw Error(ErrorCode::Internal, "unknown measure of a comparison");
}

std::string measureSettings(ComparisonMeasure measure, const json& settings) {
    json chosen = json::object();
    for (const char* key : settingsOf(measure)) {
        chosen[key] = settings.at(key);
    }
    return chosen.dump();
}

int64_t openComparison(Study& study, const json& settings) {
    int64_t id = 0;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(database,
                                 "INSERT OR IGNORE INTO comparison (settings) VALUES (?)");
        insert.bind(1, settings.dump());
        insert.exec();
        SQLite::Statement query(database, "SELECT id FROM comparison WHERE settings = ?");
        query.bind(1, settings.dump());
        query.executeStep();
        id = query.getColumn(0).getInt64();
    });
    return id;
}

void addComparedNetwork(Study& study, int64_t comparison, const NetworkRow& network) {
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
        insert.bind(1, comparison);
        insert.bind(2, network.digest);
        insert.bind(3, network.name);
        insert.exec();
    });
}

std::vector<ComparisonRow> comparisonRows(Study& study) {
    std::vector<ComparisonRow> rows;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement query(database,
                                "SELECT id, settings, created FROM comparison ORDER BY id");
        while (query.executeStep()) {
            rows.push_back({query.getColumn(0).getInt64(),
                            parsed(query.getColumn(1).getString(), study),
                            query.getColumn(2).getString(),
                            {}});
        }
        for (ComparisonRow& row : rows) {
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

std::map<double, json> comparisonResults(Study& study, const std::string& network,
                                         ComparisonMeasure measure, const std::string& settings) {
    std::map<double, json> results;
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement query(database,
                                "SELECT level, result FROM comparison_result WHERE network = ? "
                                "AND measure = ? AND settings = ?");
        query.bind(1, network);
        query.bind(2, std::string(comparisonMeasureName(measure)));
        query.bind(3, settings);
        while (query.executeStep()) {
            results.emplace(query.getColumn(0).getDouble(),
                            parsed(query.getColumn(1).getString(), study));
        }
    });
    return results;
}

void addComparisonResult(Study& study, const std::string& network, ComparisonMeasure measure,
                         const std::string& settings, double level, const json& result) {
    study.transact([&](SQLite::Database& database) {
        SQLite::Statement insert(database,
                                 "INSERT OR REPLACE INTO comparison_result "
                                 "(network, measure, settings, level, result) VALUES (?,?,?,?,?)");
        insert.bind(1, network);
        insert.bind(2, std::string(comparisonMeasureName(measure)));
        insert.bind(3, settings);
        insert.bind(4, level);
        insert.bind(5, result.dump());
        insert.exec();
    });
}

}  // namespace secateur
