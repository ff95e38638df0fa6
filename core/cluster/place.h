#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace secateur {

/// Where this process stands among those that compute together, and where rank 0 is met.
struct ClusterPlace {
    int rank = 0;
    int size = 1;  ///< processes in all
    std::string address;
    uint16_t port = 0;
    bool keptByLauncher = false;  ///< the store is the launcher's own, not to be opened by rank 0
    std::string prefix = {};      ///< of names in it: tells this start from an earlier one

    std::string meetingPoint() const;  ///< "10.0.0.1:29500"
};

using Environment = std::function<std::optional<std::string>(const char* name)>;

/// What a launcher has put into the environment: torchrun (RANK, WORLD_SIZE, MASTER_ADDR,
/// MASTER_PORT; with TORCHELASTIC_USE_AGENT_STORE it keeps the store itself), srun (SLURM_PROCID,
/// SLURM_NTASKS; the first node of SLURM_STEP_NODELIST), mpirun (OMPI_COMM_WORLD_RANK and _SIZE, or
/// PMI_RANK and PMI_SIZE). MASTER_ADDR and MASTER_PORT count with all of them; without, it is this
/// machine, and port 29500. Nothing where there is no launcher, or one process alone. Errors:
/// InvalidArgument for a number that is none, a rank that is not below the size, no address where
/// the launcher names none and the processes are on several machines.
std::optional<ClusterPlace> clusterPlace(const Environment& environment);
/// By the environment of this process.
std::optional<ClusterPlace> clusterPlace();

/// A port of this machine that nobody uses at this moment. Errors: Io.
uint16_t freePort();

}  // namespace secateur
