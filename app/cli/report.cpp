#include "core/report/study_report.h"

#include <memory>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/io/file.h"

namespace secateur::cli {

namespace {

struct ReportArguments {
    std::string out = "report";
    double tolerance = 2.0;
};

void requireStudy(const Session& session) {
    if (session.common.study.empty()) {
        throw Error(ErrorCode::InvalidArgument, "no study given", {"", "--study FILE", ""});
    }
    readFileStart(session.common.study, 1);  // a study that is not there must not be made here
}

void report(Session& session, const ReportArguments& a) {
    requireStudy(session);
    const std::vector<std::string> paths = writeStudyReport(openStudy(session), a.out, a.tolerance);
    session.output = {{"study", session.common.study}, {"files", paths}};
    for (const std::string& path : paths) {
        session.print(path);
    }
}

void exportVariant(Session& session, const std::string& out) {
    requireStudy(session);
    const Variant variant = openVariant(session, nullptr);
    const std::vector<uint8_t> bytes = variantFile(openStudy(session), variant.id);
    writeFile(out, bytes.data(), bytes.size());
    session.output = {{"out", out}, {"variant", variant.id}, {"bytes", bytes.size()}};
    session.print(out + ": " + std::to_string(bytes.size()) + " bytes, " + variant.name);
}

}  // namespace

void addReport(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<ReportArguments>();
    CLI::App* command = app.add_subcommand(
        "report", "a study as Markdown, JSON, and one CSV a table, into a folder");
    addCommonOptions(*command, common);
    command->add_option("--out", a->out, "folder of the report")->capture_default_str();
    command->add_option("--tolerance", a->tolerance, "accuracy points that may be lost")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->callback(
        [a, &selected] { selected = [a](Session& session) { report(session, *a); }; });
}

void addExport(CLI::App& app, CommonOptions& common, Action& selected) {
    auto out = std::make_shared<std::string>();
    CLI::App* command =
        app.add_subcommand("export", "a network of a study as the safetensors file it is kept as");
    addCommonOptions(*command, common);
    command->add_option("--out", *out, "safetensors file")->required();
    command->callback(
        [out, &selected] { selected = [out](Session& session) { exportVariant(session, *out); }; });
}

}  // namespace secateur::cli
