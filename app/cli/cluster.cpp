#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "app/cli/command.h"
#include "app/cli/streams.h"
#include "app/version.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/cluster/place.h"
#include "core/stages/cluster_stage.h"

namespace secateur::cli {

namespace {

struct ClusterArguments {
    int processes = 2;
    std::vector<std::string> command;
};

/// Commands whose stages share their work. Others run on rank 0 alone; times are not measured
/// beside processes that wait for work.
constexpr std::array kSharing{"evaluate", "sweep",   "prune",    "plan",
                              "shrink",   "gradual", "pipeline", "compare-networks",
                              "demo",     "train",   "finetune", "qat"};

/// In the new process: what the launchers of others put there, and the program again.
[[noreturn]] void become(int rank, int processes, uint16_t port,
                         const std::vector<std::string>& arguments) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::setenv("RANK", std::to_string(rank).c_str(), 1);
    ::setenv("WORLD_SIZE", std::to_string(processes).c_str(), 1);
    ::setenv("MASTER_ADDR", "127.0.0.1", 1);
    ::setenv("MASTER_PORT", std::to_string(port).c_str(), 1);
    if (rank > 0) {  // what they have to say rank 0 says
        const int nothing = ::open("/dev/null", O_RDWR);
        ::dup2(nothing, STDIN_FILENO);
        ::dup2(nothing, STDOUT_FILENO);
        ::dup2(nothing, STDERR_FILENO);
    }
    std::vector<char*> pointers;
    for (const std::string& argument : arguments) {
        pointers.push_back(const_cast<char*>(argument.c_str()));
    }
    pointers.push_back(nullptr);
    ::execv("/proc/self/exe", pointers.data());
    ::_exit(127);
}

/// The exit status as a shell gives it. A stop of this process is one of that one.
int statusOf(pid_t process, const std::stop_token& stop) {
    constexpr std::chrono::milliseconds kPause{20};
    bool told = false;
    int status = 0;
    while (::waitpid(process, &status, WNOHANG) == 0) {
        if (stop.stop_requested() && !told) {
            ::kill(process, SIGTERM);
            told = true;
        }
        std::this_thread::sleep_for(kPause);
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void cluster(Session& session, const ClusterArguments& a) {
    if (a.command.empty()) {
        throw Error(ErrorCode::InvalidArgument, "no command given",
                    {"", "cluster --processes N COMMAND ...", ""});
    }
    std::vector<std::string> arguments{"secateur-cli"};
    arguments.insert(arguments.end(), a.command.begin(), a.command.end());
    if (std::find(a.command.begin(), a.command.end(), "--threads") == a.command.end()) {
        arguments.insert(arguments.end(),
                         {"--threads", std::to_string(std::max(1, workerCount(0) / a.processes))});
    }
    const uint16_t port = freePort();
    std::vector<pid_t> processes;
    for (int rank = 0; rank < a.processes; ++rank) {
        const pid_t process = ::fork();
        if (process == 0) {
            become(rank, a.processes, port, arguments);
        }
        processes.push_back(process);
    }
    session.exitStatus = statusOf(processes.front(), session.context.stop);
    for (size_t rank = 1; rank < processes.size(); ++rank) {
        int ended = 0;
        if (::waitpid(processes[rank], &ended, WNOHANG) == 0) {
            ::kill(processes[rank], SIGTERM);
            statusOf(processes[rank], {});
        } else if (WIFSIGNALED(ended)) {
            printMessage(fmt::format("rank {} was ended by signal {}{}", rank, WTERMSIG(ended),
                                     session.exitStatus == 0 ? "; the others did its work" : ""));
        }
    }
}

}  // namespace

void serve(Session& session, const std::string& command) {
    if (std::find(kSharing.begin(), kSharing.end(), command) == kSharing.end()) {
        printMessage(fmt::format("rank {}: `{}` shares no work, rank 0 does it alone",
                                 session.place->rank, command));
        return;
    }
    RunContext quiet;
    quiet.stop = session.context.stop;
    const CommonOptions& common = session.common;
    serveStages(
        *session.place, versionText(),
        [&](const ClusterTerms& theirs) { return imagesOf(theirs, common.data); }, common.threads,
        quiet);
}

void addCluster(Commands& commands) {
    const auto [command, a] = commands.add<ClusterArguments>(
        "cluster",
        "run a command as several processes of this machine, which share its sweeps and "
        "evaluations; on several machines torchrun, srun or mpirun start them",
        cluster);
    command->add_option("--processes", a->processes, "how many, each with its share of the cores")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    command->add_option("command", a->command, "the command with its options")->required();
    command->positionals_at_end();
    command->prefix_command();
}

}  // namespace secateur::cli
