#pragma once

#include <functional>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/cluster/place.h"
#include "core/cluster/serve_cluster.h"
#include "core/cluster/work_sharing.h"

namespace secateur::test {

/// Ranks as threads of one process. What they throw is kept as text.
class LocalCluster {
 public:
    explicit LocalCluster(int size)
        : size(size),
          m_port(freePort()),
          rankZero(std::make_unique<WorkSharing>(
              place(0), ClusterTerms{"version 1", size, "digest", "folder", "{}"})) {}
    ~LocalCluster() { end(); }

    ClusterPlace place(int rank) const { return {rank, size, "127.0.0.1", m_port}; }

    void start(int rank, const ClusterServices& services, const std::string& version = "version 1",
               const std::string& digest = "digest") {
        m_failures.emplace_back();
        std::string& failure = m_failures.back();
        m_threads.emplace_back([this, rank, services, version, digest, &failure] {
            try {
                serveCluster(place(rank), version, [&](const ClusterTerms&) { return digest; },
                             services, 1, {});
            } catch (const std::exception& error) {
                failure = error.what();
            }
        });
    }

    /// Rank 0 is through; gives what the others threw, in the order of their start.
    std::vector<std::string> end() {
        rankZero.reset();
        m_threads.clear();
        return {m_failures.begin(), m_failures.end()};
    }

    const int size;

 private:
    const uint16_t m_port;

 public:
    std::unique_ptr<WorkSharing> rankZero;

 private:
    std::list<std::string> m_failures;
    std::vector<std::jthread> m_threads;
};

}  // namespace secateur::test
