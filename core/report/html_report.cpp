#include "core/report/html_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "core/analysis/drop_text.h"
#include "core/analysis/wilson_interval.h"
#include "core/base/figure_text.h"
#include "core/base/json_text.h"
#include "core/base/size_unit.h"
#include "core/report/comparison_tables.h"
#include "core/report/image_set.h"
#include "core/report/remake_commands.h"
#include "core/report/speed_text.h"
#include "core/report/svg_figures.h"
#include "core/report/tables.h"
#include "core/study/settings.h"

namespace secateur {

namespace {

constexpr size_t kNamedCurves = 6;  // the layers that bear least; the others are grey
constexpr size_t kShownClasses = 15;
constexpr size_t kShownFlips = 60;  // of each network; all are in the CSV tables

constexpr const char* kStyle =
    "body{font:15px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;"
    "background:#fff}h1{margin-bottom:.2rem}.claim{font-size:1.25rem;margin:.5rem 0 1.5rem}"
    "table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}"
    "td,th{padding:3px 10px;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}"
    "td.n,th.n{text-align:right;white-space:nowrap}th{border-bottom:2px solid #888}"
    ".wide{overflow-x:auto}figure{margin:1.5rem 0}figcaption{font-size:13px;color:#555}"
    "svg{max-width:100%;height:auto}pre{background:#f4f4f4;padding:.8rem;white-space:pre-wrap;"
    "overflow-wrap:anywhere;"
    "font-size:12px}summary{cursor:pointer}.small{font-size:13px;color:#555}"
    // Nothing can be scrolled on paper.
    "@media print{body{max-width:none;margin:0}table{font-size:8px}.wide{overflow:visible}"
    "td,th{padding:2px 4px}th.n{white-space:normal}td:last-child{overflow-wrap:anywhere}}";

std::string heading(const std::string& text) {
    return "<h2>" + escapedHtml(text) + "</h2>\n";
}

std::string paragraph(const std::string& text, const char* kind = "") {
    return fmt::format("<p{}>{}</p>\n", kind, escapedHtml(text));
}

/// The columns that people read, at most `most` rows.
std::string tableHtml(const Table& table, size_t most = 1000) {
    const bool forPrograms =
        std::all_of(table.columns.begin(), table.columns.end(),
                    [](const Table::Column& column) { return column.heading.empty(); });
    const auto row = [&](const char* tag, auto textOf) {
        std::string cells;
        for (size_t i = 0; i < table.columns.size(); ++i) {
            const Table::Column& column = table.columns[i];
            if (forPrograms || !column.heading.empty()) {
                cells += fmt::format("<{0}{1}>{2}</{0}>", tag, column.number ? " class=\"n\"" : "",
                                     escapedHtml(textOf(i)));
            }
        }
        return "<tr>" + cells + "</tr>\n";
    };
    std::string html = "<div class=\"wide\"><table>\n" + row("th", [&](size_t i) {
                           const Table::Column& column = table.columns[i];
                           return forPrograms ? column.name : column.heading;
                       });
    for (size_t r = 0; r < std::min(most, table.rows.size()); ++r) {
        html += row("td", [&](size_t i) { return table.rows[r].cells[i].text; });
    }
    html += "</table></div>\n";
    return table.rows.size() <= most
               ? html
               : html + paragraph(fmt::format("The first {} of {}.", most, table.rows.size()),
                                  " class=\"small\"");
}

std::string figure(const std::string& svg, const std::string& caption) {
    return "<figure>\n" + svg + "<figcaption>" + escapedHtml(caption) +
           "</figcaption>\n</figure>\n";
}

std::string sizeFigure(const std::vector<StageRow>& rows, const ImageSet& set) {
    const SizeUnit unit = sizeUnit();
    std::vector<FigurePoint> points;
    for (const StageRow& row : rows) {
        const ShareInterval interval = wilsonInterval(row.correct, row.count);
        points.push_back({static_cast<double>(row.sizeBytes) / bytesPer(unit), 100 * row.accuracy(),
                          100 * interval.low, 100 * interval.high, row.stage});
    }
    return figure(scatterSvg({"Accuracy over size",
                              std::string("size of the file in ") + enumName(unit), "top-1 in %"},
                             points),
                  "Accuracy of every network over the size of its file, on " + imageSetText(set) +
                      ". Whiskers: 95 % intervals (Wilson) of each accuracy by itself; differences "
                      "between networks are known more exactly, as the table says, because they "
                      "are of the same images.");
}

/// Those of the layers that bear least have names.
std::vector<FigureLine> curvesOf(const StoredSweep& sweep, double tolerancePoints) {
    std::map<Target, FigureLine> lines;
    std::vector<std::pair<double, Target>> weakest;
    for (const SensitivityPoint& p : sweep.points) {
        FigureLine& line = lines[p.target];
        line.points.push_back({p.level.number, 100 * p.drop().drop});
        if (line.points.size() == 1 && !p.target.isGlobal()) {
            const auto safe = safeLevel(sweep.points, p.target, tolerancePoints / 100);
            weakest.emplace_back(safe ? safe->strength() : INFINITY, p.target);
        }
    }
    std::stable_sort(weakest.begin(), weakest.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<FigureLine> named;
    const auto take = [&](const Target& target, const std::string& name) {
        if (const auto found = lines.find(target); found != lines.end()) {
            found->second.name = name;
            named.push_back(found->second);
            lines.erase(found);
        }
    };
    take(Target::global(), "all together");
    for (size_t i = 0; i < std::min(kNamedCurves, weakest.size()); ++i) {
        take(weakest[i].second, weakest[i].second.text());
    }
    for (const auto& [target, line] : lines) {
        named.push_back(line);
    }
    for (FigureLine& line : named) {
        std::sort(line.points.begin(), line.points.end(),
                  [](const FigurePoint& a, const FigurePoint& b) { return a.x < b.x; });
    }
    return named;
}

std::string sweepFigures(const StudySnapshot& study, double tolerancePoints) {
    std::string html;
    for (const StoredSweep& sweep : study.sweeps) {
        if (sweep.points.empty()) {
            continue;
        }
        const std::string variant = study.variant(sweep.variant)->name;
        const char* unit = harderDownwards(sweep.kind) ? "bits" : "share";
        const std::string title =
            fmt::format("Sensitivity of {} ({})", variant, enumName(sweep.kind));
        const StoredImages& images = *study.imageList(sweep.images);
        html += heading(title) +
                figure(linesSvg({title, fmt::format("{} ({})", unit, enumName(sweep.kind)),
                                 "drop of top-1 in percentage points"},
                                curvesOf(sweep, tolerancePoints), tolerancePoints),
                       fmt::format("Drop of accuracy when one {} alone is changed, on {} {} "
                                   "images{}. Named: those that bear least. Dashed: the tolerance "
                                   "of {:g} percentage points.",
                                   enumName(sweep.grouping), images.count, enumName(images.split),
                                   sweep.recalibrated > 0
                                       ? fmt::format(", each point recalibrated on {} images",
                                                     sweep.recalibrated)
                                       : "",
                                   tolerancePoints));
    }
    return html;
}

std::string trainingFigure(const StudySnapshot& study) {
    std::vector<FigureLine> lines;
    for (const StoredTraining& training : study.trainings) {
        FigureLine line{fmt::format("{} {}", enumName(training.kind), training.id), {}};
        for (const EpochRecord& epoch : training.epochs) {
            line.points.push_back({static_cast<double>(epoch.epoch), 100 * epoch.accuracy});
        }
        if (measuredWhileTraining(training.epochs)) {
            lines.push_back(line);
        }
    }
    const std::string drawn =
        lines.empty()
            ? ""
            : figure(linesSvg({"Accuracy while training", "epoch", "top-1 on held-out images in %"},
                              lines),
                     "Accuracy on the held-out part of the training images after every "
                     "epoch; of quantization-aware training that of the converted network "
                     "on INT8 kernels.");
    const Table epochs = trainingTable(study);
    return epochs.rows.empty() ? "" : heading("Trainings") + drawn + tableHtml(epochs, 100);
}

/// The classes that changed most.
std::string classFigure(const Comparison& family, const ComparedVariant& variant,
                        const AnswerChanges& changes) {
    std::vector<ClassChange> classes = changes.classes;
    std::stable_sort(classes.begin(), classes.end(), [](const auto& a, const auto& b) {
        return std::abs(a.drop.drop) > std::abs(b.drop.drop);
    });
    classes.resize(std::min(classes.size(), kShownClasses));
    std::vector<FigurePoint> bars;
    for (const ClassChange& change : classes) {
        bars.push_back({100 * change.drop.drop, 0.0, 100 * change.drop.low, 100 * change.drop.high,
                        family.className(change.label)});
    }
    const std::string title = fmt::format("What {} lost by class", variant.variant->name);
    return figure(
        barsSvg({title, "drop of top-1 in percentage points", ""}, bars),
        fmt::format("Against {}, on the same images: right of zero is lost, left of it gained; "
                    "lines are 95 % intervals.{}",
                    family.reference.variant->name,
                    changes.classes.size() > kShownClasses
                        ? fmt::format(" The {} classes of {} that changed most.", kShownClasses,
                                      changes.classes.size())
                        : ""));
}

std::string changesHtml(const Comparison& family) {
    const FileOf fileOf = filesOf(family);
    std::string html = heading("What changed against " + family.reference.variant->name) +
                       tableHtml(changesTable(family));
    for (const ComparedVariant& variant : family.variants) {
        if (!family.isPaired(variant)) {
            continue;
        }
        const AnswerChanges changes = changesOf(family, variant);
        html += fmt::format("<h3>{}</h3>\n", escapedHtml(variant.variant->name)) +
                classFigure(family, variant, changes);
        html += fmt::format("<details><summary>{} images are answered otherwise</summary>\n",
                            changes.flipped.size()) +
                tableHtml(flippedTable(family, variant, changes.flipped, fileOf), kShownFlips) +
                "</details>\n";
    }
    return html;
}

std::string settingsHtml(const StudySnapshot& study) {
    std::string html = heading("How each network was made") + tableHtml(variantsTable(study));
    for (const Variant& variant : study.variants) {
        html += fmt::format("<details><summary>{}: {}</summary>\n", escapedHtml(variant.name),
                            escapedHtml(variant.note.substr(0, variant.note.find('\n'))));
        for (const std::string& remark : variant.remarks()) {
            html += paragraph(remark);
        }
        html += fmt::format(
            "<pre>{}</pre></details>\n",
            escapedHtml(jsonText(parseJson(variant.recipe, "the recipe of " + variant.name), 2)));
    }
    return html;
}

std::string commandsHtml(const StudySnapshot& study) {
    std::string lines;
    for (const std::string& line : remakeCommands(study)) {
        lines += line + "\n";
    }
    return heading("The commands that make it again") +
           paragraph(
               "How many images a training saw stands in the line above its command, and is to "
               "be given to it again; those of a pipeline are drawn by the pipeline.") +
           "<pre>" + escapedHtml(lines) + "</pre>\n";
}

std::string conditions(const StudySnapshot& study, double tolerancePoints,
                       const std::string& version) {
    std::string html = heading("Data, machine, versions") + "<ul>\n";
    const auto item = [&](const std::string& name, const std::string& text) {
        html += fmt::format("<li>{}: {}</li>\n", name, escapedHtml(text));
    };
    for (const StoredData& data : study.data) {
        item("Data", fmt::format("{} ({}, {} classes, {}x{}), {} training and {} test images, "
                                 "digest {}, in {}",
                                 data.name, enumName(data.kind), data.classNames.size(),
                                 data.size.height, data.size.width, text::count(data.trainImages),
                                 text::count(data.testImages), data.digest, data.location));
    }
    for (const std::string& condition : measuringConditions(study)) {
        item("Accuracies measured", condition);
    }
    if (const auto seed = study.settings.find(setting::kSeed); seed != study.settings.end()) {
        item("Seed", seed->second);
    }
    item("Tolerance", fmt::format("{:g} percentage points of top-1", tolerancePoints));
    item("Study", study.label + ", identity " + study.identity);
    item("Written by", "Secateur " + version);
    return html + "</ul>\n";
}

}  // namespace

std::string reportClaim(const StudySnapshot& study, double tolerancePoints) {
    const ImageSet set = shownImageSet(study);
    const StageRow* best = nullptr;
    const auto within = [&](const StageRow& row) {
        return row.drop->drop <= tolerancePoints / 100;
    };
    const std::vector<StageRow> rows = rowsOn(study.rows, set.images);
    for (const StageRow& row : rows) {
        if (row.reference || !row.drop) {
            continue;
        }
        if (best == nullptr ||
            std::pair(!within(row), row.sizeBytes) < std::pair(!within(*best), best->sizeBytes)) {
            best = &row;
        }
    }
    if (best == nullptr) {
        return set.images == 0 ? "Nothing has been measured yet."
                               : "No smaller network has been made and measured yet.";
    }
    const Variant* root = study.variant(best->variant);
    while (root->parent) {
        root = study.variant(*root->parent);
    }
    const PairedDrop& d = *best->drop;
    const PairedDrop gain{-d.drop, -d.high, -d.low};
    return fmt::format(
        "{} is {} times smaller than {} ({} instead of {}) and {} percentage points {} in top-1 "
        "accuracy, on the same {} {} images of {}.",
        best->stage,
        text::decimals(static_cast<double>(root->sizeBytes) /
                           static_cast<double>(std::max<int64_t>(best->sizeBytes, 1)),
                       1),
        root->name, text::size(best->sizeBytes), text::size(root->sizeBytes),
        dropText(d.drop < 0 ? gain : d), d.drop < 0 ? "better" : "worse", text::count(best->count),
        enumName(best->split), best->data);
}

std::string studyHtml(const std::shared_ptr<const StudySnapshot>& snapshot, double tolerancePoints,
                      const std::string& version) {
    const StudySnapshot& study = *snapshot;
    const ImageSet set = shownImageSet(study);
    const std::vector<StageRow> rows = rowsOn(study.rows, set.images);
    const std::string name =
        study.path.empty() ? "Study in memory" : std::filesystem::path(study.path).stem().string();
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta "
        "name=\"viewport\" content=\"width=device-width\"/>\n<title>{0}: compression "
        "report</title>\n<style>{1}</style>\n</head>\n<body>\n<h1>{0}</h1>\n",
        escapedHtml(name), kStyle);
    html += paragraph(reportClaim(study, tolerancePoints), " class=\"claim\"");
    if (set.images != 0) {
        html += heading("Stages") +
                paragraph("Accuracies are of: " + imageSetText(set) +
                          ". A drop compares the same images one by one; in brackets its 95 % "
                          "interval.") +
                tableHtml(stageTable(rows)) + sizeFigure(rows, set);
        const std::string others = measuredElsewhere(study, set);
        html += others.empty() ? "" : paragraph(others);
    }
    for (const Comparison& family : familyComparisons(snapshot, set.images)) {
        html += changesHtml(family);
    }
    html += sweepFigures(study, tolerancePoints) + trainingFigure(study);
    if (study.speed) {
        html += heading("Speed") + paragraph(speedNote(*study.speed)) +
                tableHtml(speedTable(*study.speed, study.variants));
    }
    return html + settingsHtml(study) + conditions(study, tolerancePoints, version) +
           commandsHtml(study) + "</body>\n</html>\n";
}

}  // namespace secateur
