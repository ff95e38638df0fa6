#include "core/analysis/shared_images.h"

#include <atomic>
#include <cstring>
#include <mutex>

#include "core/base/json_text.h"
#include "core/io/model_file.h"

namespace secateur {

ImagePieces::ImagePieces(int64_t images, int64_t batch, int workers, const Sharing& sharing)
    : m_images(images), m_piece(std::max<int64_t>(1, batch)) {
    if (sharing.cluster != nullptr) {
        constexpr int64_t kPiecesEach = 16;
        const int64_t wanted = kPiecesEach * workers * sharing.cluster->size();
        m_piece *= std::max<int64_t>(1, images / (wanted * m_piece));
    }
}

nlohmann::json describeImages(const Sharing& sharing, const Graph& graph,
                              std::span<const int64_t> indices, const ImagePieces& pieces) {
    Bytes list(indices.size_bytes());
    std::memcpy(list.data(), indices.data(), list.size());
    return {{"network", sharing.cluster->attach(serializeModel(graph))},
            {"images", sharing.cluster->attach(list)},
            {"split", enumName(sharing.split)},
            {"piece", pieces.each()}};
}

Batch SharedImages::load(std::span<const int64_t> images) const {
    return loadBatch(*network->images.dataset, network->images.normalisation, images);
}

SharedImages SharedImagesReader::read(const nlohmann::json& described,
                                      const Attachments& attachments) {
    const auto list = attachments(described.at("images").get<std::string>());
    std::vector<int64_t> indices(list->size() / sizeof(int64_t));
    std::memcpy(indices.data(), list->data(), indices.size() * sizeof(int64_t));
    const auto network = described.at("network").get<std::string>();
    const auto split = described.at("split").get<std::string>();
    if (network + split != m_name) {
        Graph graph = parseModel(*attachments(network), "the network of rank 0");
        FittedImages images = m_find(graph, enumFromName<Split>(split));
        m_last = std::make_shared<const SharedNetwork>(
            SharedNetwork{std::move(graph), std::move(images)});
        m_name = network + split;
    }
    const auto count = static_cast<int64_t>(indices.size());
    return {m_last, std::move(indices), ImagePieces::with(count, described.at("piece"))};
}

void shareOut(const Sharing& sharing, const std::string& kind,
              const std::function<nlohmann::json()>& describe, int64_t pieces,
              const RunOnWorkers& run, const ComputePiece& compute, const TakePiece& take,
              const RunContext& context) {
    if (sharing.cluster != nullptr) {
        sharing.cluster->share({kind, jsonText(describe()), pieces}, run, compute, take, context);
        return;
    }
    std::atomic<int64_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex mutex;
    run([&](int worker) {
        while (!failed && !context.stop.stop_requested()) {
            const int64_t piece = next++;
            if (piece >= pieces) {
                return;
            }
            try {
                const Bytes result = compute(worker, piece);
                const std::lock_guard lock(mutex);
                take(piece, result);
            } catch (...) {
                failed = true;
                throw;
            }
        }
    });
    context.checkCancelled();
}

}  // namespace secateur
