#include "core/study/data_fit.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/graph/shapes.h"
#include "core/study/variant.h"

namespace secateur {

void requireFit(const Graph& graph, const ImageData& data) {
    const int64_t channels = graph.input().channels;
    if (data.test->channels() != channels) {
        throw Error(ErrorCode::Mismatch, "the images do not fit the network",
                    {data.location, fmt::format("{} channels", channels),
                     std::to_string(data.test->channels())});
    }
    const int64_t classes = inferShapes(graph).back()[0];
    const auto found = static_cast<int64_t>(data.classNames.size());
    if (found != classes) {
        throw Error(ErrorCode::Mismatch, "the data set's classes are not the network's",
                    {data.location, fmt::format("{} classes", classes), std::to_string(found)});
    }
}

void requireFit(Study& study, int64_t variant, const ImageData& data) {
    requireFit(loadVariant(study, variant), data);
}

}  // namespace secateur
