#include "core/report/study_report.h"

#include "app/cli/command.h"
#include "app/version.h"

namespace secateur::cli {

namespace {

struct ReportArguments {
    std::string out;
    std::string format = "folder";
    double tolerancePoints = 2.0;
};

void report(Session& session, const ReportArguments& a) {
    requireStudy(session);
    std::vector<std::string> paths;
    if (a.format == "html") {
        paths = {a.out.empty() ? "report.html" : a.out};
        writeHtmlReport(openStudy(session), paths.front(), a.tolerancePoints, versionText());
    } else {
        paths = writeStudyReport(openStudy(session), a.out.empty() ? "report" : a.out,
                                 a.tolerancePoints);
    }
    session.output = {{"study", session.common.study}, {"files", paths}};
    for (const std::string& path : paths) {
        session.print(path);
    }
}

}  // namespace

void addReport(Commands& commands) {
    const auto [command, a] = commands.add<ReportArguments>(
        "report", "a study as Markdown, JSON and one CSV a table in a folder, or as one HTML page",
        report);
    addCommonOptions(*command, commands.common);
    command
        ->add_option("--format", a->format,
                     "folder: for programs and people; html: one page with figures to send")
        ->check(CLI::IsMember({"folder", "html"}))
        ->capture_default_str();
    command->add_option("--out", a->out,
                        "folder or file of the report (default: report, report.html)");
    command->add_option("--tolerance", a->tolerancePoints, "accuracy points that may be lost")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
}

}  // namespace secateur::cli
