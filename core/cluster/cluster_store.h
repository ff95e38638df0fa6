#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/cluster/place.h"

namespace secateur {

using Bytes = std::vector<uint8_t>;

/// The one thing that processes of a cluster share: numbers and bytes by name, kept by rank 0
/// (c10d's TCPStore). Any thread; nothing here waits for another process but for the answer of
/// rank 0. Errors of all functions: Io where rank 0 does not answer.
class ClusterStore {
 public:
    /// Rank 0 keeps it, on the port of its place; the others look for it for so many seconds.
    /// Errors: Busy (the port is in use), Io (nobody is there), Cancelled.
    ClusterStore(const ClusterPlace& place, int seconds, const RunContext& context = {});
    ~ClusterStore();

    /// The number, 0 at first, after `step` was added.
    int64_t add(const std::string& name, int64_t step);
    int64_t number(const std::string& name) { return add(name, 0); }
    void set(const std::string& name, const Bytes& bytes);
    /// Nothing if it is not there, or no longer.
    std::optional<Bytes> find(const std::string& name);
    void remove(const std::string& name);

 private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace secateur
