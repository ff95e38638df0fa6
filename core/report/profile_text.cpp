#include "core/report/profile_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>

#include "core/base/figure_text.h"

namespace secateur {

namespace {

/// Below this a call's own cost shows.
constexpr double kSmallCall = 8e-6;

const StepTime* stepOf(const NetworkProfile& profile, const std::string& layer) {
    const auto found = std::find_if(profile.steps.begin(), profile.steps.end(),
                                    [&](const StepTime& step) { return step.layer == layer; });
    return found != profile.steps.end() ? &*found : nullptr;
}

std::vector<std::string> layersOf(const std::vector<NetworkProfile>& profiles) {
    std::vector<std::string> layers;
    for (const NetworkProfile& profile : profiles) {
        for (const StepTime& step : profile.steps) {
            if (std::find(layers.begin(), layers.end(), step.layer) == layers.end()) {
                layers.push_back(step.layer);
            }
        }
    }
    return layers;
}

/// The columns of one network from figures of some of its steps.
void addColumns(Table& table, const NetworkProfile& profile) {
    const std::string& name = profile.name;
    table.columns.push_back({name + "_ms", name + ": ms", "milliseconds for one image"});
    table.columns.push_back({name + "_share", "Share", "of the network's time"});
    table.columns.push_back({name + "_gmacs", "GMAC/s", "10^9 multiply-accumulates a second"});
    table.columns.push_back({name + "_peak", "Of peak", "of what one core reaches here at most"});
}

void addCells(Table::Row& row, const NetworkProfile& profile, const MachinePeak& peak,
              const std::optional<StepTime>& step) {
    if (!step) {
        row.cells.resize(row.cells.size() + 4);
        return;
    }
    const bool computes = step->macs > 0;
    const double most = step->integers ? peak.int8 : peak.fp32;
    row.cells.push_back(cell::number(1e3 * step->seconds, 3));
    row.cells.push_back(cell::percent(step->seconds / profile.seconds));
    row.cells.push_back(computes ? cell::number(1e-9 * step->macsPerSecond(), 1) : Table::Cell());
    row.cells.push_back(computes ? cell::percent(step->macsPerSecond() / most) : Table::Cell());
}

std::map<std::string, StepTime> byRole(const NetworkProfile& profile) {
    std::map<std::string, StepTime> roles;
    for (const StepTime& step : profile.steps) {
        StepTime& sum = roles[step.role];
        sum.role = step.role;
        sum.macs += step.macs;
        sum.seconds += step.seconds;
        sum.integers = step.integers;
    }
    return roles;
}

}  // namespace

Table profileTable(const std::vector<NetworkProfile>& profiles, const MachinePeak& peak) {
    Table table{"profile", "Time of every layer", {}, {}};
    table.columns = {{"layer", "Layer", "", false},
                     {"kind", "Kind", "", false},
                     {"role", "Role", "", false},
                     {"macs", "MACs", "multiply-accumulates for one image"}};
    for (const NetworkProfile& profile : profiles) {
        addColumns(table, profile);
        table.columns.push_back({profile.name + "_kernel", "Kernel", "oneDNN's name", false});
    }
    for (const std::string& layer : layersOf(profiles)) {
        Table::Row row{layer, {}};
        const StepTime* first = nullptr;
        for (const NetworkProfile& profile : profiles) {
            first = first != nullptr ? first : stepOf(profile, layer);
        }
        Table::Cell name = cell::text(layer);
        name.place = static_cast<double>(table.rows.size());  // not by its letters
        row.cells = {name, cell::text(first->kind), cell::text(first->role),
                     cell::count(first->macs)};
        for (const NetworkProfile& profile : profiles) {
            const StepTime* step = stepOf(profile, layer);
            addCells(row, profile, peak, step != nullptr ? std::optional(*step) : std::nullopt);
            row.cells.push_back(step != nullptr ? cell::text(step->implementation) : Table::Cell());
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table roleTable(const std::vector<NetworkProfile>& profiles, const MachinePeak& peak) {
    Table table{"profile_roles", "Time by role", {{"role", "Role", "", false}}, {}};
    std::vector<std::map<std::string, StepTime>> sums;
    std::map<std::string, double> longest;
    for (const NetworkProfile& profile : profiles) {
        addColumns(table, profile);
        sums.push_back(byRole(profile));
        for (const auto& [role, sum] : sums.back()) {
            longest[role] = std::max(longest[role], sum.seconds);
        }
    }
    std::vector<std::pair<std::string, double>> order(longest.begin(), longest.end());
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    for (const auto& [role, seconds] : order) {
        std::string readable = role;  // one of a layer without a role is its operation's
        std::replace(readable.begin(), readable.end(), '_', ' ');
        Table::Cell name = cell::named(cell::text(role), readable);
        name.place = static_cast<double>(table.rows.size());
        Table::Row row{role, {name}};
        for (size_t i = 0; i < profiles.size(); ++i) {
            const auto found = sums[i].find(role);
            addCells(row, profiles[i], peak,
                     found != sums[i].end() ? std::optional(found->second) : std::nullopt);
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table curveTable(const std::vector<NetworkCurve>& curves) {
    struct Row {
        const std::string& network;
        const CurvePoint& point;
    };
    const std::vector<Field<Row>> fields{
        {{"network", "Network", "", false}, [](const Row& r) { return cell::text(r.network); }},
        {{"batch", "Batch", "images that a worker runs at once"},
         [](const Row& r) { return cell::count(r.point.batch); }},
        {{"workers", "Workers", "one core each, with batches of its own"},
         [](const Row& r) { return cell::count(r.point.workers); }},
        {{"images_per_second", "Images/s", "of all workers"},
         [](const Row& r) { return cell::number(r.point.imagesPerSecond, 0); }},
        {{"median_ms", "Latency, ms", "of a batch, the median"},
         [](const Row& r) { return cell::number(1e3 * r.point.median, 2); }},
        {{"tail_ms", "99 %, ms", "what 99 of 100 batches stay within"},
         [](const Row& r) { return cell::number(1e3 * r.point.tail, 2); }}};
    std::vector<Row> rows;
    for (const NetworkCurve& curve : curves) {
        for (const CurvePoint& point : curve.points) {
            rows.push_back({curve.network, point});
        }
    }
    return tableOf("curve", fields, rows);
}

std::string slownessReason(const StepTime& step, int64_t batch, const Say& say) {
    if (step.implementation == "LibTorch") {
        return say("no INT8 kernel");
    }
    if (!step.integers) {
        return say("kept in FP32");
    }
    if (step.seconds * static_cast<double>(batch) < kSmallCall) {
        return say("too small for its call");
    }
    if (step.depthwise) {
        return say("depthwise, which has no dot products over channels");
    }
    if (step.macs == 0) {
        return say("memory bound");
    }
    return say("kernel far from its peak");
}

std::string gainText(const NetworkProfile& fp32, const NetworkProfile& int8, const Say& say) {
    std::map<std::string, double> lost;  // seconds, by reason
    double all = 0.0;
    for (const StepTime& step : int8.steps) {
        const StepTime* before = stepOf(fp32, step.layer);
        if (before != nullptr && before->seconds < kSmallGain * step.seconds) {
            lost[slownessReason(step, int8.batch, say)] += step.seconds;
            all += step.seconds;
        }
    }
    std::string text = said(say, "{} is {:.2f} times as fast as {}", int8.name,
                            fp32.seconds / int8.seconds, fp32.name);
    if (lost.empty()) {
        return text + said(say, "; every layer gains at least {:.1f} times.", kSmallGain);
    }
    std::vector<std::pair<std::string, double>> order(lost.begin(), lost.end());
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<std::string> parts;
    for (const auto& [reason, seconds] : order) {
        const double share = 100 * seconds / int8.seconds;
        if (parts.empty() || share >= 0.5) {  // "0 %" is no reason
            parts.push_back(fmt::format("{:.0f} % {}", share, reason));
        }
    }
    return text +
           said(say, "; {:.0f} % of its time is in layers that gain less than {:.1f} times: {}.",
                100 * all / int8.seconds, kSmallGain, fmt::format("{}", fmt::join(parts, ", ")));
}

std::vector<std::string> slowerLayers(const NetworkProfile& fp32, const NetworkProfile& int8,
                                      const Say& say) {
    std::vector<std::string> lines;
    for (const StepTime& step : int8.steps) {
        const StepTime* before = stepOf(fp32, step.layer);
        if (before != nullptr && before->seconds < step.seconds) {
            lines.push_back(said(say, "{} ({}): {:.3f} ms in INT8, {:.3f} in FP32: {}", step.layer,
                                 step.kind, 1e3 * step.seconds, 1e3 * before->seconds,
                                 slownessReason(step, int8.batch, say)));
        }
    }
    return lines;
}

const CurvePoint* bestWithin(const std::vector<CurvePoint>& curve, double latency) {
    const CurvePoint* best = nullptr;
    for (const CurvePoint& point : curve) {
        if (point.tail <= latency &&
            (best == nullptr || point.imagesPerSecond > best->imagesPerSecond)) {
            best = &point;
        }
    }
    return best;
}

std::string bestText(const NetworkCurve& curve, double latency, const Say& say) {
    const bool limited = latency > 0.0;
    const CurvePoint* best = bestWithin(curve.points, limited ? latency : 1e9);
    const std::string limit = limited ? said(say, " within {:g} ms", 1e3 * latency) : "";
    if (best == nullptr) {
        return said(say, "{}: no point stays{}.", curve.network, limit);
    }
    return said(say,
                best->workers == 1
                    ? "{} is fastest{} at batch {} on {} core: {} images/s, 99 % of batches "
                      "within {:.2f} ms."
                    : "{} is fastest{} at batch {} on {} cores: {} images/s, 99 % of batches "
                      "within {:.2f} ms.",
                curve.network, limit, best->batch, best->workers,
                text::decimals(best->imagesPerSecond, 0), 1e3 * best->tail);
}

}  // namespace secateur
