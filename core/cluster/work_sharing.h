#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/cluster/cluster_work.h"
#include "core/cluster/team.h"

namespace secateur {

/// Rank 0 of a cluster: hands out the pieces of what it has to compute to whoever asks next, itself
/// included, through a counter in the store; so a slow process takes fewer. It waits for nobody:
/// when nothing is left to hand out, it computes itself what has not come back in twice the time of
/// a piece. A process may come late, hang, or die.
/// For one thread, but for what it calls.
class WorkSharing {
 public:
    /// Opens the store. Errors: those of ClusterStore.
    WorkSharing(const ClusterPlace& place, const ClusterTerms& terms);
    /// Tells the others that it is over.
    ~WorkSharing();
    WorkSharing(const WorkSharing&) = delete;
    WorkSharing& operator=(const WorkSharing&) = delete;

    int size() const { return m_place.size; }
    /// Puts bytes into the store, if they are not there, and gives the name that requests have for
    /// them. What two works in a row do not attach is taken out again.
    std::string attach(const Bytes& bytes);
    /// Errors: those of `compute`; Cancelled.
    void share(const SharedWork& work, const RunOnWorkers& run, const ComputePiece& compute,
               const TakePiece& take, const RunContext& context);

    /// A work that all do together: calls those who serve, and makes a team of those who come, in
    /// which this process is member 0. Waits some seconds for who has not come yet, once for each.
    /// Null where nobody comes. Errors: those of Team; Cancelled.
    std::unique_ptr<Team> gather(const std::string& kind, const std::string& request,
                                 const RunContext& context);

 private:
    class Call;
    void begin(const std::string& kind, int64_t pieces, const std::string& request,
               const RunContext& context);
    void tellNews(const RunContext& context);
    void dropStale();

    ClusterPlace m_place;
    ClusterStore m_store;
    int64_t m_call = 0;
    int64_t m_news = 0;
    int64_t m_absent = 0;                       ///< who did not come when they were gathered last
    int64_t m_joined = 0;                       ///< who had joined then
    std::map<std::string, int64_t> m_attached;  ///< the last call that used it
    std::vector<std::string> m_late;            ///< results that nobody waits for any more
};

}  // namespace secateur
