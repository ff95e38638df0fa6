#include "core/report/study_report.h"

#include <filesystem>
#include <iterator>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_text.h"
#include "core/base/text.h"
#include "core/report/comparison_tables.h"
#include "core/report/html_report.h"
#include "core/report/image_set.h"
#include "core/report/json.h"
#include "core/report/markdown.h"
#include "core/report/ranking_tables.h"
#include "core/report/tables.h"
#include "core/study/parity_store.h"

namespace secateur {

namespace fs = std::filesystem;

namespace {

void makeFolder(const std::string& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) {
        throw Error(ErrorCode::Io, "cannot make the folder of the report",
                    {folder, "", failure.message()});
    }
}

Table allFlipped(const Comparison& comparison, const ComparedVariant& variant) {
    return flippedTable(comparison, variant, changesOf(comparison, variant).flipped,
                        filesOf(comparison));
}

Table changedConfusion(const Comparison& comparison, const ComparedVariant& variant) {
    return confusionTable(comparison, variant, true);
}

/// The tables of all variants against the roots of their families, one below the other.
Table everyPair(const std::string& name, const std::vector<Comparison>& families,
                Table (*tableOf)(const Comparison&, const ComparedVariant&)) {
    Table all{name, "", {}, {}};
    for (const Comparison& family : families) {
        for (const ComparedVariant& variant : family.variants) {
            if (family.isPaired(variant)) {
                Table part = tableOf(family, variant);
                all.columns = std::move(part.columns);
                std::move(part.rows.begin(), part.rows.end(), std::back_inserter(all.rows));
            }
        }
    }
    return all;
}

}  // namespace

std::string reportPage(Study& study, double tolerancePoints, const std::string& version) {
    measureGzipSizes(study);
    return studyHtml(readSnapshot(study), tolerancePoints, version);
}

void writeHtmlReport(Study& study, const std::string& path, double tolerancePoints,
                     const std::string& version) {
    const fs::path folder = fs::path(path).parent_path();
    if (!folder.empty()) {
        makeFolder(folder.string());
    }
    const std::string text = reportPage(study, tolerancePoints, version);
    writeFile(path, text.data(), text.size());
}

std::vector<std::string> writeStudyReport(Study& study, const std::string& folder,
                                          double tolerancePoints) {
    makeFolder(folder);
    std::vector<std::string> paths;
    const auto write = [&](const char* name, const std::string& content) {
        const std::string text = toUtf8(content);
        paths.push_back((fs::path(folder) / name).string());
        writeFile(paths.back(), text.data(), text.size());
    };
    measureGzipSizes(study);
    const std::shared_ptr<const StudySnapshot> snapshot = readSnapshot(study);
    write("report.md", studyMarkdown(snapshot, tolerancePoints));
    write("report.json", jsonText(studyJson(snapshot, tolerancePoints), 2) + "\n");
    const int64_t images = shownImageSet(*snapshot).images;
    write("pipeline.csv", csvOf(stageTable(rowsOn(snapshot->rows, images))));
    write("sensitivity.csv", csvOf(sweepsTable(*snapshot)));
    write("variants.csv", csvOf(variantsTable(*snapshot)));
    write("predictions.csv", predictionsCsv(*snapshot));
    write("training.csv", csvOf(trainingTable(*snapshot)));
    write("scales.csv", csvOf(scalesTable(*snapshot)));
    write("parity.csv", csvOf(parityTable(*snapshot, listParity(study))));
    write("ranges.csv", csvOf(rangesTable(study)));
    const std::vector<Comparison> families = familyComparisons(snapshot, images);
    for (const Table& table :
         {everyPair("classes", families, classTable), everyPair("flipped", families, allFlipped),
          everyPair("confusion", families, changedConfusion)}) {
        if (!table.rows.empty()) {
            write((table.name + ".csv").c_str(), csvOf(table));
        }
    }
    if (!snapshot->rankings.empty()) {
        write("networks.csv", csvOf(rankingsTable(snapshot->rankings)));
    }
    return paths;
}

}  // namespace secateur
