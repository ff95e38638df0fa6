#include "core/stages/cluster_stage.h"

#include "core/analysis/evaluator.h"
#include "core/analysis/perturbation_engine.h"
#include "core/analysis/perturbation_repair.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/data/image_folder.h"
#include "core/stages/data_fit.h"
#include "core/stages/shared_training.h"

namespace secateur {

namespace {

FittedImages imagesFor(const Graph& graph, const ImageData& data, Split split) {
    const ImageData fitted = fitData(graph, data, {});
    const auto& dataset = split == Split::Test ? fitted.test : fitted.train;
    if (!dataset) {
        throw Error(ErrorCode::NotFound, "the data set has no such images",
                    {data.location, enumName(split), ""});
    }
    return {dataset, fitted.normalisation};
}

}  // namespace

std::unique_ptr<WorkSharing> shareStages(const ClusterPlace& place, const std::string& version,
                                         const ImageData& data) {
    return std::make_unique<WorkSharing>(
        place, ClusterTerms{version, place.size, data.digest, data.asked,
                            jsonText(imageFolderSettings().toJson(data.options))});
}

ImageData imagesOf(const ClusterTerms& theirs, const std::string& location) {
    ImageFolderOptions options;
    const std::string source = "the image options of rank 0";
    imageFolderSettings().read(parseJson(theirs.options, source), source, options);
    return openImageData(location.empty() ? theirs.location : location, options);
}

void serveStages(const ClusterPlace& place, const std::string& version,
                 const std::function<ImageData(const ClusterTerms& theirs)>& open, int workers,
                 const RunContext& context) {
    ImageData data;
    const FindImages find = [&data](const Graph& graph, Split split) {
        return imagesFor(graph, data, split);
    };
    serveCluster(
        place, version,
        [&](const ClusterTerms& theirs) {
            data = open(theirs);
            return data.digest;
        },
        {{{kEvaluationService, evaluationService(find)},
          {kPerturbationService, perturbationService(find)},
          {kRepairService, repairService(find)}},
         {{kTrainingService, trainingService(find)}}},
        workers, context);
}

}  // namespace secateur
