#include "tests/support/quantized_sample.h"

#include "core/passes/fold_batchnorm.h"
#include "core/stages/data_fit.h"
#include "core/stages/network_source.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/study/study.h"
#include "tests/support/noise_images.h"
#include "tests/support/random_norms.h"

namespace secateur::test {

namespace {

const ImageList kCalibration{Split::Train, {0, 1, 2, 3}};

ImageData noiseData() {
    ImageData data;
    data.name = "noise";
    data.digest = "noise-32";
    for (int label = 0; label < 10; ++label) {
        data.classNames.push_back(std::to_string(label));
    }
    data.normalisation = {{0.5, 0.5, 0.5}, {0.25, 0.25, 0.25}};
    data.train = std::make_shared<MemoryDataset>(noiseImages(8, 3, 32));
    data.test = data.train;
    return data;
}

std::vector<FileRange> rangesIn(const Graph& file) {
    std::vector<FileRange> ranges;
    for (const Node& node : file.nodes()) {
        ranges.push_back({node.name, ClipTarget::Activations, node.quant->scale, node.quant->scale,
                          node.quant->zeroPoint});
    }
    for (const NodeId id : file.weightedNodes()) {
        const at::Tensor& weight = file.node(id).parameter("weight");
        const at::Tensor scales = weight.qscheme() == at::kPerChannelAffine
                                      ? weight.q_per_channel_scales().to(at::kDouble)
                                      : at::tensor({weight.q_scale()}, at::kDouble);
        ranges.push_back({file.node(id).name, ClipTarget::Weights, scales.min().item<double>(),
                          scales.max().item<double>(), 0});
    }
    return ranges;
}

}  // namespace

QuantizedSample quantizedSample(const std::string& model, const QuantRecipe& recipe, bool clipped) {
    const ImageData data = noiseData();
    Graph graph = randomNetwork(model, &data, 5);
    randomiseNorms(graph, at::arange(2 * 3 * 32 * 32, at::kFloat).sin().view({2, 3, 32, 32}), 7);
    Study study;
    const int64_t network = importNetwork(study, std::move(graph), model).id;
    if (clipped) {
        const Graph folded = foldBatchNorm(loadVariant(study, network));
        const std::string layer = folded.node(folded.weightedNodes()[2]).name;
        setClip(study, network, {layer, ClipTarget::Activations, {-0.25, 0.75}});
    }
    QuantizedSample sample;
    sample.cost = std::make_shared<const GraphCost>(variantCost(study, network, &data));
    sample.planned = std::make_shared<const NetworkRanges>(
        collectRanges({study, data}, network, kCalibration, recipe));
    sample.clips = listClips(study, network);
    const Variant int8 = quantizeVariant({study, data}, network, kCalibration, recipe.options);
    sample.stored = std::make_shared<const NetworkRanges>(networkRanges(study, int8.id, recipe));
    sample.file = rangesIn(loadVariant(study, int8.id));
    return sample;
}

}  // namespace secateur::test
