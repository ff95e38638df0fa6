#include "core/cluster/place.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>

#include "core/base/error.h"

namespace secateur {

namespace {

constexpr int64_t kPort = 29500;  // torchrun's
constexpr int64_t kMostProcesses = 65536;

struct Launcher {
    const char* rank;
    const char* size;
    const char* sizeHere;  ///< processes on this machine; null: it does not say
    const char* nodes;     ///< a list of machines, that of rank 0 first; null: it does not say
};
constexpr Launcher kLaunchers[] = {
    {"RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE", nullptr},
    {"SLURM_PROCID", "SLURM_STEP_NUM_TASKS", nullptr, "SLURM_STEP_NODELIST"},
    {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_SIZE", nullptr},
    {"PMI_RANK", "PMI_SIZE", "MPI_LOCALNRANKS", nullptr},
};

int64_t number(const Environment& environment, const char* name, int64_t least, int64_t most) {
    const std::string text = environment(name).value_or("");
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) {
        throw Error(ErrorCode::InvalidArgument, "the launcher's environment makes no sense",
                    {name, fmt::format("a number from {} to {}", least, most), "\"" + text + "\""});
    }
    return value;
}

/// Of Slurm's "gpu[03-07,12],login": "gpu03".
std::string firstNode(const std::string& list) {
    const size_t bracket = list.find('[');
    const size_t comma = list.find(',');
    if (bracket == std::string::npos || comma < bracket) {
        return list.substr(0, comma);
    }
    const size_t end = list.find_first_of("-,]", bracket);
    return list.substr(0, bracket) + list.substr(bracket + 1, end - bracket - 1);
}

std::string addressOf(const Launcher& launcher, const Environment& environment, int64_t size) {
    if (const auto given = environment("MASTER_ADDR"); given && !given->empty()) {
        return *given;
    }
    if (launcher.nodes != nullptr) {
        if (const auto nodes = environment(launcher.nodes); nodes && !nodes->empty()) {
            return firstNode(*nodes);
        }
    }
    const bool allHere = launcher.sizeHere != nullptr && environment(launcher.sizeHere) &&
                         number(environment, launcher.sizeHere, 1, kMostProcesses) == size;
    if (!allHere) {
        throw Error(ErrorCode::InvalidArgument, "nothing says where rank 0 is",
                    {"MASTER_ADDR", "its address or host name", "nothing"});
    }
    return "127.0.0.1";
}

}  // namespace

std::string ClusterPlace::meetingPoint() const {
    return fmt::format("{}:{}", address, port);
}

std::optional<ClusterPlace> clusterPlace(const Environment& environment) {
    for (const Launcher& launcher : kLaunchers) {
        if (!environment(launcher.rank) || !environment(launcher.size)) {
            continue;
        }
        const int64_t size = number(environment, launcher.size, 1, kMostProcesses);
        const int64_t rank = number(environment, launcher.rank, 0, size - 1);
        if (size == 1) {
            return std::nullopt;
        }
        const int64_t port =
            environment("MASTER_PORT") ? number(environment, "MASTER_PORT", 1, 65535) : kPort;
        ClusterPlace place{static_cast<int>(rank), static_cast<int>(size),
                           addressOf(launcher, environment, size), static_cast<uint16_t>(port)};
        place.keptByLauncher = environment("TORCHELASTIC_USE_AGENT_STORE") == "True";
        place.prefix = "secateur/" + environment("TORCHELASTIC_RESTART_COUNT").value_or("0") + "/";
        return place;
    }
    return std::nullopt;
}

std::optional<ClusterPlace> clusterPlace() {
    return clusterPlace([](const char* name) -> std::optional<std::string> {
        const char* value = std::getenv(name);
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    });
}

uint16_t freePort() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    const bool found = socket >= 0 &&
                       ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(socket);
    if (!found) {
        throw Error(ErrorCode::Io, "no port could be had on this machine");
    }
    return ntohs(address.sin_port);
}

}  // namespace secateur
