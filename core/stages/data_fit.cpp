#include "core/stages/data_fit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/data/grey_dataset.h"
#include "core/data/padded_dataset.h"
#include "core/graph/graph.h"
#include "core/graph/shapes.h"
#include "core/study/variant.h"

namespace secateur {

bool becomeGrey(const Graph& graph, const ImageData& data) {
    return graph.input().channels == 1 && data.greyNormalisation.valid() &&
           data.test->channels() != 1;
}

void requireFit(const Graph& graph, const ImageData& data) {
    const int64_t channels = graph.input().channels;
    if (data.test->channels() != channels && !becomeGrey(graph, data)) {
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

bool fits(const Graph& graph, const ImageData& data) {
    try {
        requireFit(graph, data);
        return true;
    } catch (const Error&) {
        return false;
    }
}

void requireFit(Study& study, int64_t variant, const ImageData& data) {
    requireFit(loadVariant(study, variant), data);
}

std::string fitNote(const Graph& graph, const ImageData& data) {
    const Input& input = graph.input();
    const int64_t height = data.test->height();
    const int64_t width = data.test->width();
    std::vector<std::string> notes;
    if (becomeGrey(graph, data)) {
        notes.emplace_back("images read in grey, for a network of one channel");
    }
    if (height < input.height || width < input.width) {
        notes.push_back(fmt::format("images padded from {}x{} to {}x{} with black", height, width,
                                    std::max(height, input.height), std::max(width, input.width)));
    }
    return fmt::format("{}", fmt::join(notes, ", "));
}

std::string fitNote(Study& study, int64_t variant, const ImageData& data) {
    return fitNote(loadVariant(study, variant), data);
}

ImageSize sizeOf(const ImageData& data) {
    return {data.test->height(), data.test->width()};
}

GraphCost costOn(const Graph& graph, const std::optional<ImageSize>& images) {
    return computeCost(images ? onImages(graph, *images) : graph);
}

Graph onImages(const Graph& graph, const ImageSize& images) {
    const Input& input = graph.input();
    Graph other = withImages(graph, std::max(input.height, images.height),
                             std::max(input.width, images.width));
    try {
        inferShapes(other);
        return other;
    } catch (const Error&) {  // its linear layers want one size
        return graph;
    }
}

ImageData fitData(const Graph& graph, const ImageData& data, const RunContext& context) {
    requireFit(graph, data);
    const std::string note = fitNote(graph, data);
    if (note.empty()) {
        return data;
    }
    context.say(note);
    return paddedData(becomeGrey(graph, data) ? greyData(data) : data, graph.input().height,
                      graph.input().width);
}

ImageData fitData(const Graph& graph, const StageContext& stage) {
    return fitData(graph, stage.data, stage.run);
}

}  // namespace secateur
