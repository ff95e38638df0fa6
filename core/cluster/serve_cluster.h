#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/base/run_context.h"
#include "core/cluster/cluster_work.h"
#include "core/cluster/team.h"

namespace secateur {

/// The bytes that rank 0 has attached; throws where they are gone, which ends the work.
using Attachments = std::function<std::shared_ptr<const Bytes>(const std::string& name)>;
/// From a request to what computes its pieces on so many workers; the next request comes when the
/// last piece of this one is done. It may remember what requests have in common, so each rank has
/// its own.
using ClusterService = std::function<ComputePiece(const std::string& request,
                                                  const Attachments& attachments, int workers)>;
/// Does a request's work as a member of a team.
using TeamService = std::function<void(const std::string& request, const Attachments& attachments,
                                       Team& team, int workers, const RunContext& context)>;
struct ClusterServices {
    std::map<std::string, ClusterService> ofPieces = {};
    std::map<std::string, TeamService> ofTeams = {};
};

/// Opens this process's images, by its own options or by those of rank 0, and gives their digest.
using OpenImages = std::function<std::string(const ClusterTerms& theirs)>;

/// Another rank: computes pieces for rank 0 until that says it is over. Errors: Mismatch (other
/// version, size or images than rank 0; it is told, too), InvalidArgument (the rank is taken), Io
/// (rank 0 is gone), Cancelled; what a service throws.
void serveCluster(const ClusterPlace& place, const std::string& version, const OpenImages& open,
                  const ClusterServices& services, int workers, const RunContext& context);

}  // namespace secateur
