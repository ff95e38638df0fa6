#include "core/ranking/ranking_store.h"

#include <algorithm>

#include "core/base/json_text.h"
#include "core/base/text.h"
#include "core/ranking/ranking_json.h"
#include "core/study/rows.h"
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
        case RankingMeasure::Planned:
            add({"curve_levels"});
            [[fallthrough]];
        case RankingMeasure::Curves:
            add({"curve_images", "recalibration_images"});
            break;
        case RankingMeasure::PlannedTuned:
            add({"curve_levels", "curve_images", "recalibration_images"});
            [[fallthrough]];
        case RankingMeasure::PruneTuned:
        case RankingMeasure::ChannelsTuned:
            add({"finetune_images", "finetune_epochs", "finetune_rate", "workers"});
            break;
        case RankingMeasure::Top1:
        case RankingMeasure::Prune:
        case RankingMeasure::Channels:
            break;
        case RankingMeasure::Int8PerChannel:
        case RankingMeasure::Int8PerTensor:
            add({"calibration_images", "processor"});
            break;
        case RankingMeasure::Speed:
            add({"calibration_images", "speed_images", "processor", "workers"});
            break;
    }
    return keys;
}

}  // namespace

RankedCut cutOf(RankingMeasure measure) {
    switch (measure) {
        case RankingMeasure::Prune:
        case RankingMeasure::PruneTuned:
            return RankedCut::Weights;
        case RankingMeasure::Channels:
        case RankingMeasure::ChannelsTuned:
            return RankedCut::Channels;
        case RankingMeasure::Planned:
        case RankingMeasure::PlannedTuned:
            return RankedCut::Planned;
        default:
            return RankedCut::None;
    }
}

bool isTuned(RankingMeasure measure) {
    return measure == RankingMeasure::PruneTuned || measure == RankingMeasure::ChannelsTuned ||
           measure == RankingMeasure::PlannedTuned;
}

std::string measureSettings(RankingMeasure measure, MeasuredImages images,
                            const RankingSettings& settings) {
    const json all = toJson(settings);
    json chosen = json::object();
    std::vector<const char*> keys = settingsOf(measure);
    if (measure != RankingMeasure::Speed && measure != RankingMeasure::Curves) {
        keys.push_back(images == MeasuredImages::Test ? "test_images" : "held_out_images");
    }
    // As versions without these settings wrote it, where nothing else is done.
    const bool untuned = measure == RankingMeasure::Prune || measure == RankingMeasure::Channels;
    if (untuned && settings.options.recalibrationImages > 0) {
        keys.push_back("recalibration_images");
    }
    const bool channels = cutOf(measure) == RankedCut::Channels ||
                          cutOf(measure) == RankedCut::Planned || measure == RankingMeasure::Curves;
    if (channels && settings.options.channelRanking != PruneCriterion::L1) {
        keys.push_back("channel_ranking");
    }
    for (const char* key : keys) {
        chosen[key] = all.at(key);
    }
    return chosen.dump();
}

MeasuredImages choosingImages(const RankingOptions& options) {
    return options.heldOutImages > 0 ? MeasuredImages::HeldOut : MeasuredImages::Test;
}

int64_t openRanking(Study& study, const RankingSettings& settings) {
    int64_t id = 0;
    const std::string text = jsonText(toJson(settings));
    study.transact([&](SQLite::Database& database) {
        execute(database, "INSERT INTO comparison (settings) VALUES (?) ON CONFLICT DO NOTHING",
                text);
        Rows row(study, database, {"comparison"},
                 "SELECT id, id FROM comparison WHERE settings = ?");
        row.with(text).require();
        id = row.id();
    });
    return id;
}

void addRankedNetwork(Study& study, int64_t ranking, const NetworkRow& network) {
    study.transact([&](SQLite::Database& database) {
        execute(database, "INSERT INTO compared_network VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                network.digest, network.model, network.parameters, network.macs);
        execute(database,
                "INSERT INTO comparison_network (comparison, network, name) VALUES (?, ?, ?) "
                "ON CONFLICT (comparison, network) DO UPDATE SET name = excluded.name",
                ranking, network.digest, toUtf8(network.name));
    });
}

std::vector<RankingRow> rankingRows(Study& study) {
    std::vector<RankingRow> rows;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"comparison"},
                 "SELECT id, id, settings, created FROM comparison ORDER BY id");
        while (row.next()) {
            const int64_t id = row.id();
            RankingSettings settings =
                row.parsed([&] { return rankingSettingsOf(row.json(), row.place()); });
            rows.push_back({id, std::move(settings), row.text(), {}});
        }
        Rows network(study, database, {"comparison_network", "compared_network"},
                     "SELECT c.rowid, comparison, digest, name, model, parameters, macs FROM "
                     "comparison_network c JOIN compared_network ON digest = network "
                     "ORDER BY c.rowid");
        while (network.next()) {
            const int64_t id = network.id();
            const auto owner = std::find_if(rows.begin(), rows.end(),
                                            [&](const auto& each) { return each.id == id; });
            network.check(owner != rows.end(), "a ranking of the study", "none");
            owner->networks.push_back({network.text(), network.text(), network.text(),
                                       network.integer(0), network.integer(0)});
        }
    });
    return rows;
}

std::map<double, RankingResult> rankingResults(Study& study, const std::string& network,
                                               RankingMeasure measure,
                                               const std::string& settings) {
    std::map<double, RankingResult> results;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"comparison_result"},
                 "SELECT rowid, level, result FROM comparison_result WHERE network = ? "
                 "AND measure = ? AND settings = ?");
        row.with(network, enumName(measure), settings);
        while (row.next()) {
            const double level = row.finite(0.0);
            results.emplace(level, row.parsed([&] {
                return rankingResultOf(measure, row.json(), row.place());
            }));
        }
    });
    return results;
}

void addRankingResult(Study& study, const std::string& network, RankingMeasure measure,
                      const std::string& settings, double level, const RankingResult& result) {
    study.transact([&](SQLite::Database& database) {
        execute(database,
                "INSERT INTO comparison_result (network, measure, settings, level, result) "
                "VALUES (?,?,?,?,?) ON CONFLICT DO UPDATE SET result = excluded.result, "
                "created = excluded.created",
                network, enumName(measure), settings, level, jsonText(toJson(measure, result)));
    });
}

}  // namespace secateur
