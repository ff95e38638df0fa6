#include "core/stages/layer_ranges.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/passes/fold_batchnorm.h"
#include "core/quant/node_histograms.h"
#include "core/quant/weight_error.h"
#include "core/stages/data_fit.h"
#include "core/study/histogram_store.h"
#include "core/study/study.h"

namespace secateur {

namespace {

constexpr int kChannelBins = 128;

/// As it is before quantization: BN folded.
Graph foldedVariant(Study& study, int64_t variant) {
    return foldBatchNorm(loadFloatVariant(study, variant));
}

}  // namespace

WeightHistogram weightHistogram(Study& study, int64_t variant, const std::string& layer) {
    const Graph folded = foldedVariant(study, variant);
    const Node& node = folded.node(folded.require(layer));
    if (!node.isWeighted()) {
        throw Error(ErrorCode::NotFound, "this layer has no weights",
                    {layer, "a convolution or a linear layer", opLabel(node.op)});
    }
    const at::Tensor weight = node.parameter("weight").detach().contiguous();
    WeightHistogram result;
    result.layer = layer;
    addTensor(result.all, weight);
    for (int64_t channel = 0; channel < weight.size(0); ++channel) {
        Histogram own(kChannelBins);
        addTensor(own, weight[channel]);
        result.channels.push_back({own.minimum(), own.maximum()});
        result.perChannel.push_back(std::move(own));
    }
    return result;
}

std::map<std::string, ActivationHistogram> activationHistograms(Study& study, int64_t variant,
                                                                const ImageData& data,
                                                                const ImageList& calibration,
                                                                int workers,
                                                                const RunContext& context) {
    const int64_t images = recordImages(study, data, calibration);
    std::map<std::string, ActivationHistogram> histograms = findHistograms(study, variant, images);
    const bool complete = std::all_of(histograms.begin(), histograms.end(), [](const auto& entry) {
        return entry.second.movingAverage.has_value();
    });
    if (!histograms.empty() && complete) {
        return histograms;
    }
    histograms.clear();  // an older program's, which did not observe all that is observed now
    const Graph folded = foldedVariant(study, variant);
    const ImageData fitted = fitData(folded, data, context);
    for (NodeHistogram& node :
         observeHistograms(folded, calibration.dataset(fitted), data.normalisation,
                           calibration.indices, workers, context)) {
        ActivationHistogram histogram{node.name, std::move(node.values), node.movingAverage,
                                      node.relu6, node.linearOutput};
        histograms.emplace(node.name, std::move(histogram));
    }
    addHistograms(study, variant, images, histograms);
    return histograms;
}

std::vector<WeightError> weightErrors(Study& study, int64_t variant) {
    const Graph folded = foldedVariant(study, variant);
    std::vector<WeightError> errors;
    for (const NodeId id : folded.weightedNodes()) {
        const Node& node = folded.node(id);
        const at::Tensor& weight = node.parameter("weight");
        errors.push_back({node.name, perChannelSqnrDb(weight), perTensorSqnrDb(weight)});
    }
    return errors;
}

}  // namespace secateur
