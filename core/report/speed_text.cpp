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

std::string speedTable(const SpeedRun& run, const std::vector<Variant>& variants) {
    std::string text;
    for (const Variant& variant : variants) {
        const std::vector<SpeedFigure> figures = run.of(variant.id);
        if (!figures.empty() && text.empty()) {  // all have been measured with the same workers
            text = "| network |";
            for (const SpeedFigure& f : figures) {
                text += fmt::format(" images/s, {} core{} |", f.workers, f.workers == 1 ? "" : "s");
            }
            text += "\n|---|";
            for (size_t i = 0; i < figures.size(); ++i) {
                text += "---:|";
            }
            text += "\n";
        }
        if (!figures.empty()) {
            text += fmt::format("| {} |", variant.name);
            for (const SpeedFigure& figure : figures) {
                text += fmt::format(" {} |", speedText(figure));
            }
            text += "\n";
        }
    }
    return text;
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
