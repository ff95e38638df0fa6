#include <fmt/format.h>

#include <filesystem>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/report/study_check.h"
#include "core/study/study_file.h"

namespace secateur::cli {

namespace {

constexpr size_t kFaultsShown = 50;

std::vector<std::string> faultsOf(const std::string& path, FileCheck& file) {
    file = checkStudyFile(path);
    std::vector<std::string> faults = file.pages;
    for (const RowFault& fault : file.rows) {
        faults.push_back(fmt::format("table {}, row {}: {}", fault.table, fault.row, fault.what));
    }
    if (faults.empty()) {
        Study study(path);
        faults = readEverything(study);
    }
    return faults;
}

void show(Session& session, const std::string& title, const std::vector<std::string>& lines) {
    session.print(fmt::format("{}:", title));
    for (size_t i = 0; i < std::min(lines.size(), kFaultsShown); ++i) {
        session.print("  " + lines[i]);
    }
    if (lines.size() > kFaultsShown) {
        session.print(fmt::format("  and {} more", lines.size() - kFaultsShown));
    }
}

struct CheckArguments {
    std::string path;
    bool repair = false;
};

void check(Session& session, const CheckArguments& a) {
    const std::string& path = a.path;
    if (!std::filesystem::exists(path)) {
        throw Error(ErrorCode::NotFound, "there is no such study", {path, "", ""});
    }
    FileCheck file;
    std::vector<std::string> faults = faultsOf(path, file);
    session.output["study"] = path;
    session.output["faults"] = faults;
    if (!faults.empty()) {
        show(session, "faults", faults);
    }
    if (!faults.empty() && a.repair) {
        const Repair done = repairStudyFile(path);
        if (done.lost.empty()) {
            session.print("lost: nothing; no row was found that could be taken out");
        } else {
            show(session, "lost", done.lost);
        }
        session.print("the file as it was: " + done.copy);
        session.output["lost"] = done.lost;
        session.output["copy"] = done.copy;
        faults = faultsOf(path, file);
    }
    session.output["rows"] = file.count;
    session.output["unchecked"] = file.unchecked;
    session.output["left"] = faults;
    if (!faults.empty()) {
        throw Error(
            ErrorCode::CorruptData, "the study is damaged",
            {path, "no faults", fmt::format("{}, the first: {}", faults.size(), faults[0])});
    }
    session.print(fmt::format("{}: sound, {} rows", path, file.count));
    if (file.unchecked > 0) {
        session.print(
            fmt::format("{} of them have no digest: they were written by a program "
                        "before version 6 of studies, and are unchecked",
                        file.unchecked));
    }
}

}  // namespace

void addCheck(Commands& commands) {
    const auto [command, a] = commands.add<CheckArguments>(
        "check",
        "whether a study is what was written: pages, references, a digest for every row, every "
        "network and figure read. Exit code 0: sound (or sound again by --repair); 1: damaged",
        check);
    command->add_option("STUDY", a->path, "the file")->required();
    command->add_flag("--repair", a->repair,
                      "keep a copy beside it (.damaged) and take out what cannot be believed");
    command->add_flag("--json", commands.common.json, "one JSON object on standard output");
}

}  // namespace secateur::cli
