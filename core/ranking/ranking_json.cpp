#include "core/ranking/ranking_json.h"

#include <limits>

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/base/setting.h"

namespace secateur {

namespace {

using nlohmann::json;

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr double kLargest = std::numeric_limits<double>::max();
constexpr char kRight = '1';
constexpr char kWrong = '0';

std::vector<bool> rightOf(const JsonFields& fields, int64_t count) {
    const std::string text = fields.text("right");
    if (text.find_first_not_of("01") != std::string::npos ||
        static_cast<int64_t>(text.size()) != count) {
        fields.corrupt("right", "a 0 or a 1 for each of " + std::to_string(count) + " images");
    }
    std::vector<bool> right;
    for (const char c : text) {
        right.push_back(c == kRight);
    }
    return right;
}

void readGroups(const JsonFields& fields, RankingResult& result) {
    const JsonFields groups = fields.child("groups");
    for (const auto& [group, changed] : fields.at("groups").items()) {
        const auto [lost, gained] = groups.pair(group.c_str(), 0, result.count);
        result.groups[group] = {lost, gained};
    }
}

void readCounts(const JsonFields& fields, RankingMeasure measure, RankingResult& result) {
    result.count = fields.integer("count", 1, kMost);
    result.correct = fields.integer("correct", 0, result.count);
    if (measure == RankingMeasure::Top1) {
        result.right = rightOf(fields, result.count);
        return;
    }
    if (measure == RankingMeasure::Curves) {
        readGroups(fields, result);
        return;
    }
    result.lost = fields.integer("lost", 0, result.count);
    result.gained = fields.integer("gained", 0, result.count - result.lost);
    if (cutOf(measure) != RankedCut::None) {
        result.parameters = fields.integer("parameters", 0, kMost);
        result.macs = fields.integer("macs", 0, kMost);
    } else if (fields.has("float_share")) {
        result.floatShare = fields.number("float_share", 0.0, 1.0);
    }
}

/// Versions before these settings chose by test images, ranked by L1 and did not recalibrate.
void readCutSettings(const JsonFields& fields, RankingOptions& options) {
    const bool has = fields.has("held_out_images");
    options.heldOutImages = has ? fields.integer("held_out_images", 0, kMost) : 0;
    options.recalibrationImages = has ? fields.integer("recalibration_images", 0, kMost) : 0;
    options.channelRanking = PruneCriterion::L1;
    if (has) {
        const auto ranking = findEnum<PruneCriterion>(fields.text("channel_ranking"));
        if (!ranking) {
            fields.corrupt("channel_ranking", enumChoice<PruneCriterion>());
        }
        options.channelRanking = *ranking;
    }
}

/// Versions before these settings planned no widths.
void readCurveSettings(const JsonFields& fields, RankingOptions& options) {
    options.curveImages = 0;
    if (fields.has("curve_images")) {
        for (const char* key : {"curve_images", "curve_levels"}) {
            const auto& setting = rankingOptionSettings().at(key);
            setting.check(fields.at(key), fields.where());
            setting.put(options, fields.at(key));
        }
    }
}

bool mayFail(RankingMeasure measure) {
    return measure == RankingMeasure::Channels || cutOf(measure) == RankedCut::Planned;
}

json groupsJson(const RankingResult& result) {
    json groups = json::object();
    for (const auto& [group, changed] : result.groups) {
        groups[group] = {changed.lost, changed.gained};
    }
    return groups;
}

}  // namespace

json toJson(const RankingSettings& settings) {
    json value = rankingOptionSettings().toJson(settings.options);
    value.update({{"data", settings.data},
                  {"data_name", settings.dataName},
                  {"processor", settings.processor},
                  {"workers", settings.options.workers},
                  {"seed", settings.options.seed}});
    return value;
}

RankingSettings rankingSettingsOf(const json& value, const std::string& where) {
    const JsonFields fields(value, where);
    RankingSettings settings;
    settings.data = fields.text("data");
    settings.dataName = fields.text("data_name");
    settings.processor = fields.text("processor");
    RankingOptions& options = settings.options;
    options.workers =
        static_cast<int>(fields.integer("workers", 1, std::numeric_limits<int>::max()));
    if (!fields.at("seed").is_number_unsigned()) {
        fields.corrupt("seed", "a number of at least 0");
    }
    options.seed = fields.at("seed").get<uint64_t>();
    options.testImages = fields.integer("test_images", 0, kMost);
    readCutSettings(fields, options);
    readCurveSettings(fields, options);
    options.tolerance = fields.number("tolerance", 0.0, kLargest);
    options.step = fields.number("step", std::numeric_limits<double>::min(), 1.0);
    options.finetuneImages = fields.integer("finetune_images", 0, kMost);
    options.finetuneEpochs = fields.integer("finetune_epochs", 1, kMost);
    options.finetuneRate = fields.number("finetune_rate", 0.0, kLargest);
    options.calibrationImages = fields.integer("calibration_images", 0, kMost);
    options.speedImages = fields.integer("speed_images", 1, kMost);
    return settings;
}

json toJson(RankingMeasure measure, const RankingResult& result) {
    if (measure == RankingMeasure::Speed) {
        return {{"fp32", result.fp32Speed},
                {"int8", result.int8Speed},
                {"ratio", result.speedup},
                {"lowest_ratio", result.lowestSpeedup},
                {"highest_ratio", result.highestSpeedup}};
    }
    if (!result.failure.empty()) {
        return {{"failure", result.failure}};
    }
    if (measure == RankingMeasure::Channels && result.count == 0) {
        return {{"groups", result.cuttable}};
    }
    json value{{"correct", result.correct}, {"count", result.count}};
    if (measure == RankingMeasure::Top1) {
        std::string right;
        for (const bool one : result.right) {
            right += one ? kRight : kWrong;
        }
        value["right"] = right;
        return value;
    }
    if (measure == RankingMeasure::Curves) {
        value["groups"] = groupsJson(result);
        return value;
    }
    value["lost"] = result.lost;
    value["gained"] = result.gained;
    if (cutOf(measure) != RankedCut::None) {
        value["parameters"] = result.parameters;
        value["macs"] = result.macs;
    } else if (result.floatShare) {
        value["float_share"] = *result.floatShare;
    }
    return value;
}

RankingResult rankingResultOf(RankingMeasure measure, const json& value, const std::string& where) {
    const JsonFields fields(value, where);
    RankingResult result;
    if (measure == RankingMeasure::Speed) {
        result.fp32Speed = fields.number("fp32", 0.0, kLargest);
        result.int8Speed = fields.number("int8", 0.0, kLargest);
        result.speedup = fields.number("ratio", 0.0, kLargest);
        if (fields.has("lowest_ratio")) {
            result.lowestSpeedup = fields.number("lowest_ratio", 0.0, kLargest);
            result.highestSpeedup = fields.number("highest_ratio", 0.0, kLargest);
        }
    } else if (mayFail(measure) && fields.has("failure")) {
        result.failure = fields.text("failure");
    } else if (measure == RankingMeasure::Channels && fields.has("groups")) {
        result.cuttable = fields.integer("groups", 1, kMost);
    } else {
        readCounts(fields, measure, result);
    }
    return result;
}

}  // namespace secateur
