#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iostream>

#include "app/cli/command.h"
#include "app/cli/progress_printer.h"
#include "app/cli/streams.h"
#include "app/version.h"
#include "core/base/failure.h"
#include "core/base/json_text.h"
#include "core/exec/torch_device.h"
#include "core/exec/torch_threads.h"

namespace {

/// Never destroyed: a signal may come while the program, its work done, ends. In memory that is
/// freed the handler would wait for ever.
std::stop_source& g_stop = *new std::stop_source;

void requestStop(int) {
    // A stop_source without callbacks only sets an atomic flag.
    g_stop.request_stop();
}

int exitCode(secateur::ErrorCode code) {
    return code == secateur::ErrorCode::InvalidArgument ? 2 : 1;
}

bool hasCommand(const CLI::App& app, const std::string& name) {
    const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
    return std::any_of(commands.begin(), commands.end(),
                       [&](const CLI::App* command) { return command->get_name() == name; });
}

/// Ctrl-C, kill and a terminal that closes: the command stops at its next step, which saves.
void catchSignals() {
    std::signal(SIGINT, requestStop);
    std::signal(SIGTERM, requestStop);
    const auto before = std::signal(SIGHUP, requestStop);
    // UCX, which Debian 13's LibTorch loads, takes the signal before main: then nohup is told by
    // what else it does.
    const bool taken = before != SIG_IGN && before != SIG_DFL;
    if (before == SIG_IGN || (taken && isatty(0) == 0 && isatty(1) == 0 && isatty(2) == 0)) {
        std::signal(SIGHUP, SIG_IGN);  // nohup
    }
}

int report(const std::exception& failure, int code, const std::string& hint = "") {
    secateur::cli::printMessage("error: " + secateur::reasonOf(failure) + hint);
    return code;
}

/// What may have been too large where memory was short.
std::string inputsOf(const secateur::cli::CommonOptions& common) {
    std::string inputs;
    for (const std::string& path : {common.checkpoint, common.study, common.data}) {
        inputs += path.empty() ? "" : (inputs.empty() ? " for: " : ", ") + path;
    }
    return inputs;
}

int run(secateur::cli::Session& session, const secateur::cli::Commands& commands) {
    try {
        secateur::requireDevice(session.common.device);
        session.place = secateur::clusterPlace();
        if (session.place && session.place->rank > 0) {
            secateur::cli::serve(session, commands.name);
            return 0;
        }
        commands.selected(session);
        if (session.common.json) {
            secateur::cli::printData(secateur::jsonText(session.output));
        }
        secateur::cli::requireOutput();
        return session.exitStatus;
    } catch (const secateur::Cancelled&) {
        secateur::cli::printMessage("cancelled; what was measured is kept");
        return 130;
    } catch (const secateur::Error& error) {
        return report(error, exitCode(error.code()));
    } catch (const std::exception& error) {
        return report(error, 1, secateur::isOutOfMemory(error) ? inputsOf(session.common) : "");
    }
}

/// In the order of --help.
void addAll(secateur::cli::Commands& commands) {
    using namespace secateur::cli;
    addInspect(commands);
    addEvaluate(commands);
    addTrain(commands);
    addRecalibrate(commands);
    addFinetune(commands);
    addGradual(commands);
    addSweep(commands);
    addPrune(commands);
    addPlan(commands);
    addShrink(commands);
    addQuantize(commands);
    addQuantErrors(commands);
    addQat(commands);
    addPipeline(commands);
    addDemo(commands);
    addResume(commands);
    addCompare(commands);
    addCompareNetworks(commands);
    addSpeed(commands);
    addProfile(commands);
    addReport(commands);
    addExport(commands);
    addCheck(commands);
    addCluster(commands);
}

}  // namespace

int main(int argc, char** argv) {
    using namespace secateur::cli;
    prepareStreams();
    catchSignals();
    CLI::App app{"Secateur: make convolutional networks smaller, and see what it costs"};
    app.name("secateur-cli");
    app.require_subcommand(1);
    app.failure_message([](const CLI::App* /*at*/, const CLI::Error& error) {
        return std::string(error.what()) +
               "\nsecateur-cli --help lists the commands, secateur-cli COMMAND --help its "
               "options\n";
    });
    Session session;
    Commands commands{app, session.common};
    addAll(commands);
    // After the commands, which would otherwise have it each.
    app.set_help_all_flag("--help-all", "Print this and every command's options, and exit");
    app.set_version_flag(
        "--version", [] { return "secateur-cli " + secateur::versionText(); },
        "Print version, commit and libraries, and exit");
    if (argc > 1 && argv[1][0] != '-' && !hasCommand(app, argv[1])) {
        printMessage(
            fmt::format("error: no such command: {} (secateur-cli --help lists them)", argv[1]));
        return 2;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error) == 0 ? 0 : 2;
        return std::cout.flush() ? code : 1;
    }
    secateur::setupTorchThreads();
    ProgressPrinter printer(isatty(STDERR_FILENO) != 0);
    session.context.stop = g_stop.get_token();
    session.context.onProgress = [&](const secateur::Progress& p) { printer.show(p); };
    session.context.onMessage = [&](const std::string& line) { printer.line(line); };
    session.context.onEvent = [&](const secateur::Event& event) {
        if (const auto* epoch = std::get_if<secateur::EpochDone>(&event)) {
            printer.line(secateur::lineOf(*epoch));
        }
    };
    return run(session, commands);
}
