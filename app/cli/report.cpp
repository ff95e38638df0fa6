#include "core/report/study_report.h"

#include "app/cli/command.h"

namespace secateur::cli {

namespace {

struct ReportArguments {
    std::string out = "report";
    double tolerancePoints = 2.0;
};

void report(Session& session, const ReportArguments& a) {
    requireStudy(session);
    const std::vector<std::string> paths =
        writeStudyReport(openStudy(session), a.out, a.tolerancePoints);
    session.output = {{"study", session.common.study}, {"files", paths}};
    for (const std::string& path : paths) {
        session.print(path);
    }
}

}  // namespace

void addReport(Commands& commands) {
    const auto [command, a] = commands.add<ReportArguments>(
        "report", "a study as Markdown, JSON, and one CSV a table, into a folder", report);
    addCommonOptions(*command, commands.common);
    command->add_option("--out", a->out, "folder of the report")->capture_default_str();
    command->add_option("--tolerance", a->tolerancePoints, "accuracy points that may be lost")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
}

}  // namespace secateur::cli
