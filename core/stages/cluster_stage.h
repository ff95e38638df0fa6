#pragma once

#include <memory>
#include <string>

#include "core/cluster/serve_cluster.h"
#include "core/cluster/work_sharing.h"
#include "core/data/dataset.h"

namespace secateur {

/// Rank 0, for stages on these images (StageContext::cluster). Errors: those of WorkSharing.
std::unique_ptr<WorkSharing> shareStages(const ClusterPlace& place, const std::string& version,
                                         const ImageData& data);

/// The images that rank 0 has, read as it reads them: from `location`, where this is given. Errors:
/// those of openImageData.
ImageData imagesOf(const ClusterTerms& theirs, const std::string& location);

/// Another rank: what the stages of rank 0 share, on the images that `open` gives. Errors: those
/// of serveCluster.
void serveStages(const ClusterPlace& place, const std::string& version,
                 const std::function<ImageData(const ClusterTerms& theirs)>& open, int workers,
                 const RunContext& context);

}  // namespace secateur
