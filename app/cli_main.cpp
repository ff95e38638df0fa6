#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "app/cli/command.h"
#include "app/cli/progress_printer.h"
#include "core/base/error.h"
#include "core/exec/torch_threads.h"

namespace {

std::stop_source g_stop;

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

int run(secateur::cli::Session& session, const secateur::cli::Action& action) {
    try {
        action(session);
        if (session.common.json) {
            fmt::print("{}\n", session.output.dump());
        }
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
            throw secateur::Error(secateur::ErrorCode::Io, "cannot write",
                                  {"standard output", "", std::strerror(errno)});
        }
        return 0;
    } catch (const secateur::Cancelled&) {
        fmt::print(stderr, "cancelled; what was measured is kept\n");
        return 130;
    } catch (const secateur::Error& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return exitCode(error.code());
    } catch (const c10::Error& error) {
        fmt::print(stderr, "error: {}\n", error.what_without_backtrace());
        return 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return 1;
    }
}

}  // namespace

int main(int argc, char** argv) {
    using namespace secateur::cli;
    CLI::App app{"Secateur: make convolutional networks smaller, and see what it costs"};
    app.name("secateur-cli");
    app.require_subcommand(1);
    Session session;
    Action action;
    addInspect(app, session.common, action);
    addEvaluate(app, session.common, action);
    addTrain(app, session.common, action);
    addFinetune(app, session.common, action);
    addSweep(app, session.common, action);
    addPrune(app, session.common, action);
    addPlan(app, session.common, action);
    addQuantize(app, session.common, action);
    addQuantErrors(app, session.common, action);
    addQat(app, session.common, action);
    addPipeline(app, session.common, action);
    addDemo(app, session.common, action);
    addCompare(app, session.common, action);
    addCompareNetworks(app, session.common, action);
    addSpeed(app, session.common, action);
    addReport(app, session.common, action);
    addExport(app, session.common, action);
    if (argc > 1 && argv[1][0] != '-' && !hasCommand(app, argv[1])) {
        fmt::print(stderr, "error: no such command: {} (secateur-cli --help lists them)\n",
                   argv[1]);
        return 2;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    secateur::setupTorchThreads();
    std::signal(SIGINT, requestStop);
    std::signal(SIGTERM, requestStop);
    ProgressPrinter printer(isatty(STDERR_FILENO) != 0);
    session.context.stop = g_stop.get_token();
    session.context.onProgress = [&](const secateur::Progress& p) { printer.show(p); };
    session.context.onMessage = [&](const std::string& line) { printer.line(line); };
    return run(session, action);
}
