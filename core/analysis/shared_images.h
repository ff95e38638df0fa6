#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/analysis/sharing.h"
#include "core/cluster/serve_cluster.h"
#include "core/cluster/work_sharing.h"
#include "core/data/loader.h"
#include "core/graph/graph.h"

namespace secateur {

/// Images in pieces of a few batches: enough pieces for all processes to end at about one time.
class ImagePieces {
 public:
    ImagePieces(int64_t images, int64_t batch, int workers, const Sharing& sharing);

    int64_t count() const { return (m_images + m_piece - 1) / m_piece; }
    int64_t first(int64_t piece) const { return piece * m_piece; }
    int64_t size(int64_t piece) const { return std::min(m_piece, m_images - first(piece)); }
    std::span<const int64_t> of(std::span<const int64_t> all, int64_t piece) const {
        return all.subspan(static_cast<size_t>(first(piece)), static_cast<size_t>(size(piece)));
    }
    /// Of the same division on another process.
    static ImagePieces with(int64_t images, int64_t each) { return ImagePieces(images, each); }
    int64_t each() const { return m_piece; }

 private:
    ImagePieces(int64_t images, int64_t piece) : m_images(images), m_piece(piece) {}

    int64_t m_images;
    int64_t m_piece;
};

/// For a request: a network, the images that it is run on, and their division.
nlohmann::json describeImages(const Sharing& sharing, const Graph& graph,
                              std::span<const int64_t> indices, const ImagePieces& pieces);
/// The images of a split as a network takes them (fitData).
struct FittedImages {
    std::shared_ptr<const Dataset> dataset;
    Normalisation normalisation;
};
using FindImages = std::function<FittedImages(const Graph& graph, Split split)>;

/// What describeImages has described, on another process.
struct SharedNetwork {
    Graph graph;
    FittedImages images;
};
struct SharedImages {
    std::shared_ptr<const SharedNetwork> network;
    std::vector<int64_t> indices;
    ImagePieces pieces;

    Batch load(std::span<const int64_t> images) const;
};
/// Reads requests one after the other. A network that the last one had is the same object.
class SharedImagesReader {
 public:
    explicit SharedImagesReader(FindImages find) : m_find(std::move(find)) {}
    SharedImages read(const nlohmann::json& described, const Attachments& attachments);

 private:
    const FindImages m_find;
    std::string m_name;
    std::shared_ptr<const SharedNetwork> m_last;
};

/// Computes all pieces: with the cluster, or where there is none on this process's workers.
/// `describe` gives the request. Errors: those of `compute`; Cancelled.
void shareOut(const Sharing& sharing, const std::string& kind,
              const std::function<nlohmann::json()>& describe, int64_t pieces,
              const RunOnWorkers& run, const ComputePiece& compute, const TakePiece& take,
              const RunContext& context);

}  // namespace secateur
