#include "core/cluster/serve_cluster.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <thread>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/cluster/cluster_keys.h"

namespace secateur {

namespace {

constexpr int kConnectSeconds = 60;
constexpr std::chrono::milliseconds kPause{2};

/// Rank 0 has gone on without what was asked for.
struct WorkIsGone {};

/// What rank 0 has attached, the last few of them.
class KeptAttachments {
 public:
    explicit KeptAttachments(ClusterStore& store) : m_store(store) {}

    std::shared_ptr<const Bytes> find(const std::string& name) {
        for (const auto& [known, bytes] : m_kept) {
            if (known == name) {
                return bytes;
            }
        }
        std::optional<Bytes> found = m_store.find(clusterKey::attachment(name));
        if (!found) {
            throw WorkIsGone();
        }
        constexpr size_t kKept = 8;
        if (m_kept.size() == kKept) {
            m_kept.pop_front();
        }
        m_kept.emplace_back(name, std::make_shared<const Bytes>(std::move(*found)));
        return m_kept.back().second;
    }

 private:
    ClusterStore& m_store;
    std::deque<std::pair<std::string, std::shared_ptr<const Bytes>>> m_kept;
};

class Server {
 public:
    Server(const ClusterPlace& place, const ClusterServices& services, int workers,
           const RunContext& context)
        : m_place(place),
          m_services(services),
          m_context(context),
          m_store(place, kConnectSeconds, context),
          m_attachments(m_store),
          m_pool(workerCount(workers)) {}

    void join(const std::string& version, const OpenImages& open) {
        std::optional<Bytes> found;
        while (!(found = m_store.find(clusterKey::kTerms))) {
            m_context.checkCancelled();
            std::this_thread::sleep_for(kPause);
        }
        const ClusterTerms theirs = termsOf(textOf(*found));
        require("version", theirs.version, version);
        require("number of processes", std::to_string(theirs.size), std::to_string(m_place.size));
        require("set of images", theirs.data, open(theirs));
        // Last: one that is refused must not keep the right one out.
        if (m_store.add(clusterKey::present(m_place.rank), 1) > 1) {
            throw Error(ErrorCode::InvalidArgument, "another process has this rank",
                        {m_place.meetingPoint(), "a rank each", std::to_string(m_place.rank)});
        }
        m_store.add(clusterKey::kJoined, 1);
    }

    void serve() {
        int64_t served = 0;
        while (m_store.number(clusterKey::kOver) == 0) {
            m_context.checkCancelled();
            const int64_t call = m_store.number(clusterKey::kCall);
            if (call == served) {
                std::this_thread::sleep_for(kPause);
                continue;
            }
            served = call;
            try {
                work(call);
            } catch (const WorkIsGone&) {  // the next one then
            }
        }
        m_store.add(clusterKey::kLeft, 1);
    }

    /// Rank 0 goes on without us.
    void leave(const std::string& why) {
        const int64_t number = m_store.add("news numbers", 1);
        m_store.set(clusterKey::news(number),
                    bytesOf(fmt::format("rank {} does not compute along: {}", m_place.rank, why)));
        m_store.add(clusterKey::kNews, 1);
    }

 private:
    static void require(const char* what, const std::string& theirs, const std::string& ours) {
        if (theirs != ours) {
            throw Error(ErrorCode::Mismatch, fmt::format("another {} than rank 0 has", what),
                        {"", theirs, ours});
        }
    }

    void work(int64_t call) {
        const std::optional<Bytes> found = m_store.find(clusterKey::request(call));
        if (!found) {
            return;
        }
        const std::string text = textOf(*found);
        const size_t space = text.find(' ');
        const size_t second = text.find(' ', space + 1);
        const std::string kind = text.substr(0, space);
        const int64_t pieces = std::stoll(text.substr(space + 1, second - space - 1));
        const std::string request = text.substr(second + 1);
        if (const auto team = m_services.ofTeams.find(kind); team != m_services.ofTeams.end()) {
            workAsMember(call, team->second, request);
        } else if (const auto service = m_services.ofPieces.find(kind);
                   service != m_services.ofPieces.end()) {
            workOnPieces(call, pieces, service->second(request, attachments(), m_pool.size()));
        }  // else rank 0 computes it alone
    }

    Attachments attachments() {
        return [this](const std::string& name) { return m_attachments.find(name); };
    }

    void workOnPieces(int64_t call, int64_t pieces, const ComputePiece& compute) {
        std::atomic<bool> failed{false};
        m_pool.run([&](int worker) {
            while (!failed && !m_context.stop.stop_requested()) {
                const int64_t piece = m_store.add(clusterKey::drawn(call), 1) - 1;
                if (piece >= pieces) {
                    return;
                }
                try {
                    m_store.set(clusterKey::result(call, piece), compute(worker, piece));
                } catch (...) {
                    failed = true;
                    throw;
                }
            }
        });
    }

    /// Who comes after it is settled who takes part waits for the next call.
    void workAsMember(int64_t call, const TeamService& service, const std::string& request) {
        const int64_t member = m_store.add(clusterKey::comers(call), 1);
        int64_t members = 0;
        while ((members = m_store.number(clusterKey::members(call))) == 0) {
            m_context.checkCancelled();
            if (m_store.number(clusterKey::kOver) > 0) {
                return;
            }
            std::this_thread::sleep_for(kPause);
        }
        if (member >= members) {
            return;
        }
        try {
            Team team(m_place, clusterKey::team(call), member, members);
            service(request, attachments(), team, m_pool.size(), m_context);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::Io) {
                throw;
            }
            // Another member is gone: rank 0 ends the work, or is gone itself, which the next
            // question to it shows.
        }
    }

    const ClusterPlace m_place;
    const ClusterServices& m_services;
    const RunContext& m_context;
    ClusterStore m_store;
    KeptAttachments m_attachments;
    WorkerPool m_pool;
};

}  // namespace

void serveCluster(const ClusterPlace& place, const std::string& version, const OpenImages& open,
                  const ClusterServices& services, int workers, const RunContext& context) {
    Server server(place, services, workers, context);
    try {
        server.join(version, open);
        server.serve();
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Io) {
            server.leave(error.what());
        }
        throw;
    } catch (const std::exception& error) {
        server.leave(error.what());
        throw;
    }
}

}  // namespace secateur
