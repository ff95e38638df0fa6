// What becomes of ONNX networks, for tests/peers/onnx_zoo.py. Usage: onnx_facts MODEL IMAGES COUNT
// LOGITS [...]: float images [COUNT, C, H, W] in a file, raw; the logits are written likewise.
// Prints a JSON object a model.

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>
#include <iostream>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/exec/float_executor.h"
#include "core/exec/int8_executor.h"
#include "core/graph/cost.h"
#include "core/io/onnx_reader.h"
#include "core/passes/fold_batchnorm.h"
#include "core/prune/channel_groups.h"
#include "core/quant/post_training.h"
#include "tests/support/noise_images.h"

using namespace secateur;

namespace {

at::Tensor imagesFrom(const std::string& path, const Input& input, int64_t count) {
    std::vector<uint8_t> bytes = readFile(path);
    return at::from_blob(bytes.data(), {count, input.channels, input.height, input.width}).clone();
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
        const OnnxNetwork network = readOnnx(model, std::nullopt);
        const GraphCost cost = computeCost(network.graph);
        facts["nodes"] = network.graph.size();
        facts["parameters"] = cost.parameters;
        facts["macs"] = cost.macs;
        facts["blocks"] = network.graph.nodes().back().block;
        const at::Tensor batch = imagesFrom(images, network.graph.input(), count);
        const at::Tensor logits =
            FloatExecutor(foldBatchNorm(network.graph)).run(batch).contiguous();
        writeFile(logitsFile, logits.data_ptr(), logits.nbytes());
        facts["groups"] = groupsToCut(network.graph);
        facts["int8_distance"] = quantizedDistance(network.graph, batch, logits);
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
