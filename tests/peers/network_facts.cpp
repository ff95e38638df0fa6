// What becomes of ONNX networks and of checkpoints, for tests/peers/onnx_zoo.py and families.py.
// Usage: network_facts MODEL IMAGES COUNT LOGITS [...]: float images [COUNT, 3, SIDE, SIDE] in a
// file, raw; the logits are written likewise. Prints a JSON object a model.

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>
#include <iostream>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/exec/float_executor.h"
#include "core/exec/int8_executor.h"
#include "core/graph/cost.h"
#include "core/io/checkpoint.h"
#include "core/io/recognition.h"
#include "core/onnx/onnx_reader.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/slim_channels.h"
#include "core/prune/channel_groups.h"
#include "core/prune/channel_selection.h"
#include "core/quant/post_training.h"
#include "tests/support/masked_channels.h"
#include "tests/support/noise_images.h"

using namespace secateur;

namespace {

at::Tensor imagesFrom(const std::string& path, int64_t count) {
    std::vector<uint8_t> bytes = readFile(path);
    const auto pixels = static_cast<double>(bytes.size() / sizeof(float)) / (3.0 * count);
    const auto side = static_cast<int64_t>(std::lround(std::sqrt(pixels)));
    return at::from_blob(bytes.data(), {count, 3, side, side}).clone();
}

/// A checkpoint's network is recognised by its weights.
Graph networkOf(const std::string& path, const at::Tensor& images) {
    const ImageForm form{images.size(1), images.size(2), images.size(3), 10};
    if (looksLikeOnnx(path)) {
        return readOnnx(path, form).graph;
    }
    const Checkpoint checkpoint = openCheckpoint(path);
    RecognitionRequest request;
    request.images = form;
    return loadRecognised(checkpoint, recognise(checkpoint, request, path), path, Values::Sound);
}

/// Relative to the largest logit: between 30 % of the channels of every group cut, and masked.
double cutDifference(const Graph& graph, const at::Tensor& images) {
    ChannelRecipe recipe;
    recipe.scope = PruneScope::Layer;
    recipe.amount = 0.3;
    const std::vector<ChannelGroup> groups = channelGroups(graph);
    const ChannelRemoval removal = removalOf(graph, groups, selectChannels(graph, groups, recipe));
    const at::Tensor masked = FloatExecutor(test::maskChannels(graph, removal)).run(images);
    const at::Tensor cut = FloatExecutor(slimChannels(graph, removal)).run(images);
    return ((cut - masked).abs().max() / masked.abs().max()).item<double>();
}

int64_t groupsToCut(const Graph& graph) {
    int64_t count = 0;
    for (const ChannelGroup& group : channelGroups(graph)) {
        count += group.fixed.empty() ? 1 : 0;
    }
    return count;
}

/// Of the largest float logit: how far the INT8 network's are away in the mean.
double quantizedDistance(const Graph& graph, const at::Tensor& images, const at::Tensor& logits) {
    const Input& input = graph.input();
    const MemoryDataset noise = test::noiseImages(4, input.channels, input.height);
    const auto channels = static_cast<size_t>(input.channels);
    const Normalisation normalisation{std::vector<double>(channels, 0.5),
                                      std::vector<double>(channels, 0.29)};
    const QuantizeResult result =
        quantizePostTraining(graph, noise, normalisation, test::firstIndices(4), {}, {});
    const at::Tensor ours = Int8Executor(result.graph, result.engine).run(images);
    return ((ours - logits).abs().mean() / logits.abs().max()).item<double>();
}

nlohmann::json factsOf(const std::string& model, const std::string& images, int64_t count,
                       const std::string& logitsFile) {
    nlohmann::json facts{{"model", model}};
    try {
        const at::Tensor batch = imagesFrom(images, count);
        const Graph graph = networkOf(model, batch);
        const GraphCost cost = computeCost(graph);
        const double width = graph.spec.widthMultiple;
        facts["network"] = graph.spec.name + (width == 1 ? "" : fmt::format(" x{:g}", width));
        facts["nodes"] = graph.size();
        facts["parameters"] = cost.parameters;
        facts["macs"] = cost.macs;
        facts["blocks"] = graph.nodes().back().block;
        const at::Tensor logits = FloatExecutor(foldBatchNorm(graph)).run(batch).contiguous();
        writeFile(logitsFile, logits.data_ptr(), logits.nbytes());
        facts["groups"] = groupsToCut(graph);
        facts["cut_difference"] = cutDifference(graph, batch);
        facts["int8_distance"] = quantizedDistance(graph, batch, logits);
    } catch (const std::exception& error) {
        facts["error"] = error.what();
    }
    return facts;
}

}  // namespace

int main(int argc, char** argv) {
    const at::NoGradGuard noGradients;
    for (int i = 1; i + 3 < argc; i += 4) {
        std::cout << factsOf(argv[i], argv[i + 1], std::atoll(argv[i + 2]), argv[i + 3]).dump()
                  << std::endl;
    }
}
