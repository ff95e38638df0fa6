#include "core/report/speed_text.h"

#include <fmt/format.h>

namespace secateur {

using Json = nlohmann::ordered_json;

std::string speedText(const SpeedFigure& figure) {
    return fmt::format("{:.0f} [{:.0f}, {:.0f}]", figure.median, figure.lowest, figure.highest);
}

std::string speedNote(const SpeedRun& run, const Say& say) {
    return said(
        say,
        "Images a second, measured together at {} on {}: median [slowest, fastest] of {} rounds "
        "in which the networks took turns, {} images held in memory, batches of {} a core.",
        run.created, run.processor, run.rounds, run.images, run.batchSize);
}

Table speedTable(const SpeedRun& run, const std::vector<Variant>& variants) {
    Table table{"speed", {}, {{"", "network", "", false}}, {}};
    for (const Variant& variant : variants) {
        const std::vector<SpeedFigure> figures = run.of(variant.id);
        if (figures.empty()) {
            continue;
        }
        Table::Row row{std::to_string(variant.id), {cell::text(variant.name)}};
        for (const SpeedFigure& f : figures) {
            if (table.rows.empty()) {  // all have been measured with the same workers
                table.columns.push_back(
                    {"", fmt::format("images/s, {} core{}", f.workers, f.workers == 1 ? "" : "s"),
                     "", true});
            }
            row.cells.push_back({f.median, speedText(f), {}});
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

Json speedsJson(const std::vector<SpeedFigure>& figures) {
    Json speeds = Json::array();
    for (const SpeedFigure& figure : figures) {
        speeds.push_back({{"workers", figure.workers},
                          {"median", figure.median},
                          {"lowest", figure.lowest},
                          {"highest", figure.highest}});
    }
    return speeds;
}

Json speedJson(const SpeedRun& run, const std::vector<Variant>& variants) {
    Json networks = Json::array();
    for (const Variant& variant : variants) {
        const std::vector<SpeedFigure> speeds = run.of(variant.id);
        if (!speeds.empty()) {
            networks.push_back({{"variant", variant.id},
                                {"name", variant.name},
                                {"images_per_second", speedsJson(speeds)}});
        }
    }
    return {{"run", run.id},        {"measured_at", run.created},  {"processor", run.processor},
            {"images", run.images}, {"batch_size", run.batchSize}, {"rounds", run.rounds},
            {"networks", networks}};
}

}  // namespace secateur
