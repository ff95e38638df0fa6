#include "core/study/profile_store.h"

#include <algorithm>
#include <limits>

#include "core/base/json_fields.h"
#include "core/study/rows.h"
#include "core/study/study.h"

namespace secateur {

namespace {

constexpr int64_t kMany = std::numeric_limits<int>::max();
constexpr double kLeast = std::numeric_limits<double>::min();
constexpr double kMost = std::numeric_limits<double>::max();

nlohmann::json jsonOf(const StepTime& step) {
    return {{"layer", step.layer},       {"kind", step.kind},
            {"role", step.role},         {"implementation", step.implementation},
            {"integers", step.integers}, {"depthwise", step.depthwise},
            {"macs", step.macs},         {"bytes", step.bytes},
            {"seconds", step.seconds}};
}

StepTime stepOf(const JsonFields& json) {
    constexpr int64_t kAny = std::numeric_limits<int64_t>::max();
    StepTime step;
    step.layer = json.text("layer");
    step.kind = json.text("kind");
    step.role = json.text("role");
    step.implementation = json.text("implementation");
    step.integers = json.flag("integers");
    step.depthwise = json.flag("depthwise");
    step.macs = json.integer("macs", 0, kAny);
    step.bytes = json.integer("bytes", 0, kAny);
    step.seconds = json.number("seconds", 0.0, kMost);
    return step;
}

nlohmann::json jsonOf(const CurvePoint& point) {
    return {{"batch", point.batch},
            {"workers", point.workers},
            {"images_per_second", point.imagesPerSecond},
            {"median", point.median},
            {"tail", point.tail}};
}

CurvePoint pointOf(const JsonFields& json) {
    CurvePoint point;
    point.batch = json.integer("batch", 1, kMany);
    point.workers = static_cast<int>(json.integer("workers", 1, kMany));
    point.imagesPerSecond = json.number("images_per_second", kLeast, kMost);
    point.median = json.number("median", kLeast, kMost);
    point.tail = json.number("tail", point.median, kMost);
    return point;
}

template <class T>
std::string textOf(const std::vector<T>& items) {
    nlohmann::json all = nlohmann::json::array();
    for (const T& item : items) {
        all.push_back(jsonOf(item));
    }
    return all.dump();
}

template <class T>
std::vector<T> itemsOf(Rows& row, const char* what, T (*itemOf)(const JsonFields&)) {
    const nlohmann::json all = row.json();
    row.check(all.is_array(), "an array", all.type_name());
    std::vector<T> items;
    for (const nlohmann::json& one : all) {
        items.push_back(row.parsed([&] { return itemOf(JsonFields(one, what)); }));
    }
    return items;
}

}  // namespace

const ProfileRun::Entry* ProfileRun::of(int64_t variant) const {
    const auto found = std::find_if(networks.begin(), networks.end(),
                                    [&](const Entry& entry) { return entry.variant == variant; });
    return found != networks.end() ? &*found : nullptr;
}

ProfileRun addProfileRun(Study& study, const ProfileRun& run) {
    study.transact([&](SQLite::Database& database) {
        execute(database,
                "INSERT INTO profile_run (processor, peak_fp32, peak_int8) VALUES (?,?,?)",
                run.processor, run.peak.fp32, run.peak.int8);
        const int64_t id = database.getLastInsertRowid();
        for (const ProfileRun::Entry& entry : run.networks) {
            execute(database,
                    "INSERT INTO profile (run, variant, batch, spread, steps, curve) "
                    "VALUES (?,?,?,?,?,?)",
                    id, entry.variant, entry.profile.batch, entry.profile.spread,
                    textOf(entry.profile.steps), textOf(entry.curve));
        }
    });
    return *latestProfileRun(study);
}

std::optional<ProfileRun> latestProfileRun(Study& study) {
    std::optional<ProfileRun> latest;
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"profile_run"},
                 "SELECT id, id, processor, peak_fp32, peak_int8, created FROM profile_run "
                 "ORDER BY id DESC LIMIT 1");
        if (!row.next()) {
            return;
        }
        latest.emplace();
        latest->id = row.id();
        latest->processor = row.text();
        latest->peak.fp32 = row.finite(kLeast);
        latest->peak.int8 = row.finite(kLeast);
        latest->created = row.text();
        Rows network(study, database, {"profile", "variant"},
                     "SELECT profile.rowid, variant, variant.name, batch, spread, steps, curve "
                     "FROM profile JOIN variant ON variant.id = profile.variant WHERE run = ? "
                     "ORDER BY profile.rowid");
        network.with(latest->id);
        while (network.next()) {
            ProfileRun::Entry entry;
            entry.variant = network.id();
            entry.profile.name = network.text();
            entry.profile.batch = network.integer(1, kMany);
            entry.profile.spread = network.finite(0.0);
            entry.profile.steps = itemsOf(network, "steps", stepOf);
            network.check(!entry.profile.steps.empty(), "a step", "none");
            for (const StepTime& step : entry.profile.steps) {
                entry.profile.seconds += step.seconds;
            }
            network.check(entry.profile.seconds > 0.0, "a time", "none");
            entry.curve = itemsOf(network, "curve", pointOf);
            latest->networks.push_back(std::move(entry));
        }
    });
    return latest;
}

}  // namespace secateur
