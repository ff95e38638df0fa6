#pragma once

#include <torch/version.h>

#include <chrono>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "core/cluster/place.h"

namespace secateur {

/// Of c10d's store at a place: its keeper, or one who comes to it.
inline c10d::TCPStoreOptions storeOptions(const ClusterPlace& place, bool keeper) {
    c10d::TCPStoreOptions options;
    options.port = place.port;
    options.isServer = keeper;
    options.waitWorkers = false;
    options.timeout = std::chrono::seconds(1);
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
    options.useLibUV = false;
#endif
    return options;
}

}  // namespace secateur
