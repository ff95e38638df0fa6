#include "core/train/micro_batch.h"

#include <algorithm>

#include "core/exec/train_executor.h"
#include "core/graph/shapes.h"

namespace secateur {

namespace {

constexpr int64_t kMost = 32;
constexpr int64_t kFewest = 8;
constexpr int64_t kBytes = 256'000'000;

}  // namespace

int64_t activationBytes(const Graph& graph, int64_t side, bool fakeQuantized) {
    const std::vector<FeatureShape> shapes =
        inferShapes(side > 0 ? withImages(graph, side, side) : graph);
    int64_t values = 0;
    for (NodeId id = 0; id < graph.size(); ++id) {
        const Op& op = graph.node(id).op;
        if (!TrainExecutor::overwritesInput(graph, id) && !std::holds_alternative<Flatten>(op)) {
            const auto& [channels, height, width] = shapes[static_cast<size_t>(id)];
            values += channels * height * width;
        }
    }
    return values * (fakeQuantized ? 7 : 4);
}

int64_t microBatch(const Graph& graph, const TrainOptions& options, bool fakeQuantized) {
    if (options.microBatch > 0) {
        return options.microBatch;
    }
    const int64_t side =
        options.sides.empty() ? 0 : *std::max_element(options.sides.begin(), options.sides.end());
    const int64_t each = activationBytes(graph, side, fakeQuantized);
    int64_t images = kMost;
    while (images > kFewest && images * each > kBytes) {
        images /= 2;
    }
    return images;
}

}  // namespace secateur
