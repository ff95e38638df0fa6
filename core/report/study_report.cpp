#include "core/report/study_report.h"

#include <filesystem>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/report/csv.h"
#include "core/report/image_set.h"
#include "core/report/json.h"
#include "core/report/markdown.h"
#include "core/report/ranking_tables.h"

namespace secateur {

std::vector<std::string> writeStudyReport(Study& study, const std::string& folder,
                                          double tolerance) {
    namespace fs = std::filesystem;
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) {
        throw Error(ErrorCode::Io, "cannot make the folder of the report",
                    {folder, "", failure.message()});
    }
    std::vector<std::string> paths;
    const auto write = [&](const char* name, const std::string& text) {
        paths.push_back((fs::path(folder) / name).string());
        writeFile(paths.back(), text.data(), text.size());
    };
    write("report.md", studyMarkdown(study, tolerance));
    write("report.json", studyJson(study, tolerance).dump(2) + "\n");
    const std::vector<StageRow> rows = stageRows(study);
    write("pipeline.csv", pipelineCsv(rowsOn(rows, shownImageSet(study, rows).images)));
    write("sensitivity.csv", sweepsCsv(study));
    write("variants.csv", variantsCsv(study));
    write("predictions.csv", predictionsCsv(study));
    write("training.csv", trainingCsv(study));
    write("scales.csv", scalesCsv(study));
    write("parity.csv", parityCsv(study));
    if (const auto comparisons = listComparisons(study); !comparisons.empty()) {
        write("networks.csv", comparisonsCsv(comparisons));
    }
    return paths;
}

}  // namespace secateur
